import { spanOf } from '@belfry/shared/machine'
import type { CalendarInput, CalendarPage, QueueEvent, QueueLiveInput } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { trpc } from '../trpc.ts'
import { locale } from '../words/index.ts'
import { createSubscription } from './subscribe.ts'

const SOON_MS = 30 // what is decided together is read together
const EVERY_MS = 1_000 // and a busy day does not keep the server busy
const KEPT = 12

/**
 * The page of a calendar that is asked for: read whenever another one is, and again when something in it has changed. One that
 * has been seen before is shown while it is read.
 */
export function createCalendarPages<Question extends object>(
  question: Accessor<Question>,
  read: (question: Question) => Promise<CalendarPage>,
) {
  const asked = createMemo(() => JSON.stringify([locale(), question()]))
  const [pages, setPages] = createSignal<ReadonlyMap<string, CalendarPage>>(new Map())
  const [error, setError] = createSignal<unknown>(null)
  let round = 0
  let readAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load() {
    const mine = ++round
    const key = asked()
    readAt = Date.now()
    try {
      const page = await read(question())
      // An answer that was overtaken knows less than the one that is on its way.
      if (mine !== round) return
      setPages(
        (known) =>
          new Map(
            [...[...known].filter(([other]) => other !== key), [key, page]].slice(-KEPT) as [
              string,
              CalendarPage,
            ][],
          ),
      )
      setError(null)
    } catch (problem) {
      if (mine === round) setError(problem)
    }
  }

  function again() {
    if (timer !== undefined) return
    const wait = Math.max(SOON_MS, readAt + EVERY_MS - Date.now())
    timer = setTimeout(() => {
      timer = undefined
      void load()
    }, wait)
  }

  createEffect(on(asked, () => void load()))
  const look = () => document.hidden || again()
  document.addEventListener('visibilitychange', look)
  onCleanup(() => {
    round++
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  })
  return { page: (): CalendarPage | undefined => pages().get(asked()), error, again }
}

const HOUR_MS = 3_600_000

/** The calendar of a queue, as it stands now. */
export function createLiveCalendar(question: Accessor<CalendarInput>) {
  const calendar = createCalendarPages(question, (input) => trpc.queues.calendar.query(input))
  const followed = createMemo(
    (): QueueLiveInput => {
      const { from: _, to: __, ...filter } = question()
      const states = findWorkflow(filter.workflow)?.calendar?.states ?? []
      return { ...filter, state: filter.state ?? [...states], sort: 'oldest', limit: 1 }
    },
    undefined,
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  )

  /** Something of it is, or may come to be, on the page. */
  function concerns(event: QueueEvent): boolean {
    // Changes may have been missed before it.
    if (event.kind === 'snapshot') return true
    const id = event.kind === 'put' ? event.item.id : event.caseId
    if (calendar.page()?.cases.some((item) => item.id === id)) return true
    const workflow = event.kind === 'put' && findWorkflow(event.item.workflow)
    const span = workflow && spanOf(workflow, event.item.data)
    const { from, to } = question()
    // Days somewhere on earth are half a day before or after those of UTC.
    return (
      !!span &&
      span.startsAt.getTime() < Date.parse(to) + 36 * HOUR_MS &&
      span.until.getTime() > Date.parse(from) - 14 * HOUR_MS
    )
  }
  createSubscription<QueueEvent>(
    (observer) => trpc.queues.live.subscribe(followed(), observer),
    (event) => {
      if (concerns(event)) calendar.again()
    },
  )
  return calendar
}
