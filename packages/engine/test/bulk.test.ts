import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@belfry/db'
import {
  cancel,
  getRun,
  listBulkItems,
  preview,
  resultsOf,
  retryFailed,
  start,
  tellRun,
  undo,
  workOn,
} from '@belfry/engine/bulk'
import { act, getCase, submit } from '@belfry/engine/cases'
import { claim } from '@belfry/engine/together'
import type { Actor } from '@belfry/shared'
import type { BulkDeed, BulkRun } from '@belfry/shared/wire'
import { type Given, databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'

const approve: BulkDeed = { kind: 'act', action: 'approve' }
const never = new AbortController().signal

const town = async (size = 6) => {
  const { db, given, url } = await databaseWithPeople()
  const ids = await shiftsOf(db, given, size)
  const begin = async (by: Actor = given.officerNorth, deed: BulkDeed = approve) => {
    const { total } = await preview(db, by, { workflow: 'shift', deed, filter: {} })
    return inTx(db, (tx) => start(tx, by, { workflow: 'shift', deed, filter: {}, expected: total }))
  }
  return { db, given, ids, begin, url }
}

/** Shifts at Station North, with all that follows from them done. */
async function shiftsOf(db: Db, given: Given, size: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < size; n++)
    ids.push(
      await inTx(db, async (tx) => {
        const data = shiftData({ driver: n % 2 ? given.driver : given.driver2, vehicle: `Bus ${n}` })
        return (await submit(tx, given.vendor, { workflow: 'shift', data })).id
      }),
    )
  await runJobs(db)
  return ids
}

const eventsOf = async (db: Db, type: string) =>
  (await db.selectFrom('events').select('case_id').where('type', '=', type).execute()).map(
    (row) => row.case_id ?? '',
  )

/** What somebody was told, newest first, by event type of the message. */
const newsOf = async (db: Db, person: Actor) => {
  const { rows } = await sql<{ title: string; case: string | null }>`
    select m.title, m.case_id as case from notifications n
    join messages m on m.event_id = n.event_id and m.variant = n.variant
    where n.person_id = ${person.id}::uuid order by n.event_id desc`.execute(db)
  return rows
}

const statesOf = async (db: Db, ids: string[]) => {
  const rows = await db.selectFrom('cases').select('state').where('id', 'in', ids).execute()
  return rows.map(({ state }) => state)
}

test('a dry run says what would happen to each case and why not, and whom it tells, and changes nothing', async () => {
  const { db, given, ids } = await town()
  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: ids[0]!, action: 'approve' }))
  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: ids[1]!, action: 'reject', reason: 'unsafe' }))

  const seen = await preview(db, given.officerNorth, { workflow: 'shift', deed: approve, ids })

  expect(seen).toMatchObject({
    total: 6,
    told: 3, // the vendor and two drivers
    undoable: true,
    groups: [
      { outcome: 'will', count: 4, text: null },
      { outcome: 'there', count: 1 },
      { outcome: 'wrong_state', count: 1, text: expect.stringContaining('Rejected') },
    ].toSorted((a, b) => b.count - a.count),
  })
  expect(seen.groups[0]!.examples[0]).toMatchObject({ before: 'Pending', after: 'Approved' })
  expect((await statesOf(db, ids)).filter((state) => state === 'pending')).toHaveLength(4)
})

test('a run approves what the filter matches: the same steps, events and audit as single work', async () => {
  const { db, given, ids, begin } = await town()

  const run = await begin()
  await runJobs(db)

  expect(await getRun(db, given.officerNorth, run.id)).toMatchObject({ state: 'done', counts: { done: 6 } })
  expect(new Set(await statesOf(db, ids))).toEqual(new Set(['approved']))
  expect((await eventsOf(db, 'shift.approve')).toSorted()).toEqual(ids.toSorted())
  const audited = await db
    .selectFrom('audit_entries')
    .select('target_id')
    .where('action', '=', 'shift.approve')
    .execute()
  expect(audited.map((row) => row.target_id ?? '').toSorted()).toEqual(ids.toSorted())
  expect(await getCase(db, given.officerNorth, ids[0]!)).toMatchObject({ state: 'approved', version: 2 })
})

