import { createRoot } from 'solid-js'
import { describe, expect, test } from 'vitest'
import { filterOf, filtersIn, isGrouped } from '../src/inbox/question.ts'
import { createInboxSelection } from '../src/inbox/selection.ts'
import { maySnoozeUntil, snoozeTimes } from '../src/inbox/snooze-times.ts'
import { fits } from '../src/live/inbox-fits.ts'
import { notificationsSearch } from '../src/pages/notifications.search.ts'
import { idOf, notification } from './notifications.ts'

describe('the address of the inbox', () => {
  test('says what is asked, and what makes no sense in it is left out', () => {
    const search = notificationsSearch.parse({
      show: 'mentions',
      q: ' bus ',
      tone: ['error'],
      priority: ['loud'],
      sender: 'somebody',
    })

    expect(filterOf(search)).toEqual({
      state: ['unread', 'read'],
      mentions: true,
      search: 'bus',
      tone: ['error'],
    })
    expect(filtersIn(search)).toBe(2)
  })

  test('a day is one of the reader, from its first moment to its last', () => {
    const { from, to } = filterOf({ since: '2026-11-20', until: '2026-11-20' })

    expect(new Date(from!)).toEqual(new Date(2026, 10, 20))
    expect(new Date(to!)).toEqual(new Date(2026, 10, 21))
  })

  test('what is searched or put off is not folded', () => {
    expect([{}, { q: 'bus' }, { show: 'snoozed' as const }, { flat: true }].map(isGrouped)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

test('a notification fits as the server would say', () => {
  const item = notification(1, {
    type: 'shift.mentioned',
    tone: 'warning',
    createdAt: '2026-11-20T08:00:00.000Z',
  })

  expect(fits(item, {})).toBe(true)
  expect(fits(item, { mentions: true, tone: ['warning', 'error'], from: '2026-11-20T08:00:00Z' })).toBe(true)
  expect(fits(item, { to: '2026-11-20T08:00:00Z' })).toBe(false)
  expect(fits(item, { pinned: true })).toBe(false)
  expect(fits({ ...item, state: 'archived' }, {})).toBe(false)
})

describe('snoozing', () => {
  const words = (now: Date) => snoozeTimes(now).map(({ word }) => word)

  test('offers the evening as long as it is far enough, and Monday where that is not tomorrow', () => {
    const friday = new Date(2026, 10, 20, 9, 30)
    expect(snoozeTimes(friday)).toEqual([
      { word: 'inbox.inAnHour', at: new Date(2026, 10, 20, 10, 30) },
      { word: 'inbox.thisEvening', at: new Date(2026, 10, 20, 18) },
      { word: 'inbox.tomorrowMorning', at: new Date(2026, 10, 21, 8) },
      { word: 'inbox.nextMonday', at: new Date(2026, 10, 23, 8) },
    ])
    expect(words(new Date(2026, 10, 22, 20))).toEqual(['inbox.inAnHour', 'inbox.tomorrowMorning'])
    expect(snoozeTimes(new Date(2026, 10, 23, 20)).at(-1)?.at).toEqual(new Date(2026, 10, 30, 8))
  })

  test('takes what lies ahead, within a year', () => {
    const now = new Date('2026-11-20T09:00:00Z')
    const may = (at: string) => maySnoozeUntil(at, now)
    expect(['2026-11-20T08:59:00Z', '2026-11-20T09:01:00Z', '2028-01-01T00:00:00Z', ''].map(may)).toEqual([
      false,
      true,
      false,
      false,
    ])
  })
})

describe('selecting', () => {
  const select = () =>
    createRoot(() => createInboxSelection(() => [5, 4, 3, 2, 1].map((n) => ({ id: idOf(n) }) as never)))
  const shown = (selection: ReturnType<typeof select>) => [...selection.ids()].toSorted()

  test('one, and from there as far as another, in either direction', () => {
    const selection = select()

    selection.toggle(idOf(2))
    selection.toggle(idOf(4), true)
    expect(shown(selection)).toEqual([2, 3, 4].map(idOf))

    selection.toggle(idOf(3))
    expect(shown(selection)).toEqual([2, 4].map(idOf))
  })

  test('all that match, less one, is what can be seen without it', () => {
    const selection = select()

    selection.selectAll()
    expect(selection.has('any that is not loaded')).toBe(true)
    selection.toggle(idOf(3))

    expect(selection.all()).toBe(false)
    expect(shown(selection)).toEqual([1, 2, 4, 5].map(idOf))
    selection.clear()
    expect(selection.isEmpty()).toBe(true)
  })
})
