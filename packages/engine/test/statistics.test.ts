import { act, submit } from '@belfry/engine/cases'
import { countTold, expireOld, mark, notificationStats } from '@belfry/engine/notify'
import { clock } from '@belfry/shared'
import { NotificationStatsInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'

let world: Awaited<ReturnType<typeof databaseWithPeople>>
const hour = 3_600_000
const day = (mine = false) =>
  NotificationStatsInput.parse({
    from: new Date(Date.now() - hour).toISOString(),
    to: new Date(Date.now() + hour).toISOString(),
    mine,
    timeZone: 'Pacific/Kiritimati',
  })

afterEach(() => vi.restoreAllMocks())
beforeAll(async () => {
  world = await databaseWithPeople()
  const { db, given } = world
  for (const vehicle of ['Bus 1', 'Bus 2', 'Bus 3']) {
    const { id: caseId } = await given.case('shift', { by: given.vendor, vehicle })
    if (vehicle === 'Bus 1')
      await inTx(db, (tx) => act(tx, given.officerNorth, { caseId, action: 'approve' }))
  }
  await runJobs(db)
  await mark(db, given.officerNorth, { filter: { state: ['unread'] }, as: 'read' })
  await sql`update notifications set read_at = m.created_at + interval '90 seconds' from messages m
    where m.event_id = notifications.event_id and read_at is not null`.execute(db)
})

test('an administrator sees what was told, by everything it can be told apart by', async () => {
  const { db, given } = world
  const stats = await notificationStats(db, given.admin, day())

  const { rows } = await sql<{ sent: number; read: number }>`
    select count(*)::int as sent, count(read_at)::int as read from notifications`.execute(db)
  expect(stats.total).toEqual({ ...rows[0], medianReadSeconds: 91 })
  expect(stats.byType).toMatchObject([
    { key: 'shift.created', sent: 9, read: 3, medianReadSeconds: 91 },
    { key: 'shift.approved', sent: 2, read: 0, medianReadSeconds: null },
  ])
  expect(stats.byCategory).toMatchObject([{ key: 'shift', sent: 11, read: 3 }])
  expect(stats.byRole.find(({ key }) => key === 'officer')).toMatchObject({ sent: 9, read: 3 })
  expect(stats.byDay.reduce((sum, { sent }) => sum + sent, 0)).toBe(11)
  const mails = await db.selectFrom('deliveries').select('state').where('channel', '=', 'mail').execute()
  expect(stats.byChannel).toEqual([
    { channel: 'mail', sent: mails.length, failed: 0, withdrawn: 0, waiting: 0 },
  ])
})

test('everybody sees the figures of his own messages, and nobody else’s', async () => {
  const { db, given } = world
  expect(await notificationStats(db, given.officerNorth, day(true))).toMatchObject({
    total: { sent: 3, read: 3, medianReadSeconds: 91 },
    byRole: [],
  })
  expect(await notificationStats(db, given.officerSouth, day(true))).toMatchObject({
    total: { sent: 0, read: 0, medianReadSeconds: null },
    byDay: [],
  })
  await expect(notificationStats(db, given.officerNorth, day())).rejects.toMatchObject({
    code: 'not_permitted',
  })
})

test('a time that was before is counted without what came later', async () => {
  const { db, given } = world
  const before = { ...day(), from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }
  expect((await notificationStats(db, given.admin, before)).total.sent).toBe(0)
})

test('hours that have ended are counted once, and again when something was read, told late or removed in them', async () => {
  const { db, given } = await databaseWithPeople()
  const people = [given.officerNorth, given.driver2, given.vendor]
  const started = clock.now().getTime()
  const asked = NotificationStatsInput.parse({
    from: new Date(started - 30 * hour).toISOString(),
    to: new Date(started + 30 * hour).toISOString(),
  })
  const hoursPass = async (hours: number) => {
    const at = clock.now().getTime() + hours * hour
    vi.spyOn(clock, 'now').mockImplementation(() => new Date(at))
    await countTold(db)
  }
  const figures = () => notificationStats(db, given.admin, asked)
  /** The same from the notifications themselves, as if nothing had been counted before. */
  const anew = async () => {
    const { counted_to } = await db
      .selectFrom('notification_counting')
      .select('counted_to')
      .executeTakeFirstOrThrow()
    await db.updateTable('notification_counting').set({ counted_to: null }).execute()
    const counted = await figures()
    await db.updateTable('notification_counting').set({ counted_to }).execute()
    return counted
  }

  for (const reader of people) {
    const { id: caseId } = await given.case('shift', { by: given.vendor, driver: given.driver2 })
    if (reader !== given.vendor)
      await inTx(db, (tx) => act(tx, given.officerNorth, { caseId, action: 'approve' }))
    await runJobs(db)
    await mark(db, reader, { filter: { state: ['unread'] }, as: 'read' })
    await hoursPass(2)
    expect(await figures()).toEqual(await anew())
  }
  const counted = await db.selectFrom('notification_totals').selectAll().execute()
  expect(new Set(counted.map((row) => row.hour.getTime())).size).toBe(3)

  // What is read later belongs to its hour, and so does what is told late.
  for (const reader of people) await mark(db, reader, { filter: { state: ['unread'] }, as: 'read' })
  await inTx(db, (tx) =>
    submit(tx, given.vendor2, { workflow: 'shift', data: shiftData({ driver: given.driver2 }) }),
  )
  await hoursPass(3)
  await runJobs(db)
  await countTold(db)
  const whole = await figures()
  expect(whole).toEqual(await anew())
  expect(whole.total.read).toBeGreaterThan(whole.total.sent / 3)

  const gone = await expireOld(db, { read: -1, deleted: -1, unread: null })
  expect(gone.read).toBeGreaterThan(0)
  await countTold(db)
  const { byChannel: _, ...kept } = await figures()
  expect(whole).toMatchObject(kept)
  expect((await anew()).total.sent).toBeLessThan(whole.total.sent)
})
