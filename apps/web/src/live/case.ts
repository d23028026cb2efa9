import type { Case, CaseEvent, HistoryEntry, SlotView, SummaryView } from '@belfry/shared/wire'
import { TRPCClientError } from '@trpc/client'
import { type Accessor, batch, createSignal } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { trpc } from '../trpc.ts'
import { locale } from '../words/index.ts'
import { createSubscription } from './subscribe.ts'

interface CaseState {
  /** Null until it is here. */
  case: Case | null
  history: HistoryEntry[]
  /** What hangs on it, slot by slot. */
  slots: SlotView[]
  summary: SummaryView | null
}

/** One case with its history and what hangs on it, as it stands now. */
export function createLiveCase(caseId: Accessor<string>) {
  const [state, setState] = createStore<CaseState>({ case: null, history: [], slots: [], summary: null })
  const [missing, setMissing] = createSignal<string | null>(null)

  function show(next: Case) {
    // The answer to one's own call may come after the event that tells of somebody else's.
    const shown = state.case
    if (shown?.id === next.id && next.version < shown.version) return
    setState('case', reconcile(next))
  }

  /** The answer to a call about one of the cases that hang on this one. */
  function showChild(next: Case) {
    for (const [at, slot] of state.slots.entries()) {
      const place = slot.cases.findIndex(({ id, version }) => id === next.id && version <= next.version)
      if (place >= 0) setState('slots', at, 'cases', place, reconcile(next))
    }
  }

  const { error } = createSubscription<CaseEvent>(
    (observer) => {
      locale() // sentences and refusals come in the person's language
      const id = caseId()
      // Asked once: nobody waits in front of a case that is not his for it to appear.
      if (missing() === id) return { unsubscribe: () => undefined }
      return trpc.cases.live.subscribe(
        { caseId: id },
        {
          ...observer,
          onError: (problem) => {
            if (isMissing(problem)) setMissing(id)
            else observer.onError(problem)
          },
        },
      )
    },
    (event) =>
      batch(() => {
        show(event.case)
        setState('history', reconcile(event.history, { key: 'id' }))
        setState('slots', reconcile(event.slots.map(keyed), { key: 'id' }))
        setState('summary', reconcile(event.summary))
      }),
  )

  /** Asks for the case as it stands now, where one cannot wait for the news of it. */
  async function refresh() {
    const id = caseId()
    const [item, history] = await Promise.all([
      trpc.cases.get.query({ caseId: id }),
      trpc.cases.history.query({ caseId: id }),
    ])
    if (id !== caseId()) return
    batch(() => {
      show(item)
      if (history.length >= state.history.length) setState('history', reconcile(history, { key: 'id' }))
    })
  }

  return {
    state,
    show,
    showChild,
    refresh,
    error,
    /** It does not exist, or is not for this person to see: the same answer for both. */
    missing: () => missing() === caseId(),
  }
}
export type LiveCase = ReturnType<typeof createLiveCase>

/** Slots are told apart by their name as cases are by their id, so that one key serves for both. */
const keyed = (slot: SlotView) => ({ ...slot, id: slot.slot })

// A number that is no number at all is refused as bad input.
const isMissing = (problem: unknown) =>
  problem instanceof TRPCClientError && ['NOT_FOUND', 'BAD_REQUEST'].includes(String(problem.data?.code))
