import { Recurrence } from '@belfry/shared'
import { occurrencesOf } from '@belfry/shared/occurrences'
import { shiftData } from '@belfry/testing/given'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type Tale, tale } from './support/tale.ts'

// Shifts that recur, trips, stock requests and emergencies.

describe('a shift that recurs', () => {
  const daily = {
    every: 'week',
    interval: 1,
    weekdays: [1, 2, 3, 4, 5],
    until: '2026-12-04',
    except: ['2026-12-01'],
  }

  test('is kept as it was filed, and its days are those of the station', async () => {
    const { files, given } = await tale()

    const data = { ...shiftData({ driver: given.driver }), recurrence: daily }
    const shift = await files(given.vendor, 'shift', data)

    expect(shift.data['recurrence']).toEqual(daily)
    expect(shift.timeZone).toBe('Europe/Paris')
    const days = occurrencesOf(
      { startsAt: data.startsAt, recurrence: Recurrence.parse(shift.data['recurrence']) },
      shift.timeZone,
    ).map(({ day }) => day.slice(5))
    expect(days).toEqual([
      '11-20',
      '11-23',
      '11-24',
      '11-25',
      '11-26',
      '11-27',
      '11-30',
      '12-02',
      '12-03',
      '12-04',
    ])
  })

  test.each([
    ['before it begins', '2026-11-01'],
    ['more than a year later', '2027-12-01'],
  ])('cannot end %s', async (_, until) => {
    const { files, given } = await tale()
    const data = { ...shiftData({ driver: given.driver }), recurrence: { ...daily, until } }

    await expect(files(given.vendor, 'shift', data)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { problems: [{ field: 'recurrence' }] },
    })
  })
})

describe('a trip', () => {
  const route = { vehicle: 'Van 4', from: 'Depot', to: 'Harbour', departsAt: '2027-01-11T08:00:00Z' }
  const trip = ({ given, files }: Tale) =>
    files(given.vendor, 'trip', { ...route, station: 'north', driver: given.driver2.id })

  test('is accepted by its driver, begun and completed, and whoever asked for it follows', async () => {
    const told = await tale()
    const { given, does, news } = told
    const item = await trip(told)
    expect(await news(given.driver2)).toEqual(['Trip for you: Depot – Harbour'])
    expect(item.title).toBe('Depot – Harbour')

    for (const action of ['accept', 'start', 'complete']) await does(given.driver2, item, action)

    expect(await told.sees(given.vendor, item)).toMatchObject({
      state: 'completed',
      closedAt: expect.any(String),
    })
    expect(await news(given.vendor)).toEqual([
      'Dora Driver drives Depot – Harbour',
      'On the way: Depot – Harbour',
      'Arrived: Depot – Harbour',
    ])
    expect(await news(given.driver2)).toEqual([])
  })

  test('is declined with a reason, and goes to another driver, who alone sees it then', async () => {
    const told = await tale()
    const { given, does, news } = told
    const item = await trip(told)
    await expect(does(given.driver2, item, 'decline')).rejects.toMatchObject({ code: 'reason_required' })

    await does(given.driver2, item, 'decline', { reason: 'rest' })
    expect(await news(given.officerNorth)).toEqual(['Dora Driver cannot drive Depot – Harbour'])
    const again = await does(given.officerNorth, item, 'reassign', {
      data: { driver: given.driver.id, vehicle: 'Van 9' },
    })

    expect(again).toMatchObject({ state: 'assigned', labels: { driver: given.driver.name } })
    expect(await news(given.driver)).toEqual(['رحلة لك: Depot – Harbour'])
    await expect(told.sees(given.driver2, item)).rejects.toMatchObject({ code: 'not_found' })
    expect(await news(given.officerSouth)).toEqual([])
  })

  test('that nobody has accepted is recalled two hours before departure', async () => {
    const told = await tale()
    const departsAt = new Date(Date.now() + 5 * 3_600_000).toISOString()
    const { given, files, news, passes } = told
    await files(given.officerNorth, 'trip', {
      ...route,
      station: 'north',
      driver: given.driver2.id,
      departsAt,
    })
    await news(given.driver2)

    await passes({ hours: 2 })
    expect(await news(given.driver2)).toEqual([])
    await passes({ hours: 1, minutes: 1 })

    expect(await news(given.driver2)).toEqual(['Still not accepted: Depot – Harbour'])
    expect(await news(given.officerNorth)).toEqual(['Still not accepted: Depot – Harbour'])
  })

  test('for an approved shift is at its station, and ends with it', async () => {
    const told = await tale()
    const { given, files, does, news } = told
    const shift = await files(given.vendor, 'shift', shiftData({ driver: given.driver }))
    const more = { parentId: shift.id, slot: 'trips' }
    const data = { ...route, driver: given.driver2.id }
    await expect(files(given.vendor, 'trip', data, more)).rejects.toMatchObject({ code: 'slot_closed' })
    await does(given.officerNorth, shift, 'approve')

    const item = await files(given.vendor, 'trip', data, more)
    expect(item).toMatchObject({
      scope: 'station:north',
      data: { station: 'north' },
      labels: { station: 'Station North' },
    })
    await news(given.driver2)
    await does(given.vendor, shift, 'cancel')

    expect(await told.sees(given.driver2, item)).toMatchObject({ state: 'cancelled' })
  })
})

