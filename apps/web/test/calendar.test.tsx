import type { CalendarCase, CalendarPage } from '@belfry/shared/wire'
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library'
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from '@tanstack/solid-router'
import { createRoot, createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CalendarPanel } from '../src/calendar/calendar-page.tsx'
import { weekOf } from '../src/calendar/weeks.ts'
import { createCalendarPages } from '../src/live/calendar.ts'
import { speak } from '../src/words/index.ts'

beforeEach(() => speak('en'))
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const shift = (title: string, more: Partial<CalendarCase> = {}): CalendarCase => ({
  id: title,
  workflow: 'shift',
  state: 'approved',
  title,
  scope: 'station:north',
  place: 'Station North',
  timeZone: 'Europe/Paris',
  owner: { id: 'vera', name: 'Vera Vendor' },
  data: { driver: 'dana' },
  labels: { driver: 'Dana Driver' },
  recurs: false,
  urgentAt: null,
  closedAt: null,
  ...more,
})

const date = (title: string, day: string, startsAt: string, endsAt: string) => ({
  caseId: title,
  day,
  startsAt: `${startsAt}:00.000Z`,
  endsAt: `${endsAt}:00.000Z`,
})

const nothing: CalendarPage = { cases: [], dates: [], more: false }

/** The week of Friday, 20 November 2026, with these things in it. */
async function showWeek(first: CalendarPage | undefined, error: unknown = null) {
  const [page, setPage] = createSignal(first)
  const shown: (string | undefined)[] = []
  const calendar = { page, error: () => error, again: vi.fn() }
  const root = createRootRoute({
    component: () => (
      <CalendarPanel days={weekOf('2026-11-20')} calendar={calendar} onShow={(day) => shown.push(day)} />
    ),
  })
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: ['/'] }) })
  await router.load()
  render(() => <RouterProvider router={router as never} />)
  const on = (weekday: string) => {
    const heading = screen.getByRole('heading', { level: 3, name: new RegExp(weekday) })
    return within(heading.closest('li')!)
      .queryAllByRole('listitem')
      .map((line) => line.textContent?.replaceAll(/\s/g, ' '))
  }
  return { shown, setPage, calendar, on }
}

describe('a week of shifts', () => {
  test('has each on its days, in the station’s time, a night on both of them', async () => {
    const { on } = await showWeek({
      ...nothing,
      cases: [shift('Bus 1'), shift('Bus 2', { state: 'pending', recurs: true })],
      dates: [
        date('Bus 1', '2026-11-19', '2026-11-19T21:00', '2026-11-20T05:00'),
        date('Bus 2', '2026-11-20', '2026-11-20T07:30', '2026-11-20T11:00'),
        date('Bus 2', '2026-11-22', '2026-11-22T07:30', '2026-11-22T23:00'),
      ],
    })

    expect(on('Thursday')).toEqual(['10:00 PM – 6:00 AMBus 1Dana DriverApproved'])
    expect(on('Friday')).toEqual([
      'until 6:00 AMBus 1Dana DriverApproved',
      '8:30 AM – 12:00 PMBus 2Dana DriverPendingRepeats',
    ])
    expect(on('Saturday')).toEqual([])
    // It ends at midnight: Monday has nothing of it, nor has the week after.
    expect(on('Sunday')).toEqual(['8:30 AM – 12:00 AMBus 2Dana DriverPendingRepeats'])
    screen.getByText('Times are those of Europe/Paris.')
    screen.getByRole('heading', { level: 2, name: /^November 16\s–\s22, 2026$/ })
  })

  test('names places, and whose time is which, where there are several; and kinds where there are', async () => {
    const { on } = await showWeek({
      cases: [
        shift('Bus 1'),
        shift('Bus 2', {
          workflow: 'trip',
          state: 'accepted',
          scope: 'station:south',
          place: 'Station South',
          timeZone: 'America/Sao_Paulo',
        }),
      ],
      dates: [
        date('Bus 2', '2026-11-20', '2026-11-20T11:00', '2026-11-20T12:00'),
        date('Bus 1', '2026-11-20', '2026-11-20T15:00', '2026-11-20T16:00'),
      ],
      more: true,
    })

    expect(screen.getAllByRole('heading', { level: 4 }).map((one) => one.textContent)).toEqual([
      'Station North',
      'Station South',
    ])
    expect(on('Friday')).toEqual([
      '4:00 – 5:00 PMBus 1Dana DriverShift · Approved',
      '8:00 – 9:00 AMBus 2Dana DriverTrip · Accepted',
    ])
    screen.getByText(/Station North – Europe\/Paris, Station South – America\/Sao_Paulo/)
    screen.getByText(/Only the first 2 dates are shown/)
  })

  test('moves while somebody looks, and whoever has the focus keeps it', async () => {
    const page = {
      ...nothing,
      cases: [shift('Bus 1', { state: 'pending' }), shift('Bus 2')],
      dates: [
        date('Bus 2', '2026-11-18', '2026-11-18T07:00', '2026-11-18T08:00'),
        date('Bus 1', '2026-11-18', '2026-11-18T09:00', '2026-11-18T10:00'),
      ],
    }
    const { on, setPage } = await showWeek(page)
    const link = screen.getByRole('link', { name: 'Bus 1' })
    link.focus()

    setPage({ ...page, cases: [shift('Bus 1')], dates: page.dates.slice(1) })

    expect(on('Wednesday')).toEqual(['10:00 – 11:00 AMBus 1Dana DriverApproved'])
    expect(document.activeElement).toBe(link)
    expect(link.getAttribute('href')).toBe('/cases/Bus%201')
  })

  test('says that nothing is planned, and why nothing can be shown', async () => {
    const { setPage } = await showWeek(nothing)
    screen.getByText('Nothing is planned in this week')
    setPage(undefined)
    screen.getByText('Loading …', { exact: false })
    cleanup()

    const { calendar } = await showWeek(undefined, new Error('The server is away.'))
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(calendar.again).toHaveBeenCalled()
  })
})

