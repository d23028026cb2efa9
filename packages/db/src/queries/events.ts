import { type Selectable, sql } from 'kysely'
import type { Db, Schema, Tx } from '../schema.ts'
import { prepared, send, written } from '../statements.ts'

export type EventRow = Selectable<Schema['events']>

export async function insertEvent(tx: Tx, event: EventRow): Promise<void> {
  await send(tx, tx.insertInto('events').values({ ...event, data: JSON.stringify(event.data) }))
}

export const eventColumns = [
  'id',
  'at',
  'type',
  'actor_id',
  'actor_kind',
  'actor_name',
  'actor_key_id',
  'case_id',
  'data',
  'request_id',
  'ip',
  'user_agent',
  'run_id',
] as const

const eventById = written((db, id: string) =>
  db.selectFrom('events').select(eventColumns).where('id', '=', id),
)

export async function findEvent(db: Db, id: string): Promise<EventRow | undefined> {
  return (await prepared(db, eventById(id))).rows[0]
}

/** Those that there are, in no order. */
export const listEvents = (db: Db, ids: string[]): Promise<EventRow[]> =>
  db
    .selectFrom('events')
    .select(eventColumns)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()

/** A case's events, oldest first. A case has few; the newest 500 are kept for the page. */
export async function listCaseEvents(db: Db, caseId: string): Promise<EventRow[]> {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  return rows.reverse()
}

/** The last event that changed the case, or brought it to where it is: by whom, and when. What only told people is none. */
export const findLastChange = (
  db: Db,
  caseId: string,
  { ofState }: { ofState: boolean },
): Promise<EventRow | undefined> =>
  db
    .selectFrom('events')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('type', 'not like', 'case.%')
    .where(
      ofState
        ? sql<boolean>`data -> 'after' ? 'state'`
        : sql<boolean>`(data ? 'before' or data -> 'after' ? 'state')`,
    )
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
