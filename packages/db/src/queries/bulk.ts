import type { Origin } from '@belfry/shared'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { type QueueFilter, inQueue } from './queues.ts'

/** Cases that somebody picked: all that the filter of a queue matches, or of those these ones. */
export interface Picked {
  filter: QueueFilter
  ids: string[] | null
}

const picked = ({ filter, ids }: Picked, now: Date): RawBuilder<boolean> =>
  ids === null ? inQueue(filter, now) : sql<boolean>`(c.id = any(${ids}::uuid[]) and ${inQueue(filter, now)})`

/** The ids of picked cases, in their order. */
export async function listPicked(
  db: Db,
  pick: Picked,
  { after = null, limit }: { after?: string | null; limit: number },
  now: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c where ${picked(pick, now)} and (${after}::uuid is null or c.id > ${after}::uuid)
    order by c.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export interface RunRow {
  id: string
  personId: string
  personName: string
  actor: { kind: 'person' | 'program'; name: string; keyId?: string; origin?: Origin }
  workflow: string
  deed: unknown
  assigneeName: string | null
  state: string
  total: number
  counts: Record<string, number>
  /** Something of it is yet to be told. */
  owesNews: boolean
  startedAt: Date
  finishedAt: Date | null
  undoneAt: Date | null
}

const selectRuns = (db: Db) =>
  db
    .selectFrom('bulk_runs as r')
    .innerJoin('people as p', 'p.id', 'r.person_id')
    .select([
      'r.id',
      'r.person_id as personId',
      'p.name as personName',
      sql<RunRow['actor']>`r.actor`.as('actor'),
      'r.workflow',
      'r.deed',
      sql<string | null>`(select name from people where id::text = r.deed ->> 'personId')`.as('assigneeName'),
      'r.state',
      'r.total',
      sql<Record<string, number>>`(
        select coalesce(json_object_agg(state, n), '{}')
        from (select state, count(*) as n from bulk_items i where i.run_id = r.id group by state) c)`.as(
        'counts',
      ),
      sql<boolean>`exists (select from bulk_news n where n.run_id = r.id and n.state = 'untold')`.as(
        'owesNews',
      ),
      'r.started_at as startedAt',
      'r.finished_at as finishedAt',
      'r.undone_at as undoneAt',
    ])

export const findRun = (db: Db, id: string): Promise<RunRow | undefined> =>
  selectRuns(db).where('r.id', '=', id).executeTakeFirst()

/** What is needed to go on with a run: its figures left out, which take a count. */
export const findRunToDo = (db: Db, id: string) =>
  db
    .selectFrom('bulk_runs')
    .select(['id', 'person_id as personId', 'workflow', 'deed', 'state', 'total', 'ends'])
    .select(sql<RunRow['actor']>`actor`.as('actor'))
    .where('id', '=', id)
    .executeTakeFirst()
export type RunToDo = NonNullable<Awaited<ReturnType<typeof findRunToDo>>>

/** Runs of one person, or of all where none is named, newest first. */
export function listRuns(
  db: Db,
  personId: string | null,
  page: { cursor?: string | null | undefined; limit: number },
): Promise<RunRow[]> {
  let query = selectRuns(db).orderBy('r.id', 'desc').limit(page.limit)
  if (personId) query = query.where('r.person_id', '=', personId)
  if (page.cursor) query = query.where('r.id', '<', page.cursor)
  return query.execute()
}

/** The state of a run, held until the transaction ends. */
export async function lockRun(tx: Tx, id: string): Promise<{ state: string; total: number } | undefined> {
  return tx
    .selectFrom('bulk_runs')
    .select(['state', 'total'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Whether a run is over; nobody has it go on or takes it back until the transaction ends. */
export async function holdEnded(tx: Tx, id: string): Promise<boolean> {
  const run = await tx
    .selectFrom('bulk_runs')
    .select('state')
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
  return run !== undefined && run.state !== 'running' && run.state !== 'undoing'
}

export interface NewRun {
  id: string
  personId: string
  actor: RunRow['actor']
  workflow: string
  deed: unknown
  at: Date
}

/** Writes a run and freezes what is picked into its items; returns how many they are, at most `limit`. */
export async function insertRun(tx: Tx, run: NewRun, pick: Picked, limit: number): Promise<number> {
  await tx
    .insertInto('bulk_runs')
    .values({
      id: run.id,
      person_id: run.personId,
      actor: JSON.stringify(run.actor),
      workflow: run.workflow,
      deed: JSON.stringify(run.deed),
      total: 0,
      started_at: run.at,
    })
    .execute()
  const { rows } = await sql<{ n: number }>`
    with found as (
      select c.id, c.version from cases c where ${picked(pick, run.at)} order by c.id limit ${limit}
    ),
    frozen as (
      insert into bulk_items (run_id, place, case_id, version)
      select ${run.id}::uuid, row_number() over (order by id), id, version from found returning 1
    ),
    counted as (select count(*)::int as n from frozen)
    update bulk_runs set total = n from counted where id = ${run.id}::uuid returning n`.execute(tx)
  // The run was written by a statement before, so this one sees it.
  return rows[0]!.n
}

export async function setRunState(
  tx: Tx,
  id: string,
  change: { state: string; finishedAt?: Date; undoneAt?: Date; actor?: RunRow['actor'] },
): Promise<void> {
  await tx
    .updateTable('bulk_runs')
    .set({
      state: change.state,
      finished_at: change.finishedAt,
      undone_at: change.undoneAt,
      actor: change.actor && JSON.stringify(change.actor),
    })
    .where('id', '=', id)
    .execute()
}

/** Notes the event of an end, under which people are told. */
export async function addEnd(tx: Tx, id: string, eventId: string): Promise<void> {
  await sql`update bulk_runs set ends = ends || ${eventId}::uuid where id = ${id}::uuid`.execute(tx)
}

export interface ItemToDo {
  place: number
  caseId: string
  version: number
  leftVersion: number | null
  before: unknown
  eventId: string | null
}

/** The next items of a run that are in this state, held; those that another worker holds are left to it. */
export const lockItems = (tx: Tx, runId: string, state: string, limit: number): Promise<ItemToDo[]> =>
  tx
    .selectFrom('bulk_items')
    .select(['place', 'case_id as caseId', 'version', 'left_version as leftVersion', 'before'])
    .select('event_id as eventId')
    .where('run_id', '=', runId)
    .where('state', '=', state)
    .orderBy('place')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()

export const hasItems = async (db: Db, runId: string, state: string): Promise<boolean> =>
  (await db
    .selectFrom('bulk_items')
    .select('place')
    .where('run_id', '=', runId)
    .where('state', '=', state)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** What became of an item. */
export interface Settled {
  place: number
  state: string
  code?: string
  message?: string
  leftVersion?: number
  before?: unknown
  eventId?: string
}

/**
 * Says what became of items that are in the state `from`; others have been settled by another worker meanwhile. What is left
 * out stays as it was, but for the reason why something did not work. Returns how many were settled.
 */
export async function settleItems(tx: Tx, runId: string, from: string, settled: Settled[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update bulk_items i set state = s.state, code = s.code, message = s.message,
      left_version = coalesce(s."leftVersion", i.left_version), before = coalesce(s.before, i.before),
      event_id = coalesce(s."eventId", i.event_id)
    from json_to_recordset(${JSON.stringify(settled)}::json) as s(place int, state text, code text, message text,
      "leftVersion" int, before jsonb, "eventId" uuid)
    where i.run_id = ${runId}::uuid and i.place = s.place and i.state = ${from}`.execute(tx)
  return Number(numAffectedRows)
}

/** Moves all items of a run from some states to another one. Returns how many they were. */
export async function moveItems(tx: Tx, runId: string, from: string[], to: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('bulk_items')
    .set({ state: to, code: null, message: null })
    .where('run_id', '=', runId)
    .where('state', 'in', from)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Has items done again, with their cases as they are now. Returns how many. */
export async function retryItems(tx: Tx, runId: string, from: string[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update bulk_items i set state = 'waiting', code = null, message = null, version = c.version
    from cases c where i.run_id = ${runId}::uuid and i.state = any(${from}::text[]) and c.id = i.case_id`.execute(
    tx,
  )
  return Number(numAffectedRows)
}

export interface ItemRow {
  place: number
  caseId: string
  state: string
  code: string | null
  message: string | null
}

/** Items of a run in their order, after a place. */
export function listItems(
  db: Db,
  runId: string,
  { state, after, limit }: { state?: string | undefined; after: number; limit: number },
): Promise<ItemRow[]> {
  const query = db
    .selectFrom('bulk_items')
    .select(['place', 'case_id as caseId', 'state', 'code', 'message'])
    .where('run_id', '=', runId)
    .where('place', '>', after)
    .orderBy('place')
    .limit(limit)
  return (state ? query.where('state', '=', state) : query).execute()
}
