import { sql } from 'kysely'
import { channel } from '../notify.ts'
import type { Db, Tx } from '../schema.ts'
import { send } from '../statements.ts'

interface NewClaim {
  caseId: string
  personId: string
  at: Date
  until: Date
}

/**
 * Takes a case for somebody, or prolongs what he has; `takeOver` takes it from whoever has it. False where somebody else
 * has it: of two who try at once one gets it.
 */
export async function putClaim(
  tx: Tx,
  { caseId, personId, at, until }: NewClaim,
  { takeOver = false }: { takeOver?: boolean } = {},
): Promise<boolean> {
  const { rows } = await sql`
    insert into claims as c (case_id, person_id, since, expires_at)
    values (${caseId}, ${personId}, ${at}, ${until})
    on conflict (case_id) do update set person_id = excluded.person_id, expires_at = excluded.expires_at,
      since = case when c.person_id = excluded.person_id and c.expires_at > ${at} then c.since else excluded.since end
    where c.person_id = excluded.person_id or c.expires_at <= ${at} or ${takeOver}::boolean
    returning case_id`.execute(tx)
  return rows.length > 0
}

export async function clearClaim(tx: Tx, caseId: string): Promise<void> {
  await send(tx, tx.deleteFrom('claims').where('case_id', '=', caseId))
}

/** What of these cases the person worked on; nobody does now. */
export async function releaseClaims(tx: Tx, personId: string, caseIds: string[]): Promise<string[]> {
  if (caseIds.length === 0) return []
  const rows = await tx
    .deleteFrom('claims')
    .where('person_id', '=', personId)
    .where(sql<boolean>`case_id = any(${caseIds}::uuid[])`)
    .returning('case_id')
    .execute()
  return rows.map(({ case_id }) => case_id)
}

/** Prolongs the claims of those who have their case open at this process. What another one prolongs right now is left to it. */
export async function renewClaims(db: Db, processId: string, now: Date, until: Date): Promise<void> {
  await sql`
    with held as (
      select c.case_id from claims c
      join presence p on p.case_id = c.case_id and p.person_id = c.person_id and p.process_id = ${processId}
      where c.expires_at > ${now} and c.expires_at < ${until} for update of c skip locked
    )
    update claims c set expires_at = ${until} from held where c.case_id = held.case_id`.execute(db)
}

const BATCH = 500

/** Removes claims that nobody has prolonged, and says that their cases have changed. */
export async function removeLapsedClaims(db: Db, now: Date): Promise<number> {
  const { rows } = await sql`
    with lapsed as (
      select case_id from claims where expires_at <= ${now} order by expires_at limit ${BATCH} for update skip locked
    ),
    gone as (delete from claims c using lapsed l where c.case_id = l.case_id returning c.case_id)
    select pg_notify(${channel}, json_build_object('kind', 'case', 'caseId', c.id, 'workflow', c.workflow, 'scope', c.scope)::text)
    from gone join cases c on c.id = gone.case_id`.execute(db)
  return rows.length
}
