import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { prepared } from '../statements.ts'

/** A mail that is due, held by the transaction that asked. */
export interface DueMail {
  id: string
  attempts: number
  rounds: number
  passed: string[]
  refusedBy: string[]
  boundTo: string | null
  domain: string
  /** Where mails to its domain go out one by one: when the next one may, and how long apart they are. */
  slow: { freeInMs: number; gapMs: number } | null
}

/** The next mails that are due, urgent ones first. Those that another worker holds are left to it. */
export async function lockDueMail(tx: Tx, now: Date, limit: number): Promise<DueMail[]> {
  const next = (urgent: boolean) => sql`
    select id, person_id, attempts, rounds, passed, refused_by, bound_to, next_at, urgent from deliveries
    where next_at <= ${now}::timestamptz and urgent = ${sql.lit(urgent)} order by next_at limit ${limit}::int
    for update skip locked`
  const { rows } = await prepared(
    tx,
    sql<DueMail>`
    with urgent as materialized (${next(true)}), others as materialized (${next(false)}),
    due as (
      select * from (select * from urgent union all select * from others) d order by urgent desc, next_at limit ${limit}::int
    )
    select d.id, d.attempts, d.rounds, d.passed, d.refused_by as "refusedBy", d.bound_to as "boundTo",
      split_part(lower(p.email), '@', 2) as domain,
      case when s.domain is not null then json_build_object('gapMs', s.gap_ms,
        'freeInMs', greatest(0, extract(epoch from s.free_at - clock_timestamp()) * 1000)::int) end as slow
    from due d join people p on p.id = d.person_id
    left join slow_domains s on s.domain = split_part(lower(p.email), '@', 2) and s.until > clock_timestamp()
    order by d.urgent desc, d.next_at`,
  )
  return rows
}

/** Mails that cannot go out now. `round`: every provider has said no, so all are asked again. */
export async function putOff(tx: Tx, mails: { id: string; at: Date; round: boolean }[]): Promise<void> {
  if (mails.length === 0) return
  await sql`update deliveries d set next_at = m.at, rounds = d.rounds + m.round::int,
      passed = case when m.round then '{}' else d.passed end
    from json_to_recordset(${JSON.stringify(mails)}::json) as m(id uuid, at timestamptz, round boolean)
    where d.id = m.id`.execute(tx)
}

/** When the next mail is due that nobody holds; it may be overdue. */
export async function nextMailDue(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select least((select next_at from deliveries where next_at is not null and urgent order by next_at limit 1),
      (select next_at from deliveries where next_at is not null and not urgent order by next_at limit 1)) as at`.execute(
    db,
  )
  return rows[0]!.at
}

/**
 * Notes that a domain finds us too fast: mails to it go out further apart for ten minutes. Each time that it says so again
 * doubles the distance, up to a minute.
 */
export async function noteSlowDomain(db: Db, domain: string, said: string): Promise<void> {
  await sql`
    insert into slow_domains as s (domain, gap_ms, free_at, until, said)
    values (${domain}, 1000, now() + interval '1 second', now() + interval '10 minutes', ${said.slice(0, 500)})
    on conflict (domain) do update set said = excluded.said, until = excluded.until,
      -- What was under way when it said so the last time says nothing new.
      gap_ms = case when s.until <= now() then 1000 when s.until < now() + interval '595 seconds' then least(s.gap_ms * 2, 60000) else s.gap_ms end,
      free_at = greatest(s.free_at, excluded.free_at)`.execute(db)
}

/** Takes the next free moment of these domains, for all workers together. Returns those whose moment it was. */
export async function takeSlowDomains(db: Db, domains: string[]): Promise<string[]> {
  if (domains.length === 0) return []
  const { rows } = await sql<{ domain: string }>`
    update slow_domains set free_at = clock_timestamp() + gap_ms * interval '1 millisecond'
    where domain = any(${domains}) and free_at <= clock_timestamp() returning domain`.execute(db)
  return rows.map(({ domain }) => domain)
}
