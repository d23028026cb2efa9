import type { Viewers } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db } from '../schema.ts'

/** Somebody who has a case open at one process. */
export interface Seat {
  caseId: string
  personId: string
  since: Date
}

/** Writes who came and removes who left, in one statement each. Triggers tell all processes which cases it is about. */
export async function syncPresence(db: Db, processId: string, came: Seat[], left: Seat[]): Promise<void> {
  if (left.length > 0)
    await sql`
      delete from presence p using json_to_recordset(${JSON.stringify(left)}::json) as l("caseId" uuid, "personId" uuid)
      where p.case_id = l."caseId" and p.person_id = l."personId" and p.process_id = ${processId}`.execute(db)
  if (came.length > 0)
    await sql`
      insert into presence (case_id, person_id, process_id, since)
      select "caseId", "personId", ${processId}, since
      from json_to_recordset(${JSON.stringify(came)}::json) as c("caseId" uuid, "personId" uuid, since timestamptz)
      where exists (select from processes where id = ${processId})
      on conflict do nothing`.execute(db)
}

const NAMED = 10

/** Who has these cases open, the first to come first; cases that nobody has open are left out. */
export async function listViewers(db: Db, caseIds: string[]): Promise<Viewers[]> {
  const { rows } = await sql<Viewers>`
    select case_id as "caseId", count(*)::int as total,
      coalesce(json_agg(json_build_object('id', id, 'name', name) order by since, id) filter (where place <= ${NAMED}), '[]') as people
    from (
      select v.case_id, v.since, p.id, p.name, row_number() over (partition by v.case_id order by v.since, p.id) as place
      from (
        select case_id, person_id, min(since) as since from presence
        where case_id = any(${caseIds}::uuid[]) group by case_id, person_id
      ) v join people p on p.id = v.person_id
    ) seats group by case_id`.execute(db)
  return rows
}

/** Cases of a workflow that somebody has open; those that were opened last, where there are more than `limit`. */
export async function listViewedCases(db: Db, workflow: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select v.case_id as id from presence v join cases c on c.id = v.case_id
    where c.workflow = ${workflow} group by v.case_id order by max(v.since) desc limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
