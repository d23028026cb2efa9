import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { prepared, send, written } from '../statements.ts'

/** A case with the names that pages show beside it. */
export interface CaseRow {
  id: string
  workflow: string
  state: string
  version: number
  title: string
  stage: string | null
  scope: string | null
  scopeName: string | null
  /** The scope's IANA zone; times in messages are shown in it. */
  timeZone: string
  ownerId: string
  ownerName: string
  assigneeId: string | null
  assigneeName: string | null
  /** Who supervises the owner. */
  supervisorId: string | null
  /** The case that it hangs on, and the slot it is in there. */
  parentId: string | null
  parentWorkflow: string | null
  parentTitle: string | null
  parentOwnerId: string | null
  /** By what else it is decided who sees that one. */
  parentSight: {
    state: string
    assigneeId: string | null
    supervisorId: string | null
    /** Of the case that it hangs on itself. */
    parentOwnerId: string | null
    parts: { part: string; personId: string; own: boolean }[]
  } | null
  slot: string | null
  data: Record<string, unknown>
  /** People with a part in it (`own`) or in the case that it hangs on. */
  parts: { part: string; personId: string; name: string; own: boolean }[]
  approvals: { action: string; personId: string; name: string }[]
  children: { slot: string; workflow: string; state: string }[]
  /** Who works on it now. */
  claim: { personId: string; name: string; since: string } | null
  deciderId: string | null
  openedAt: Date
  changedAt: Date
  enteredAt: Date
  urgentAt: Date | null
  readyAt: Date | null
  dueAt: Date | null
  timedAt: Date
  closedAt: Date | null
}

/** Claims are those that count at this moment. */
export const selectCases = (db: Db, now: Date) =>
  db
    .selectFrom('cases as c')
    .innerJoin('people as o', 'o.id', 'c.owner_id')
    .leftJoin('people as a', 'a.id', 'c.assignee_id')
    .leftJoin('scopes as s', 's.id', 'c.scope')
    .leftJoin('cases as pc', 'pc.id', 'c.parent_id')
    .select([
      'c.id',
      'c.workflow',
      'c.state',
      'c.version',
      'c.title',
      'c.stage',
      'c.scope',
      's.name as scopeName',
      sql<string>`coalesce(s.time_zone, 'UTC')`.as('timeZone'),
      'c.owner_id as ownerId',
      'o.name as ownerName',
      'c.assignee_id as assigneeId',
      'a.name as assigneeName',
      'o.supervisor_id as supervisorId',
      'c.parent_id as parentId',
      'pc.workflow as parentWorkflow',
      'pc.title as parentTitle',
      'pc.owner_id as parentOwnerId',
      sql<CaseRow['parentSight']>`(
        select json_build_object('state', pc.state, 'assigneeId', pc.assignee_id, 'supervisorId', po.supervisor_id,
          'parentOwnerId', g.owner_id, 'parts', (
            select coalesce(json_agg(json_build_object('part', pp.part, 'personId', pp.person_id, 'own', pp.case_id = pc.id)), '[]')
            from case_participants pp where pp.case_id in (pc.id, pc.parent_id)))
        from people po left join cases g on g.id = pc.parent_id where po.id = pc.owner_id)`.as('parentSight'),
      'c.slot',
      'c.data',
      sql<CaseRow['parts']>`(
        select coalesce(json_agg(json_build_object('part', cp.part, 'personId', p.id, 'name', p.name, 'own', cp.case_id = c.id)
          order by cp.part), '[]')
        from case_participants cp join people p on p.id = cp.person_id where cp.case_id in (c.id, c.parent_id))`.as(
        'parts',
      ),
      sql<CaseRow['approvals']>`(
        select coalesce(json_agg(json_build_object('action', ap.action, 'personId', p.id, 'name', p.name) order by ap.at), '[]')
        from case_approvals ap join people p on p.id = ap.person_id where ap.case_id = c.id)`.as('approvals'),
      sql<CaseRow['children']>`(
        select coalesce(json_agg(json_build_object('slot', k.slot, 'workflow', k.workflow, 'state', k.state)), '[]')
        from cases k where k.parent_id = c.id)`.as('children'),
      sql<CaseRow['claim']>`(
        select json_build_object('personId', p.id, 'name', p.name, 'since', cl.since)
        from claims cl join people p on p.id = cl.person_id where cl.case_id = c.id and cl.expires_at > ${now}::timestamptz)`.as(
        'claim',
      ),
      'c.decider_id as deciderId',
      'c.opened_at as openedAt',
      'c.changed_at as changedAt',
      'c.entered_at as enteredAt',
      'c.urgent_at as urgentAt',
      'c.ready_at as readyAt',
      'c.due_at as dueAt',
      'c.timed_at as timedAt',
      'c.closed_at as closedAt',
    ])

export const findCase = (db: Db, id: string, now: Date): Promise<CaseRow | undefined> =>
  selectCases(db, now).where('c.id', '=', id).executeTakeFirst()

/** The case that an event is about. */
export async function findCaseOfEvent(db: Db, eventId: string, now: Date): Promise<CaseRow | undefined> {
  return (await prepared(db, caseOfEvent(eventId, now))).rows[0]
}

const caseOfEvent = written((db, eventId: string, now: Date) =>
  selectCases(db, now).where('c.id', '=', (eb) =>
    eb.selectFrom('events').select('case_id').where('id', '=', eventId),
  ),
)

