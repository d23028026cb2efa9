import { newId } from '@belfry/shared'
import type { AnnouncementState } from '@belfry/shared/wire'
import { createEffect, createSignal, onCleanup } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { type Writing, draftOf, textsOf } from './writing.ts'

/** What is there already: a draft, or what is still to go out. */
export interface Existing {
  id: string
  version: number
  state: AnnouncementState
}

const PAUSE_MS = 1_000

/** Keeps what is written as a draft on the server, a moment after each change, until it goes out. */
export function createDrafting(writing: Writing, first: Existing | undefined) {
  const [existing, setExisting] = createSignal(first)
  const [state, setState] = createSignal<'unsaved' | 'saving' | 'saved'>('unsaved')
  const [error, setError] = createSignal<string | null>(null)
  const keyOf = createKeys()
  let saved = JSON.stringify(draftOf(writing))
  let running: Promise<void> = Promise.resolve()
  let isOver = false

  const isDraft = () => existing()?.state !== 'scheduled'
  const isWorth = () => isDraft() && (existing() !== undefined || textsOf(writing).length > 0)

  async function save() {
    const content = draftOf(writing)
    const text = JSON.stringify(content)
    if (isOver || text === saved || !isWorth()) return
    setState('saving')
    try {
      const input = { ...content, id: existing()?.id, version: existing()?.version }
      const kept = await trpc.announcements.save.mutate({ ...input, idempotencyKey: keyOf(input) })
      saved = text
      setExisting({ ...kept, state: 'draft' })
      setError(null)
      setState(JSON.stringify(draftOf(writing)) === saved ? 'saved' : 'unsaved')
    } catch (reason) {
      setError(messageOf(reason))
      setState('unsaved')
    }
  }
  // One after the other: each is saved over the version that the one before it made.
  const keep = () => (running = running.then(save))

  createEffect(() => {
    const text = JSON.stringify(draftOf(writing))
    if (text === saved) return
    setState('unsaved')
    const timer = setTimeout(() => void keep(), PAUSE_MS)
    onCleanup(() => clearTimeout(timer))
  })
  // Whoever leaves at once after the last word finds it again, too.
  onCleanup(() => void keep())

  return {
    existing,
    state,
    error,
    isDraft,
    keyOf,
    /** Does what ends the draft, once nothing of it is on its way any more; if that fails, it goes on. */
    async end<Answer>(what: () => Promise<Answer>): Promise<Answer> {
      isOver = true
      await running
      try {
        return await what()
      } catch (reason) {
        isOver = false
        throw reason
      }
    },
  }
}
export type Drafting = ReturnType<typeof createDrafting>

/** The same content is sent under the same key, so that a second try after a lost answer does nothing twice. */
function createKeys() {
  let last = { content: '', key: '' }
  return (content: unknown): string => {
    const text = JSON.stringify(content)
    if (text !== last.content) last = { content: text, key: newId() }
    return last.key
  }
}
