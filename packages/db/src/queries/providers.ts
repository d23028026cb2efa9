import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { prepared } from '../statements.ts'

// Who carries mail: health, rate and quota, shared by all workers. Time is this server's, since they all compare with it.

export interface ProviderSpec {
  name: string
  kind: string
  repeatable: boolean
  perSecond: number | null
  perDay: number | null
}

/** The providers of the settings, in their order. Others stay for what they have carried, and carry nothing more. */
export async function registerProviders(tx: Tx, providers: ProviderSpec[]): Promise<void> {
  const rows = JSON.stringify(providers.map((provider, position) => ({ ...provider, position })))
  await sql`update providers set position = null where name <> all(${providers.map(({ name }) => name)}) and position is not null`.execute(
    tx,
  )
  await sql`insert into providers as p (name, kind, position, repeatable, per_second, per_day, changed_at)
    select name, kind, position, repeatable, "perSecond", "perDay", now() from json_to_recordset(${rows}::json)
      as s(name text, kind text, position smallint, repeatable boolean, "perSecond" int, "perDay" int) order by name
    on conflict (name) do update set kind = excluded.kind, position = excluded.position, repeatable = excluded.repeatable,
      per_second = excluded.per_second, per_day = excluded.per_day`.execute(tx)
}

/** A probe whose worker died gives way to another after this time. */
const PROBE_LASTS = '60 seconds'

export interface ProviderHealth {
  name: string
  state: 'healthy' | 'resting'
  failures: number
  /** While it rests: in how many milliseconds it is tried again; null until somebody resumes it. */
  restMs: number | null
  /** Somebody is trying it with one mail. */
  isProbed: boolean
  /** How many mails it may still take in this second and on this day; null without a limit. */
  leftInSecond: number | null
  leftToday: number | null
}

export async function listProviderHealth(db: Db): Promise<ProviderHealth[]> {
  const { rows } = await prepared(
    db,
    sql<ProviderHealth>`
    select name, state, failures,
      case when state = 'resting' then greatest(0, extract(epoch from rest_until - clock_timestamp()) * 1000)::float8 end as "restMs",
      coalesce(state = 'resting' and probed_at > clock_timestamp() - ${sql.lit(PROBE_LASTS)}::interval, false) as "isProbed",
      per_second - case when second = date_trunc('second', clock_timestamp()) then second_used else 0 end as "leftInSecond",
      per_day - case when day = (clock_timestamp() at time zone 'UTC')::date then day_used else 0 end as "leftToday"
    from providers where position is not null order by position`,
  )
  return rows
}

/**
 * Takes up to that many places of this second and this day, all in one statement, so that workers never get more than there
 * are. One that has rested long enough gives a single place: the probe.
 */
export async function takePlaces(db: Db, name: string, wanted: number): Promise<number> {
  const { rows } = await prepared(
    db,
    sql<{ granted: number }>`
    with now as (select clock_timestamp() as at, date_trunc('second', clock_timestamp()) as second,
      (clock_timestamp() at time zone 'UTC')::date as day),
    held as (
      select p.*, case when p.second = now.second then p.second_used else 0 end as used_second,
        case when p.day = now.day then p.day_used else 0 end as used_day,
        case when p.state = 'healthy' then ${wanted}::int
          when p.rest_until <= now.at and coalesce(p.probed_at < now.at - ${sql.lit(PROBE_LASTS)}::interval, true) then 1
          else 0 end as open
      from providers p, now where p.name = ${name} for update of p
    ),
    granted as (
      select name, least(open, coalesce(per_second - used_second, open), coalesce(per_day - used_day, open)) as n from held
    )
    update providers p set second = now.second, second_used = h.used_second + g.n, day = now.day, day_used = h.used_day + g.n,
      probed_at = case when p.state = 'resting' then now.at end
    from held h, granted g, now where p.name = h.name and g.name = h.name and g.n > 0
    returning g.n as granted`,
  )
  return rows[0]?.granted ?? 0
}