export const listCasesById = (db: Db, ids: string[], now: Date): Promise<CaseRow[]> =>
  selectCases(db, now)
    .where(sql<boolean>`c.id = any(${ids}::uuid[])`)
    .execute()

/** The case, held until the transaction ends: two decisions on it happen one after the other. */
export async function lockCase(tx: Tx, id: string, now: Date): Promise<CaseRow | undefined> {
  // Two statements, in one packet: of what is read along with a lock only the row itself is as its last holder left it.
  // Approvals, children and claims would be those of before the wait.
  await send(tx, caseHeld(id))
  return (await prepared(tx, caseOf(id, now))).rows[0]
}

const caseHeld = written((db, id: string) =>
  db.selectFrom('cases').select('id').where('id', '=', id).forUpdate(),
)
const caseOf = written((db, id: string, now: Date) => selectCases(db, now).where('c.id', '=', id))

/** The same, unless somebody holds it right now. */
export async function lockFreeCase(tx: Tx, id: string, now: Date): Promise<CaseRow | undefined> {
  const free = tx.selectFrom('cases').select('id').where('id', '=', id).forUpdate().skipLocked()
  // Read only now that it is held: what was read along with the lock may be older.
  return (await free.executeTakeFirst()) && findCase(tx, id, now)
}

/** Those of these cases that nobody else holds right now, locked in the order of their ids. */
export async function lockFreeCases(tx: Tx, ids: string[], now: Date): Promise<CaseRow[]> {
  const held = await tx
    .selectFrom('cases')
    .select('id')
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute()
  return listCasesById(
    tx,
    held.map(({ id }) => id),
    now,
  )
}

export interface Part {
  part: string
  personId: string
}

/** The cases in which somebody has a part of this name, the newest first. */
export async function listCasesWithPart(
  db: Db,
  { part, personId }: Part,
  limit: number,
  now: Date,
): Promise<CaseRow[]> {
  const rows = await db
    .selectFrom('case_participants')
    .select('case_id')
    .where('person_id', '=', personId)
    .where('part', '=', part)
    .orderBy('case_id', 'desc')
    .limit(limit)
    .execute()
  return listCasesById(
    db,
    rows.map(({ case_id }) => case_id),
    now,
  )
}

const CHILDREN = 200

/** What hangs on a case, oldest first; of more than 200 the newest. */
export async function listChildren(db: Db, parentId: string, now: Date): Promise<CaseRow[]> {
  const newest = selectCases(db, now)
    .where('c.parent_id', '=', parentId)
    .orderBy('c.id', 'desc')
    .limit(CHILDREN)
  return (await newest.execute()).reverse()
}

/** How many cases hang in a slot, whatever became of them. */
export async function countChildren(db: Db, parentId: string, slot: string): Promise<number> {
  const { n } = await db
    .selectFrom('cases')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('parent_id', '=', parentId)
    .where('slot', '=', slot)
    .executeTakeFirstOrThrow()
  return n
}

/** Number fields of the cases that hang in a slot in one of the states, taken together; a field that none has is left out. */
export async function figuresOf(
  db: Db,
  { parentId, slot, states, fields }: { parentId: string; slot: string; states: string[]; fields: string[] },
): Promise<{ field: string; count: number; min: number; mean: number; max: number }[]> {
  const { rows } = await sql<{ field: string; count: number; min: number; mean: number; max: number }>`
    select field, count(*)::int as count, min(value) as min, avg(value) as mean, max(value) as max
    from (
      select f.field, f.place, (k.data ->> f.field)::float8 as value
      from cases k cross join unnest(${fields}::text[]) with ordinality f(field, place)
      where k.parent_id = ${parentId} and k.slot = ${slot} and k.state = any(${states}::text[])
        and jsonb_typeof(k.data -> f.field) = 'number'
    ) v group by field, place order by place`.execute(db)
  return rows
}

/** Children of a case that are not over, by id. */
export async function listOpenChildren(db: Db, parentId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('cases')
    .select('id')
    .where('parent_id', '=', parentId)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** The child of this person that is open in a slot, by id. */
export async function findOpenChild(
  db: Db,
  parentId: string,
  slot: string,
  ownerId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('cases')
    .select('id')
    .where('parent_id', '=', parentId)
    .where('slot', '=', slot)
    .where('owner_id', '=', ownerId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}

/** Cases to which something happens by itself by now, held; those that others hold are left to them. */
export async function lockDue(tx: Tx, now: Date, limit: number, except: string[] = []): Promise<CaseRow[]> {
  const held = await tx
    .selectFrom('cases')
    .select('id')
    .where('due_at', '<=', now)
    .where(sql<boolean>`id <> all(${except}::uuid[])`)
    .orderBy('due_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  // Read only now that they are held, like any case.
  return selectCases(tx, now)
    .where(sql<boolean>`c.id = any(${held.map(({ id }) => id)}::uuid[])`)
    .orderBy('c.due_at')
    .execute()
}

export const listParticipants = (db: Db, caseId: string) =>
  db
    .selectFrom('case_participants as cp')
    .innerJoin('people as p', 'p.id', 'cp.person_id')
    .select(['p.id', 'p.name', 'cp.part'])
    .where('cp.case_id', '=', caseId)
    .orderBy('cp.part')
    .limit(200)
    .execute()
