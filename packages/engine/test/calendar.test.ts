import { act, getCalendar, getMyCalendar, submit } from '@belfry/engine/cases'
import type { Actor, Recurrence } from '@belfry/shared'
import { CalendarInput, type CalendarPage, MyCalendarInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { expect, test } from 'vitest'

interface Planned {
  vehicle: string
  station?: 'north' | 'south'
  driver?: Actor
  by?: Actor
  startsAt: string
  endsAt: string
  recurrence?: Partial<Recurrence>
}

/** A town in which shifts are planned; North is in Paris, South in São Paulo unless said otherwise. */
async function town(zones: { north?: string; south?: string } = {}) {
  const { db, given } = await databaseWithPeople()
  const { north = 'Europe/Paris', south = 'America/Sao_Paulo' } = zones
  for (const [id, time_zone] of [
    ['station:north', north],
    ['station:south', south],
  ] as const)
    await db.updateTable('scopes').set({ time_zone }).where('id', '=', id).execute()
  const plan = ({ by = given.vendor, vehicle, station, driver = given.driver, ...times }: Planned) =>
    inTx(db, (tx) =>
      submit(tx, by, {
        workflow: 'shift',
        data: { ...shiftData({ driver, vehicle, ...(station && { station }) }), ...times },
      }),
    )
  const decide = (who: Actor, caseId: string, action: string) =>
    inTx(db, (tx) => act(tx, who, { caseId, action }))
  const look = async (actor: Actor, input: Partial<CalendarInput> & { from: string; to: string }) =>
    inWords(await getCalendar(db, actor, CalendarInput.parse({ workflow: 'shift', ...input })))
  const lookAtMine = async (actor: Actor, input: Partial<MyCalendarInput> & { from: string; to: string }) =>
    inWords(await getMyCalendar(db, actor, MyCalendarInput.parse(input)))
  return { db, given, plan, decide, look, lookAtMine }
}

/** Each date as a line: its day, when it begins and ends in UTC, and what it is. */
function inWords({ cases, dates }: CalendarPage): string[] {
  const titles = new Map(cases.map(({ id, title }) => [id, title]))
  const time = (at: string | undefined) => at?.slice(0, 16)
  return dates.map(({ caseId, day, startsAt, endsAt }) =>
    [day, time(startsAt), time(endsAt), titles.get(caseId)].join(' '),
  )
}

const once = { startsAt: '2026-11-20T08:30:00.000Z', endsAt: '2026-11-20T14:00:00.000Z' }
const week = { from: '2026-11-16', to: '2026-11-22' }

test('each sees the shifts of his own week: a station’s, those one filed, those one drives', async () => {
  const { given, plan, look, lookAtMine } = await town()
  await plan({ vehicle: 'Bus 1', ...once })
  await plan({ vehicle: 'Bus 2', ...once, by: given.vendor2, driver: given.driver2 })
  await plan({ vehicle: 'Bus 3', ...once, station: 'south', by: given.vendor2 })
  const seen = async (lines: Promise<string[]>) => (await lines).map((line) => line.slice(-5)).toSorted()

  expect(await seen(look(given.officerNorth, week))).toEqual(['Bus 1', 'Bus 2'])
  expect(await seen(look(given.officerSouth, week))).toEqual(['Bus 3'])
  expect(await seen(look(given.officerAnywhere, week))).toEqual(['Bus 1', 'Bus 2', 'Bus 3'])
  expect(await seen(look(given.admin, { ...week, scope: 'south' }))).toEqual(['Bus 3'])
  expect(await seen(lookAtMine(given.vendor2, week))).toEqual(['Bus 2', 'Bus 3'])
  expect(await seen(lookAtMine(given.driver, { ...week, view: 'part' }))).toEqual(['Bus 1', 'Bus 3'])
  expect(await seen(lookAtMine(given.driver, week))).toEqual([])
  for (const who of [given.vendor, given.driver, given.hr])
    await expect(look(who, week)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(look(given.officerNorth, { ...week, scope: 'south' })).rejects.toMatchObject({
    code: 'not_permitted',
  })
})

test('a shift stands there while it is asked for or approved, and others for whom searches for them', async () => {
  const { given, plan, decide, look } = await town()
  const titles = async (input: Partial<CalendarInput> = {}) =>
    (await look(given.officerNorth, { ...week, ...input })).map((line) => line.slice(-5))
  const one = await plan({ vehicle: 'Bus 1', ...once })
  const two = await plan({ vehicle: 'Bus 2', ...once })
  await decide(given.officerNorth, one.id, 'approve')

  expect(await titles()).toEqual(['Bus 1', 'Bus 2'])
  expect(await titles({ state: ['approved'] })).toEqual(['Bus 1'])
  expect(await titles({ closed: 'no' })).toEqual(['Bus 2'])
  expect(await titles({ search: 'bus 2' })).toEqual(['Bus 2'])
  await decide(given.vendor, two.id, 'cancel')
  expect(await titles()).toEqual(['Bus 1'])
  expect(await titles({ state: ['cancelled'] })).toEqual(['Bus 2'])
})

test('what recurs is there in each of its weeks at the same time of day, though the clocks change', async () => {
  const { given, plan, look } = await town({ south: 'America/New_York' })
  const recurrence = { every: 'day' as const, until: '2027-06-30', except: ['2027-03-27'] }
  // At eight in the morning there, from November on.
  await plan({ vehicle: 'Bus 1', ...inParis('2026-11-20', '07:00', '13:00'), recurrence })
  await plan({ vehicle: 'Bus 2', ...inParis('2026-11-20', '13:00', '19:00'), station: 'south', recurrence })

  expect(await look(given.officerNorth, { from: '2027-03-26', to: '2027-03-29' })).toEqual([
    '2027-03-26 2027-03-26T07:00 2027-03-26T13:00 Bus 1',
    '2027-03-28 2027-03-28T06:00 2027-03-28T12:00 Bus 1',
    '2027-03-29 2027-03-29T06:00 2027-03-29T12:00 Bus 1',
  ])
  expect(await look(given.officerSouth, { from: '2027-03-13', to: '2027-03-14' })).toEqual([
    '2027-03-13 2027-03-13T13:00 2027-03-13T19:00 Bus 2',
    '2027-03-14 2027-03-14T12:00 2027-03-14T18:00 Bus 2',
  ])
})

const inParis = (day: string, from: string, to: string) => ({
  startsAt: `${day}T${from}:00.000Z`,
  endsAt: `${day}T${to}:00.000Z`,
})

test('days are those of the station, and a night belongs to both of its days', async () => {
  const { given, plan, look } = await town()
  // In São Paulo it is three hours earlier: the evening of the 19th until the next morning.
  await plan({
    vehicle: 'Bus 1',
    startsAt: '2026-11-20T01:30:00.000Z',
    endsAt: '2026-11-20T09:00:00.000Z',
    station: 'south',
  })
  const on = (day: string) => look(given.officerSouth, { from: day, to: day })

  const line = '2026-11-19 2026-11-20T01:30 2026-11-20T09:00 Bus 1'
  expect(await on('2026-11-18')).toEqual([])
  expect(await on('2026-11-19')).toEqual([line])
  expect(await on('2026-11-20')).toEqual([line])
  expect(await on('2026-11-21')).toEqual([])
})

test('the earliest thousand dates of a month at most, and it says that there are others', async () => {
  const { db, given, plan } = await town()
  const recurrence = { every: 'day' as const, until: '2027-03-01' }
  for (let n = 0; n < 34; n++) await plan({ vehicle: `Bus ${n}`, ...once, recurrence })
  const month = { workflow: 'shift', from: '2026-12-01', to: '2026-12-31' }

  const page = await getCalendar(db, given.officerNorth, CalendarInput.parse(month))
  expect(page.dates).toHaveLength(1_000)
  expect(page.more).toBe(true)
  expect(page.dates.at(-1)?.day).toBe('2026-12-30')
  const shorter = await getCalendar(
    db,
    given.officerNorth,
    CalendarInput.parse({ ...month, to: '2026-12-29' }),
  )
  expect([shorter.dates.length, shorter.more]).toEqual([34 * 29, false])

  expect(() => CalendarInput.parse({ ...month, to: '2027-01-01' })).toThrow('31 at most')
  expect(() => CalendarInput.parse({ ...month, to: '2026-11-30' })).toThrow('31 at most')
  const none = CalendarInput.parse({ ...month, workflow: 'goal' })
  await expect(getCalendar(db, given.admin, none)).rejects.toMatchObject({ code: 'unknown_workflow' })
})

test('a case says no more of itself than its line needs', async () => {
  const { db, given, plan } = await town()
  const shift = await plan({ vehicle: 'Bus 1', ...once })
  const { cases } = await getCalendar(
    db,
    given.officerNorth,
    CalendarInput.parse({ workflow: 'shift', ...week }),
  )

  expect(cases).toEqual([
    {
      id: shift.id,
      workflow: 'shift',
      state: 'pending',
      title: 'Bus 1',
      scope: 'station:north',
      place: 'Station North',
      timeZone: 'Europe/Paris',
      owner: { id: given.vendor.id, name: 'Vera Vendor' },
      data: { driver: given.driver.id },
      labels: { driver: 'داود السائق' },
      recurs: false,
      urgentAt: expect.any(String),
      closedAt: null,
    },
  ])
})
