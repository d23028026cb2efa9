import type { ErrorCode } from '@belfry/shared'
import type { Draft, DraftContent, DraftForm, SaveDraftInput } from '@belfry/shared/wire'
import { createSignal, onCleanup } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { emptyContent, hasContent } from './content.ts'
import { type LocalCopy, localCopy } from './local-copy.ts'

const PAUSE_MS = 1_200 // after the last letter
const RETRY_MS = 8_000

/** What keeps drafts: the API, and something else in tests. */
export interface DraftApi {
  find: (form: DraftForm) => Promise<Draft | null>
  save: (input: SaveDraftInput) => Promise<Pick<Draft, 'rev' | 'savedAt'>>
  remove: (form: DraftForm) => Promise<unknown>
}

/**
 * `changing`: not saved yet. `local`: the server cannot be reached, so it is kept in this browser. `elsewhere`: the form was
 * changed, sent or discarded in another window, and the person has to say which one counts. `refused`: the server does not take
 * it, as when it is too long; it is tried again with the next change.
 */
export type DraftStatus = 'none' | 'changing' | 'saved' | 'local' | 'elsewhere' | 'refused'

export interface DraftKeeper {
  /** What the form begins with. */
  start: DraftContent
  /** There was something in it. */
  begun: boolean
  status: () => DraftStatus
  savedAt: () => string | null
  /** What another window or device has made of it: nothing where it was sent or discarded there. */
  other: () => DraftContent | null
  keep: (content: DraftContent) => void
  /** Nothing is saved from here on, and what was on its way has arrived. */
  rest: () => Promise<void>
  /** Goes on saving, where the form could not be sent after all. */
  resume: () => void
  /** The form was sent: nothing of it is kept. */
  sent: () => void
  discard: () => Promise<void>
  /** Hands over what was saved elsewhere in the meantime, where nothing here is unsaved. */
  follow: (take: (content: DraftContent) => void) => void
  /** Of two versions, the other one. */
  takeOther: () => DraftContent | null
  /** Of two versions, the one that is in the form. */
  insist: (content: DraftContent) => void
}

/** Reads a form's draft, and keeps it from then on: on the server a moment after each change, until then in the browser. */
export async function openDraft(
  api: DraftApi,
  personId: string,
  form: DraftForm,
): Promise<() => DraftKeeper> {
  const copy = localCopy(personId, form)
  const here = copy.read()
  // Without an answer the form can be filled in all the same; what is saved first will tell.
  const there = await api.find(form).catch(() => undefined)
  return () => createKeeper(api, form, copy, here, there)
}

function createKeeper(
  api: DraftApi,
  form: DraftForm,
  copy: ReturnType<typeof localCopy>,
  here: LocalCopy | null,
  there: Draft | null | undefined,
): DraftKeeper {
  const isBehind = here !== null && there !== undefined && (there?.rev ?? 0) !== here.rev
  const isSame = here !== null && there != null && canonical(here.content) === canonical(there.content)
  const isUnsaved = here !== null && !isSame
  // What was written here without a connection stays in the form; if the server's is a newer one, the person is asked.
  const start = (isUnsaved ? here.content : there?.content) ?? emptyContent()

  const [status, setStatus] = createSignal<DraftStatus>(
    isUnsaved ? (isBehind ? 'elsewhere' : 'changing') : there ? 'saved' : 'none',
  )
  const [savedAt, setSavedAt] = createSignal(there?.savedAt ?? null)
  const [other, setOther] = createSignal<DraftContent | null>(there?.content ?? null)
  let rev = there?.rev ?? here?.rev ?? 0
  let pending: DraftContent | null = isUnsaved && !isBehind ? here.content : null
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let resting = false

  const plan = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(flush, ms)
  }

  function flush() {
    clearTimeout(timer)
    if (!pending || running || resting || status() === 'elsewhere') return
    const content = pending
    pending = null
    running = run(content)
  }

  async function run(content: DraftContent) {
    await save(content)
    running = null
    if (pending && status() === 'changing') plan(PAUSE_MS)
  }

  async function save(content: DraftContent) {
    try {
      const saved = await api.save({ ...form, rev, content })
      rev = saved.rev
      setSavedAt(saved.savedAt)
      if (pending) return
      copy.clear()
      setStatus('saved')
    } catch (error) {
      pending ??= content
      if (keyOf(error) === 'draft_changed') return meetOther()
      setStatus(wasRefused(error) ? 'refused' : 'local')
      if (status() === 'local') plan(RETRY_MS)
    }
  }

  /** Somebody else, most likely the same person on another device, has been at it. */
  async function meetOther() {
    const theirs = await api.find(form).catch(() => undefined)
    if (theirs === undefined) return void setStatus('local')
    rev = theirs?.rev ?? 0
    setOther(theirs?.content ?? null)
    setStatus('elsewhere')
  }

  /** Whoever comes back to this window may have gone on in another one. */
  async function lookAround() {
    if (pending || running || resting || status() === 'elsewhere') return
    const theirs = await api.find(form).catch(() => undefined)
    if (theirs === undefined || (theirs?.rev ?? 0) === rev || pending || running || resting) return
    rev = theirs?.rev ?? 0
    setOther(theirs?.content ?? null)
    if (!theirs) return void setStatus('elsewhere')
    setSavedAt(theirs.savedAt)
    setStatus('saved')
    take?.(theirs.content)
  }
  let take: ((content: DraftContent) => void) | undefined

  const gone = new AbortController()
  const { signal } = gone
  window.addEventListener('online', () => flush(), { signal })
  // Of two windows beside each other neither is hidden.
  window.addEventListener('focus', () => void lookAround(), { signal })
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'hidden' ? flush() : void lookAround()),
    { signal },
  )
  onCleanup(() => {
    gone.abort()
    flush()
    clearTimeout(timer)
  })
  if (pending) plan(0)

  const forget = () => {
    clearTimeout(timer)
    pending = null
    copy.clear()
    setStatus('none')
    setSavedAt(null)
  }

  function keep(content: DraftContent) {
    const next = structuredClone(unwrap(content))
    // An empty form is nothing to keep until there is something to overwrite.
    if (rev === 0 && !hasContent(next)) return
    pending = next
    copy.write({ rev, content: next })
    if (status() === 'elsewhere') return
    setStatus('changing')
    plan(PAUSE_MS)
  }

  return {
    start,
    begun: hasContent(start),
    status,
    savedAt,
    other,
    keep,
    async rest() {
      resting = true
      clearTimeout(timer)
      await running
    },
    resume() {
      resting = false
      if (pending) plan(PAUSE_MS)
    },
    sent: forget,
    async discard() {
      resting = true
      await running
      forget()
      await api.remove(form)
      rev = 0
      resting = false
    },
    follow: (taker) => void (take = taker),
    takeOther() {
      const theirs = other()
      forget()
      if (theirs) setStatus('saved')
      return theirs
    },
    insist(content) {
      setStatus('changing')
      keep(content)
      flush()
    },
  }
}

/** The server has looked at it and said no; whatever else went wrong may go right the next time. */
function wasRefused(error: unknown): boolean {
  const code = (error as { data?: { code?: string } | null } | null)?.data?.code
  return (
    code === 'BAD_REQUEST' || code === 'FORBIDDEN' || code === 'NOT_FOUND' || code === 'PAYLOAD_TOO_LARGE'
  )
}

const keyOf = (error: unknown) => (error as { data?: { key?: ErrorCode } | null } | null)?.data?.key

/** The same for equal contents, in whatever order a database gives their names back. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
