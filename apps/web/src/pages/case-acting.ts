import { type ErrorCode, type ErrorDetails, newId } from '@belfry/shared'
import type { Action } from '@belfry/shared/machine'
import type { ActInput, ActionView, Case } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { messageOf } from '../session.ts'

/** Somebody was faster: what he did, and when. */
export interface Conflict {
  message: string
  at: string | undefined
}

export interface Choice {
  reason?: string
  note?: string
  data?: Record<string, unknown>
}

/** What an action asks before it happens: answers of some kind, a second thought, or nothing. */
export function askedBy(action: Action | undefined, view?: ActionView): 'answers' | 'sure' | 'nothing' {
  const asksFields = (view?.asks.length ?? 0) > 0
  if (asksFields || action?.note || (action?.reason && action.reason.length > 0)) return 'answers'
  if (!action) return 'sure'
  const { tone, to } = action
  if (tone === 'success' || tone === 'info') return 'nothing'
  // What leaves the case where it is can hardly be regretted, unless it is marked as grave.
  return tone === undefined && to === undefined ? 'nothing' : 'sure'
}

export interface ActingOptions {
  item: () => Case
  send: (input: ActInput) => Promise<Case>
  onDone: (item: Case) => void
  /** What is on the screen is not what it is any more. */
  onConflict?: () => void
}

/** Decides on a case, one action at a time. A decision is sent for the version on the screen. */
export function createActing(options: ActingOptions) {
  const [busy, setBusy] = createSignal<string | null>(null)
  const [conflict, setConflict] = createSignal<Conflict | null>(null)
  const [failure, setFailure] = createSignal<string | null>(null)
  let last = { what: '', key: '' }
  let error: unknown = null

  /** Resolves to what became of it. `failed` may be tried again; the same try keeps its key. */
  async function act(action: string, choice: Choice = {}): Promise<'done' | 'conflict' | 'failed' | 'busy'> {
    if (busy()) return 'busy'
    const { id: caseId, version, claimedBy } = options.item()
    // Whoever presses a button has read beside it who works on the case.
    const anyway = claimedBy ? { anyway: true } : {}
    const input: ActInput = { caseId, action, version, ...anyway, ...choice }
    const what = JSON.stringify(input)
    if (last.what !== what) last = { what, key: newId() }

    setBusy(action)
    setConflict(null)
    setFailure(null)
    try {
      options.onDone(await options.send({ ...input, idempotencyKey: last.key }))
      return 'done'
    } catch (reason) {
      error = reason
      const met = conflictIn(reason)
      if (!met) setFailure(messageOf(reason))
      else {
        setConflict(met)
        options.onConflict?.()
      }
      return met ? 'conflict' : 'failed'
    } finally {
      setBusy(null)
    }
  }

  return {
    act,
    busy,
    conflict,
    failure,
    /** Of the last attempt that failed. */
    error: () => error,
    forget: () => {
      setConflict(null)
      setFailure(null)
    },
  }
}
export type Acting = ReturnType<typeof createActing>

const conflicts: readonly ErrorCode[] = ['already_decided', 'stale_version', 'wrong_state', 'claimed']

function conflictIn(error: unknown): Conflict | null {
  const data = (error as { data?: { key?: ErrorCode; details?: ErrorDetails } | null } | null)?.data
  if (!data?.key || !conflicts.includes(data.key)) return null
  // Of a claim the time is when that began, and nothing was decided then.
  return { message: messageOf(error), at: data.key === 'claimed' ? undefined : data.details?.at }
}