/** From so much trouble in a row on, a provider rests. */
const TROUBLE_LIMIT = 5
const FIRST_REST_MS = 5_000
const LONGEST_REST_MS = 600_000
/** What it weighs: that a provider cannot be reached, and that it refused one mail for now or takes long to answer. */
export const troubleWeights = { down: 2, doubtful: 1 } as const

/**
 * Notes trouble with a provider. At the limit it rests, longer each time unless it was well for ten minutes; a probe that
 * fails lets it rest again. Returns whether it rests by that. `firstRestMs` is for tests.
 */
export async function noteTrouble(
  db: Db,
  name: string,
  trouble: keyof typeof troubleWeights,
  error: string,
  firstRestMs = FIRST_REST_MS,
): Promise<boolean> {
  const { rows } = await sql<{ rests: boolean }>`
    with held as (
      select name, state = 'healthy' and failures + ${troubleWeights[trouble]}::int >= ${TROUBLE_LIMIT}::int
          -- What was under way when it went to rest is no news.
          or state = 'resting' and probed_at is not null as tires,
        case when state = 'healthy' and changed_at < clock_timestamp() - interval '10 minutes' then 0 else rests end as before
      from providers where name = ${name} for update
    )
    update providers p set last_error = ${error.slice(0, 500)}, last_error_at = clock_timestamp(),
      failures = least(p.failures + ${troubleWeights[trouble]}::int, 1000),
      state = case when h.tires then 'resting' else p.state end,
      rests = case when h.tires then least(h.before + 1, 100) else p.rests end,
      rest_until = case when h.tires then clock_timestamp() + interval '1 millisecond' *
        least(${LONGEST_REST_MS}::float8, ${firstRestMs}::float8 * 2 ^ least(h.before, 20)) else p.rest_until end,
      probed_at = case when h.tires then null else p.probed_at end,
      changed_at = case when h.tires then clock_timestamp() else p.changed_at end
    from held h where p.name = h.name returning h.tires as rests`.execute(db)
  return rows[0]?.rests ?? false
}

/** It took a mail: what was before is forgotten. One that a person put to rest stays there. */
export async function noteWell(db: Db, name: string): Promise<void> {
  await sql`update providers set changed_at = case when state = 'resting' then clock_timestamp() else changed_at end,
      failures = 0, state = 'healthy', rest_until = null, probed_at = null
    where name = ${name} and (state = 'resting' and probed_at is not null or state = 'healthy' and failures > 0)`.execute(
    db,
  )
}

/** Until somebody resumes it. False where there is none of that name. */
export async function restProvider(tx: Tx, name: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update providers set state = 'resting', rest_until = null, probed_at = null,
    changed_at = clock_timestamp() where name = ${name} and position is not null`.execute(tx)
  return numAffectedRows === 1n
}

export async function resumeProvider(tx: Tx, name: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update providers set state = 'healthy', rest_until = null, probed_at = null,
    failures = 0, rests = 0, changed_at = clock_timestamp() where name = ${name} and position is not null`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export interface ProviderRow {
  name: string
  kind: string
  position: number | null
  state: 'healthy' | 'resting'
  restUntil: Date | null
  failures: number
  perSecond: number | null
  perDay: number | null
  usedToday: number
  lastError: string | null
  lastErrorAt: Date | null
  changedAt: Date
}

/** All of them, those of the settings first and in their order. */
export async function listProviders(db: Db): Promise<ProviderRow[]> {
  const { rows } = await sql<ProviderRow>`
    select name, kind, position, state, rest_until as "restUntil", failures, per_second as "perSecond", per_day as "perDay",
      case when day = (clock_timestamp() at time zone 'UTC')::date then day_used else 0 end as "usedToday",
      last_error as "lastError", last_error_at as "lastErrorAt", changed_at as "changedAt"
    from providers order by position nulls last, name limit 100`.execute(db)
  return rows
}
