import { sql } from 'kysely'
import type { Db } from '../schema.ts'
import { type AuditRow, auditColumns } from './audit.ts'
import { type Condition, plainQuery } from './inbox-filter.ts'
import { escapeLike } from './people.ts'

/** What the trail is asked for. All of it has to hold. */
export interface AuditFilter {
  /** Of several any; an empty list finds nothing. */
  actions?: string[]
  /** `shift.`, where it ends with a dot. */
  actionPrefix?: string
  /** Null is the system, and whoever was not signed in. */
  actors?: (string | null)[]
  targetKind?: string
  targetId?: string
  caseId?: string
  requestId?: string
  ip?: string
  from?: Date
  before?: Date
  words?: string
  /** Only what is in the chain up to this number. */
  sealedTo?: number
}

export interface AuditPage {
  after: { at: string; id: string } | null
  limit: number
  /** Newest first otherwise. */
  oldestFirst?: boolean
}

/** Entries in the order of their time. Each filter is a walk along its index, which ends when the page is full. */
export async function searchAudit(db: Db, filter: AuditFilter, page: AuditPage): Promise<AuditRow[]> {
  const { actors, actions, words } = filter
  if (actors?.length === 0 || actions?.length === 0) return []
  const query = words === undefined ? undefined : plainQuery(words)
  if (!query) return walk(db, walksOf(filter), page, page.limit)

  // What is common is among the newest; what is not is left to the index of words.
  const near = await walk(db, walksOf(filter), page, NEAR, query)
  if (near.length >= page.limit) return near
  return walk(db, [[...conditionsOf(filter), isAnyOf(filter), sql`words @@ ${query}`]], page, page.limit)
}

const NEAR = 2_500

const columns = sql.join(auditColumns.map((name) => sql.ref(name)))

/** The first of several walks together, each of which looks at so many at most; with `query` those that have its words. */
async function walk(
  db: Db,
  walks: Condition[][],
  { after, limit, oldestFirst }: AuditPage,
  most: number,
  query?: Condition,
): Promise<AuditRow[]> {
  const order = oldestFirst ? sql`order by at, id` : sql`order by at desc, id desc`
  const place = after && sql`(${after.at}::timestamptz, ${after.id}::uuid)`
  const behind = place ? (oldestFirst ? sql`(at, id) > ${place}` : sql`(at, id) < ${place}`) : sql`true`
  const each = walks.map(
    (conditions) => sql`
      (select ${columns}, words from audit_entries where ${sql.join([behind, ...conditions], sql` and `)}
      ${order} limit ${most})`,
  )
  const { rows } = await sql<AuditRow>`
    select ${columns} from (select * from (${sql.join(each, sql` union all `)}) w ${order} limit ${most}) e
    where ${query ? sql`words @@ ${query}` : sql`true`} ${order} limit ${limit}`.execute(db)
  return rows
}

/** Of several people or actions each has a walk of its own: together they would have to be sorted. */
function walksOf(filter: AuditFilter): Condition[][] {
  const { actors, actions } = filter
  const all = conditionsOf(filter)
  if (actors) return actors.map((id) => [...all, isActor(id), ...(actions ? [isAction(actions)] : [])])
  if (actions) return actions.map((action) => [...all, sql`action = ${action}`])
  return [all]
}

const isActor = (id: string | null): Condition =>
  id === null ? sql`actor_id is null` : sql`actor_id = ${id}::uuid`

const isAction = (actions: string[]): Condition => sql`action = any(${actions}::text[])`

function isAnyOf({ actors, actions }: AuditFilter): Condition {
  const isOne = actors && sql`(${sql.join(actors.map(isActor), sql` or `)})`
  return sql.join([isOne ?? sql`true`, actions ? isAction(actions) : sql`true`], sql` and `)
}

/** All that is asked, people and actions excepted. */
function conditionsOf(filter: AuditFilter): Condition[] {
  const { actionPrefix, targetKind, targetId, caseId, requestId, ip, from, before, sealedTo } = filter
  const conditions = [
    actionPrefix !== undefined && sql`action like ${`${escapeLike(actionPrefix)}%`}`,
    targetKind !== undefined && sql`target_kind = ${targetKind}`,
    targetId !== undefined && sql`target_id = ${targetId}`,
    caseId !== undefined && sql`case_id = ${caseId}::uuid`,
    requestId !== undefined && sql`request_id = ${requestId}`,
    ip !== undefined && sql`ip = ${ip}`,
    from !== undefined && sql`at >= ${from}`,
    before !== undefined && sql`at < ${before}`,
    sealedTo !== undefined && sql`seq <= ${sealedTo}`,
  ]
  return conditions.filter((condition) => condition !== false)
}

const ACTORS = 40

/** People whose name contains this text, or whose address it is: at most forty. */
export async function listActors(db: Db, text: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select('id')
    .where((where) =>
      text.includes('@')
        ? where('email', '=', text.toLowerCase())
        : where('name', 'ilike', `%${escapeLike(text)}%`),
    )
    .orderBy('id')
    .limit(ACTORS)
    .execute()
  return rows.map(({ id }) => id)
}
