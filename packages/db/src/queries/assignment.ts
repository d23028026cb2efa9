import type { CaseFacts, Who } from '@belfry/shared/machine'
import type { Assignment } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { send } from '../statements.ts'
import { sortable } from './access.ts'
import { peopleOf } from './audiences.ts'
import { escapeLike } from './people.ts'

/** Whose turn a case is, as rules (see shared/machine/handling.ts), and who sees it where not all of them do. */
export interface Turns {
  turns: readonly { by: readonly Who[]; not: readonly string[] }[]
  sight: readonly Who[] | null
}

export interface Candidate {
  id: string
  name: string
  /** Open cases of the workflow that were given to him. */
  open: number
  awayUntil: Date | null
  /** How many candidates there are. */
  among: number
}

const candidates = ({ turns, sight }: Turns, item: CaseFacts): RawBuilder<unknown> => {
  const chosen = turns.map(
    ({ by, not }) => sql`
      select person_id from (${peopleOf(by, item)}) b(person_id) where person_id <> all(${[...not]}::uuid[])`,
  )
  return sql`
    select p.id, p.name, p.sort_name, p.away_until as "awayUntil", (count(*) over ())::int as among,
      (select count(*) from cases k where k.assignee_id = p.id and k.workflow = ${item.workflow} and k.closed_at is null)::int as open
    from (select distinct person_id from (${sql.join(chosen, sql` union all `)}) u) d join people p on p.id = d.person_id
    where p.deactivated_at is null ${sight ? sql`and p.id in (${peopleOf(sight, item)})` : sql``}`
}

/** Whom a case could be given to, those with least to do first; at most 50, whose names hold `search`. */
export async function listCandidates(
  db: Db,
  turns: Turns,
  item: CaseFacts,
  search: string,
): Promise<Candidate[]> {
  if (turns.turns.length === 0) return []
  const { rows } = await sql<Candidate>`
    select * from (${candidates(turns, item)}) c where sort_name like ${`%${escapeLike(sortable(search))}%`}
    order by open, sort_name, id limit 50`.execute(db)
  return rows
}

const isThere = (at: Date) => sql`(p.away_until is null or p.away_until <= ${at})`

/** Whether it is this person's turn, and he is there. */
export async function isCandidate(
  db: Db,
  turns: Turns,
  item: CaseFacts,
  personId: string,
  at: Date,
): Promise<boolean> {
  if (turns.turns.length === 0) return false
  const { rows } = await sql`
    select from (${candidates(turns, item)} and ${isThere(at)}) c where id = ${personId}`.execute(db)
  return rows.length > 0
}

/** Who gets a case: whoever comes after `lastId` in turn, or has least to do. Who is away is passed over. */
export async function findCandidate(
  db: Db,
  turns: Turns,
  item: CaseFacts,
  { how, lastId, at }: { how: Exclude<Assignment, 'manual'>; lastId: string | null; at: Date },
): Promise<Candidate | undefined> {
  if (turns.turns.length === 0) return undefined
  const inTurn = sql`(${lastId}::uuid is null or id > ${lastId}::uuid) desc, id`
  const { rows } = await sql<Candidate>`
    select * from (${candidates(turns, item)} and ${isThere(at)}) c
    order by ${how === 'least_loaded' ? sql`open, ${inTurn}` : inTurn} limit 1`.execute(db)
  return rows[0]
}

export async function setAssignee(tx: Tx, caseId: string, personId: string | null): Promise<void> {
  await send(tx, tx.updateTable('cases').set({ assignee_id: personId }).where('id', '=', caseId))
}

export interface QueueRule {
  workflow: string
  scope: string | null
  assignment: Assignment
  lastId: string | null
}

const rules = (db: Db) =>
  db
    .selectFrom('queue_settings')
    .select(['workflow', 'scope', sql<Assignment>`assignment`.as('assignment'), 'last_id as lastId'])

/** The rule for a queue and place, held until the transaction ends: one case after the other is given. */
export const lockQueueRule = (
  tx: Tx,
  workflow: string,
  scope: string | null,
): Promise<QueueRule | undefined> =>
  rules(tx)
    .where('workflow', '=', workflow)
    .where((eb) => eb.or([eb('scope', 'is', null), eb('scope', '=', scope)]))
    .orderBy('scope', (order) => order.asc().nullsLast())
    .limit(1)
    .forUpdate()
    .executeTakeFirst()

export const listQueueRules = (db: Db): Promise<QueueRule[]> => rules(db).limit(10_000).execute()

/** True while cases of this queue are given to people by themselves; part of a statement that makes the job for it. */
export const isGivenByRule = (workflow: string): RawBuilder<boolean> =>
  sql`exists (select from queue_settings where workflow = ${workflow} and assignment <> 'manual')`

export async function noteLast(tx: Tx, rule: QueueRule, personId: string): Promise<void> {
  await tx
    .updateTable('queue_settings')
    .set({ last_id: personId })
    .where('workflow', '=', rule.workflow)
    .where('scope', rule.scope === null ? 'is' : '=', rule.scope)
    .execute()
}

/** Sets the rule of a queue, or of one place in it; null takes a place's own rule away. Returns what it was. */
export async function putQueueRule(
  tx: Tx,
  change: {
    workflow: string
    scope: string | null
    assignment: Assignment | null
    at: Date
    by: string
  },
): Promise<Assignment | null> {
  const { workflow, scope, assignment, at, by } = change
  const own = rules(tx)
    .where('workflow', '=', workflow)
    .where('scope', scope === null ? 'is' : '=', scope)
  const before = await own.forUpdate().executeTakeFirst()
  if (assignment === null)
    await tx
      .deleteFrom('queue_settings')
      .where('workflow', '=', workflow)
      .where('scope', scope === null ? 'is' : '=', scope)
      .execute()
  else
    await tx
      .insertInto('queue_settings')
      .values({ workflow, scope, assignment, last_id: null, changed_at: at, changed_by: by })
      .onConflict((conflict) =>
        conflict.columns(['workflow', 'scope']).doUpdateSet({ assignment, changed_at: at, changed_by: by }),
      )
      .execute()
  return before?.assignment ?? null
}