describe('a stock request', () => {
  const items = [
    { item: 'Brake pads', quantity: 4 },
    { item: 'Blankets', quantity: 12 },
  ]

  test('goes to the officers of its station, who approve and hand over', async () => {
    const { given, files, does, news } = await tale()

    const request = await files(given.driver2, 'stock_request', {
      station: 'south',
      items,
      neededBy: '2027-01-11',
    })

    expect(request.title).toBe('4 × Brake pads, 12 × Blankets')
    expect(await news(given.officerSouth)).toEqual(['Dora Driver a besoin de 4 × Brake pads, 12 × Blankets'])
    expect(await news(given.officerNorth)).toEqual([])
    await does(given.officerSouth, request, 'approve')
    await does(given.officerSouth, request, 'deliver')
    expect(await news(given.driver2)).toEqual([
      'Approved: 4 × Brake pads, 12 × Blankets',
      'Handed over: 4 × Brake pads, 12 × Blankets',
    ])
  })

  test('is rejected with a reason', async () => {
    const { given, files, does, inbox } = await tale()
    const request = await files(given.vendor, 'stock_request', { station: 'north', items })

    await does(given.officerNorth, request, 'reject', { reason: 'outOfStock', note: 'Next week.' })

    expect((await inbox(given.vendor))[0]).toMatchObject({
      body: 'Nora North rejected your request to Station North: Out of stock. Next week.',
    })
  })

  test.each([
    ['nothing', [], 'items'],
    ['no quantity', [{ item: 'Tape' }], 'items.0.quantity'],
    ['half a thing', [{ item: 'Tape', quantity: 0.5 }], 'items.0.quantity'],
  ])('for %s is refused at its field', async (_, wrong, field) => {
    const { given, files } = await tale()

    await expect(
      files(given.vendor, 'stock_request', { station: 'north', items: wrong }),
    ).rejects.toMatchObject({
      details: { problems: [{ field }] },
    })
  })
})

describe('an emergency', () => {
  const alarm = { station: 'north', kind: 'accident', place: 'Bridge 7', details: 'Two people are hurt.' }
  const raised = async () => {
    const told = await tale()
    const supervisor = await told.person('Sven', ['supervisor'])
    const item = await told.files(told.given.driver2, 'emergency', alarm)
    return { ...told, supervisor, item }
  }

  test('is critical, and known at once to the officers of its station and the administrators, with a mail', async () => {
    const { db, given, supervisor, inbox, news } = await raised()

    for (const who of [given.officerNorth, given.officerAnywhere, given.admin])
      expect(await inbox(who)).toMatchObject([{ priority: 'critical', tone: 'error', category: 'shift' }])
    expect((await inbox(given.officerNorth))[0]).toMatchObject({
      title: 'Emergency: Accident, Bridge 7',
      body: 'Dora Driver needs help near Station North. Two people are hurt. Answer, so that it is known that somebody acts.',
    })
    expect(await news(given.officerSouth)).toEqual([])
    expect(await news(supervisor)).toEqual([])
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from deliveries`.execute(db)
    expect(rows[0]!.n).toBe(4)
  })

  test('goes on to others every three minutes, round and round, until somebody answers', async () => {
    const { given, supervisor, item, news, passes, does, sees } = await raised()
    const called = async () => ({
      officers: (await news(given.officerNorth)).length,
      supervisors: (await news(supervisor)).length,
      admins: (await news(given.admin)).length,
    })
    const nobody = { officers: 0, supervisors: 0, admins: 0 }
    expect(await called()).toEqual({ officers: 1, supervisors: 0, admins: 1 })

    await passes({ minutes: 2 })
    expect(await called()).toEqual(nobody)
    for (let round = 0; round < 3; round++) {
      await passes({ minutes: round === 0 ? 1 : 3 })
      expect(await called()).toEqual({ ...nobody, supervisors: 1 })
      await passes({ minutes: 3 })
      expect(await called()).toEqual({ ...nobody, admins: 1 })
      await passes({ minutes: 3 })
      expect(await called()).toEqual({ ...nobody, officers: 1 })
    }

    await news(given.driver2)
    await does(supervisor, item, 'acknowledge')
    expect(await news(given.driver2)).toEqual(['Sven is on it'])
    expect(await called()).toEqual({ officers: 1, supervisors: 0, admins: 1 })
    await passes({ hours: 1 })
    expect(await called()).toEqual(nobody)
    await expect(does(given.officerNorth, item, 'resolve')).rejects.toMatchObject({ code: 'note_required' })
    await does(given.officerNorth, item, 'resolve', { note: 'Both are in hospital.' })
    expect(await sees(given.driver2, item)).toMatchObject({ state: 'resolved' })
    expect(await news(given.driver2)).toEqual(['Over: Accident, Bridge 7'])
  })

  test('is not answered by whoever raised it, who may call it a false alarm', async () => {
    const { given, files, does, news } = await tale()
    const item = await files(given.officerNorth, 'emergency', alarm)

    await expect(does(given.officerNorth, item, 'acknowledge')).rejects.toMatchObject({ code: 'own_case' })
    await does(given.officerNorth, item, 'withdraw', { note: 'Only a drill.' })

    expect(await news(given.admin)).toEqual([
      'Emergency: Accident, Bridge 7',
      'False alarm: Accident, Bridge 7',
    ])
  })
})