test('people hear once of many cases, and of a single one as ever', async () => {
  const { db, given, begin } = await town(3)

  await begin()
  await runJobs(db)

  // Driver2 has two of the three shifts, the driver one, the vendor all.
  expect((await newsOf(db, given.driver2))[0]).toEqual({ title: 'Shifts: Approve (2)', case: null })
  expect((await newsOf(db, given.vendor))[0]).toEqual({ title: 'Shifts: Approve (3)', case: null })
  expect(await newsOf(db, given.driver)).toEqual([{ title: expect.any(String), case: expect.any(String) }])
  expect(await newsOf(db, given.driver2)).toHaveLength(1)
  expect((await newsOf(db, given.vendor)).filter(({ title }) => title.includes('Approve'))).toHaveLength(1)
})

test('workers that are at it at once, and that are killed, decide each case once', async () => {
  const { db, given, ids, begin, url } = await town(200)
  const run = await begin()
  const killer = new pg.Client(url)
  await killer.connect()
  onTestFinished(() => killer.end())
  // Whatever is under way ends in the middle, as with a dead process: what it did is rolled back, and so is the note of it.
  const kill = async (afterMs: number) => {
    await pause(afterMs)
    const { rowCount } = await killer.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`)
    killed += rowCount ?? 0
  }
  let killed = 0
  for (let time = 0; time < 10; time++)
    await Promise.allSettled([workOn(db, run.id, never), workOn(db, run.id, never), kill(30 + 10 * time)])
  expect(killed).toBeGreaterThan(0)
  await workOn(db, run.id, never)
  await runJobs(db)

  expect(await getRun(db, given.officerNorth, run.id)).toMatchObject({ state: 'done', counts: { done: 200 } })
  expect((await eventsOf(db, 'shift.approve')).toSorted()).toEqual(ids.toSorted())
  const rows = await db.selectFrom('cases').select('version').where('id', 'in', ids).execute()
  expect(new Set(rows.map(({ version }) => version))).toEqual(new Set([2]))
})

test('a case that somebody is deciding on is done once he has let go of it, and the others are not kept waiting', async () => {
  const { db, given, ids, begin } = await town()
  const run = await begin()
  const { promise: letGo, resolve: go } = Promise.withResolvers<void>()
  const holder = db.transaction().execute(async (tx) => {
    await sql`select from cases where id = ${ids[2]!}::uuid for update`.execute(tx)
    await letGo
  })
  const working = workOn(db, run.id, never)
  await expect
    .poll(async () => (await getRun(db, given.officerNorth, run.id)).counts)
    .toEqual({ done: 5, waiting: 1 })
  go()
  await Promise.all([holder, working])

  expect(await getRun(db, given.officerNorth, run.id)).toMatchObject({ state: 'done', counts: { done: 6 } })
})

test('what changed since it was confirmed is refused, what others work on too, and both can be retried', async () => {
  const { db, given, ids, begin } = await town(3)
  const run = await begin()
  await sql`update cases set version = version + 1 where id = ${ids[0]!}::uuid`.execute(db)
  await inTx(db, (tx) => claim(tx, given.officerNorth2, { caseId: ids[1]! }))
  await runJobs(db)

  const { items } = await listBulkItems(db, given.officerNorth, {
    runId: run.id,
    state: 'refused',
    limit: 50,
  })
  expect(items.map(({ code }) => code ?? '').toSorted()).toEqual(['claimed', 'stale_version'])
  await sql`delete from claims`.execute(db)
  await inTx(db, (tx) => retryFailed(tx, given.officerNorth, run.id))
  await runJobs(db)

  expect(await getRun(db, given.officerNorth, run.id)).toMatchObject({ state: 'done', counts: { done: 3 } })
  expect((await newsOf(db, given.vendor)).length).toBe(2) // one for each time it ended
})

test('one case that fails stops none of the others', async () => {
  const { db, given, ids, begin } = await town()
  const run = await begin()
  await sql`
    create function broken() returns trigger language plpgsql as $$ begin raise 'broken on purpose'; end $$`.execute(
    db,
  )
  await sql`
    create trigger broken before update on cases for each row when (old.title = 'Bus 3') execute function broken()`.execute(
    db,
  )
  const failures: unknown[] = []

  await workOn(db, run.id, never, (error) => failures.push(error))

  expect((await getRun(db, given.officerNorth, run.id)).counts).toEqual({ done: 5, failed: 1 })
  expect(failures).toHaveLength(1)
  const { text } = await resultsOf(db, given.officerNorth, run.id)
  expect(text).toContain(`${ids[3]},Bus 3,Vera Vendor,failed,internal,`)
})

test('undoing within the first seconds brings everything back, and nobody hears of anything', async () => {
  const { db, given, ids, begin } = await town()
  const columns = [
    'id',
    'state',
    'data',
    'title',
    'urgent_at',
    'due_at',
    'closed_at',
    'entered_at',
    'decider_id',
  ] as const
  const read = () => db.selectFrom('cases').select(columns).where('id', 'in', ids).orderBy('id').execute()
  const before = await read()
  const told = await newsOf(db, given.vendor)
  const run = await begin()
  await workOn(db, run.id, never)
  expect(new Set(await statesOf(db, ids))).toEqual(new Set(['approved']))

  await inTx(db, (tx) => undo(tx, given.officerNorth, run.id))
  await runJobs(db)

  expect(await getRun(db, given.officerNorth, run.id)).toMatchObject({
    state: 'undone',
    counts: { undone: 6 },
  })
  expect(await read()).toEqual(before)
  expect(await newsOf(db, given.vendor)).toEqual(told)
  expect(await newsOf(db, given.driver)).toEqual([])
  expect(await eventsOf(db, 'shift.undo')).toHaveLength(6)
})

test('undone later, whoever was told hears once that it was taken back, and mails that wait are withdrawn', async () => {
  const { db, given, ids, begin } = await town(4)
  const run = await begin()
  await workOn(db, run.id, never)
  await tellOnly(db)
  const waiting = () =>
    db
      .selectFrom('deliveries')
      .select('state')
      .where('channel', '=', 'mail')
      .where('person_id', '=', given.driver.id)
      .execute()
  expect((await waiting()).map(({ state }) => state)).toEqual(['queued'])
  // One of them goes on meanwhile, so it stays.
  await inTx(db, (tx) => act(tx, given.vendor, { caseId: ids[0]!, action: 'cancel' }))

  await inTx(db, (tx) => undo(tx, given.officerNorth, run.id))
  await runJobs(db)

  const { counts } = await getRun(db, given.officerNorth, run.id)
  expect(counts).toEqual({ done: 1, undone: 3 })
  const { items } = await listBulkItems(db, given.officerNorth, { runId: run.id, state: 'done', limit: 50 })
  expect(items).toMatchObject([{ caseId: ids[0], code: 'changed_since' }])
  expect((await newsOf(db, given.driver))[0]!.title).toContain('2')
  expect((await newsOf(db, given.driver)).length).toBe(2)
})

test('what is left of a run that is cancelled is not done', async () => {
  const { db, given, ids, begin } = await town()
  const run = await begin()

  await inTx(db, (tx) => cancel(tx, given.officerNorth, run.id))
  await runJobs(db)

  expect(await getRun(db, given.officerNorth, run.id)).toMatchObject({
    state: 'cancelled',
    counts: { cancelled: 6 },
  })
  expect(new Set(await statesOf(db, ids))).toEqual(new Set(['pending']))
})

test('a selection that has changed since it was shown is said, not done', async () => {
  const { db, given } = await town(2)
  const input = { workflow: 'shift', deed: approve, filter: {}, expected: 3 }

  const attempt = inTx(db, (tx) => start(tx, given.officerNorth, input))

  await expect(attempt).rejects.toMatchObject({ code: 'selection_changed', values: { expected: 3, now: 2 } })
})

test('cases that one may not see are not counted, and nobody sees another one’s run but an administrator', async () => {
  const { db, given, ids, begin } = await town(2)
  const run: BulkRun = await begin()

  const seen = await preview(db, given.officerSouth, { workflow: 'shift', deed: approve, ids })
  expect(seen).toMatchObject({ total: 0, groups: [] })
  const start0 = inTx(db, (tx) =>
    start(tx, given.officerSouth, { workflow: 'shift', deed: approve, ids, expected: 2 }),
  )
  await expect(start0).rejects.toMatchObject({ code: 'nothing_selected' })
  await expect(getRun(db, given.officerNorth2, run.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(inTx(db, (tx) => undo(tx, given.officerNorth2, run.id))).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await getRun(db, given.admin, run.id)).toMatchObject({ id: run.id, mayCancel: true })
  await expect(inTx(db, (tx) => undo(tx, given.admin, run.id))).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(preview(db, given.vendor, { workflow: 'shift', deed: approve, ids })).rejects.toMatchObject({
    code: 'not_permitted',
  })
})

test('a rejection in bulk needs its reason, and what is no bulk action is none', async () => {
  const { db, given, ids } = await town(2)
  const see = (deed: BulkDeed) => preview(db, given.officerNorth, { workflow: 'shift', deed, ids })

  await expect(see({ kind: 'act', action: 'reject' })).rejects.toMatchObject({ code: 'reason_required' })
  await expect(see({ kind: 'act', action: 'cancel' })).rejects.toMatchObject({ code: 'not_in_bulk' })
  await expect(see({ kind: 'act', action: 'explode' })).rejects.toMatchObject({ code: 'unknown_action' })
  expect(await see({ kind: 'act', action: 'reject', reason: 'overlap' })).toMatchObject({ total: 2 })
})

test('many cases are given to one person, who hears of it once, and are given back', async () => {
  const { db, given, ids, begin } = await town(3)
  const run = await begin(given.officerNorth, { kind: 'assign', personId: given.officerNorth2.id })
  await runJobs(db)

  expect(await getCase(db, given.officerNorth, ids[0]!)).toMatchObject({
    assignee: { id: given.officerNorth2.id },
  })
  expect((await newsOf(db, given.officerNorth2))[0]!.title).toContain('(3)')
  await inTx(db, (tx) => undo(tx, given.officerNorth, run.id))
  await runJobs(db)
  expect(await getCase(db, given.officerNorth, ids[0]!)).toMatchObject({ assignee: null })
})

test('those who are awaited are reminded, once each, and nothing changes', async () => {
  const { db, given, ids, begin } = await town(3)
  const run = await begin(given.officerNorth, { kind: 'remind', note: 'Before noon, please.' })
  await runJobs(db)

  expect(await getRun(db, given.officerNorth, run.id)).toMatchObject({
    state: 'done',
    counts: { done: 3 },
    mayUndo: false,
  })
  expect((await newsOf(db, given.officerNorth2))[0]!.title).toContain('(3)')
  expect((await newsOf(db, given.vendor)).length).toBe(0)
  expect(await getCase(db, given.officerNorth, ids[0]!)).toMatchObject({ state: 'pending', version: 1 })
  await expect(inTx(db, (tx) => undo(tx, given.officerNorth, run.id))).rejects.toMatchObject({
    code: 'not_undoable',
  })
})

/** Has people told of runs, and leaves all mails on the queue. */
async function tellOnly(db: Db): Promise<void> {
  const { rows } = await sql<{ payload: { runId: string; eventId: string } }>`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = 'tell_bulk' returning j.payload`.execute(db)
  for (const { payload } of rows) await tellRun(db, payload)
}