describe('other weeks', () => {
  const press = (key: string) => fireEvent.keyDown(document.body, { key, code: key === 't' ? 'KeyT' : key })

  test('are a button or a key away', async () => {
    const { shown } = await showWeek(nothing)

    fireEvent.click(screen.getByRole('button', { name: 'Next week' }))
    fireEvent.click(screen.getByRole('button', { name: 'Previous week' }))
    for (const key of ['ArrowRight', 'ArrowLeft', 't']) press(key)

    expect(shown).toEqual(['2026-11-23', '2026-11-09', '2026-11-23', '2026-11-09', undefined])
  })

  test('lie where the arrows point to, also where time runs to the left', async () => {
    await speak('ar')
    const { shown } = await showWeek(nothing)

    press('ArrowLeft')

    expect(shown).toEqual(['2026-11-23'])
  })
})

describe('pages of a calendar', () => {
  /** Reads that answer when the test says so. */
  function readLater() {
    const [week, setWeek] = createSignal('a')
    const asked: { week: string; answer: (page: CalendarPage) => void }[] = []
    const { calendar, dispose } = createRoot((end) => ({
      dispose: end,
      calendar: createCalendarPages(
        () => ({ week: week() }),
        (question) => new Promise((answer) => void asked.push({ week: question.week, answer })),
      ),
    }))
    return { setWeek, asked, calendar, dispose }
  }
  const named = (title: string): CalendarPage => ({ ...nothing, cases: [shift(title)] })
  const soon = () => vi.advanceTimersByTimeAsync(0)

  test('an answer that was overtaken is not shown, and a week that was seen is there at once', async () => {
    vi.useFakeTimers()
    const { setWeek, asked, calendar, dispose } = readLater()
    await soon()
    setWeek('b')
    asked[1]!.answer(named('of b'))
    asked[0]!.answer(named('of a'))
    await soon()

    expect(calendar.page()).toEqual(named('of b'))
    setWeek('a')
    expect(calendar.page()).toBeUndefined()
    setWeek('b')
    expect(calendar.page()).toEqual(named('of b'))
    expect(asked.map(({ week }) => week)).toEqual(['a', 'b', 'a', 'b'])
    dispose()
  })

  test('changes that come together are read together, at most once a second', async () => {
    vi.useFakeTimers()
    const { asked, calendar, dispose } = readLater()
    await soon()
    await vi.advanceTimersByTimeAsync(5_000)

    for (let n = 0; n < 10; n++) calendar.again()
    await vi.advanceTimersByTimeAsync(100)
    expect(asked).toHaveLength(2)
    for (let n = 0; n < 10; n++) {
      calendar.again()
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(3)

    calendar.again()
    dispose()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toHaveLength(3)
  })
})
