import { type DigestRhythm, type QuietWindow, outcomes, rhythms } from '@belfry/shared/delivery'
import { jobs } from '@belfry/shared/jobs'
import { sql } from 'kysely'
import { jobsFrom } from '../enqueue.ts'
import type { Tx } from '../schema.ts'

// What waits for its time: for the end of quiet hours, or for going unseen (`due_at` says when), or for a digest (its moment is in `digests`).

const MAIL_SHIFT = 4
const READ_BEFORE = 'Read before it was due.'
const UNSUBSCRIBED = 'Unsubscribed before it was due.'
/** Whoever has read a message, put it away or snoozed it knows of it; so does he whose message is gone. */
const isKnown = sql`coalesce(n.state not in (0, 5), true)`
const isQuiet = (now: Date) =>
  sql`coalesce(p.quiet_from <= ${now}::timestamptz and p.quiet_to > ${now}::timestamptz, false)`

export interface QuietPerson {
  id: string
  timeZone: string | null
  quiet: QuietWindow[]
}

/** People whose quiet span has passed, held; those whom somebody else holds are left to him. */
export async function lockPassedQuiet(tx: Tx, now: Date, limit: number): Promise<QuietPerson[]> {
  const { rows } = await sql<QuietPerson>`
    select id, time_zone as "timeZone", coalesce(quiet, '[]') as quiet from people
    where quiet_to <= ${now}::timestamptz order by quiet_to limit ${limit}::int for update skip locked`.execute(
    tx,
  )
  return rows
}

export async function moveQuiet(
  tx: Tx,
  spans: { id: string; from: Date | null; to: Date | null }[],
): Promise<void> {
  await sql`update people p set quiet_from = s."from", quiet_to = s."to"
    from json_to_recordset(${JSON.stringify(spans)}::json) as s(id uuid, "from" timestamptz, "to" timestamptz)
    where p.id = s.id`.execute(tx)
}

/**
 * Lets the next deliveries go that are due, and queues their mails, pushes and calls; what was read meanwhile is withdrawn, and
 * what belongs to somebody who is quiet again waits on. Returns how many it was about.
 */
export async function releaseHeld(tx: Tx, now: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    with due as (
      select d.id, d.person_id, d.event_id, d.digest_id from deliveries d
      where d.due_at <= ${now}::timestamptz and d.state = 'held'
      order by d.due_at limit ${limit}::int for update skip locked
    ),
    judged as (
      -- A digest that waited for its channel has more in it than the message that carries it.
      select d.id, p.quiet_to, ${isQuiet(now)} as quiet, ${isKnown} and d.digest_id is null as known
      from due d join people p on p.id = d.person_id
      left join notifications n on n.person_id = d.person_id and n.event_id = d.event_id
    ),
    changed as (
      update deliveries d set
        state = case when j.known then 'withdrawn' when j.quiet then 'held' else 'queued' end,
        due_at = case when j.quiet and not j.known then j.quiet_to end,
        next_at = case when d.channel = 'mail' and not j.known and not j.quiet then ${now}::timestamptz end,
        error = case when j.known then ${READ_BEFORE}::text end
      from judged j where d.id = j.id returning d.id, d.channel, d.state, d.event_id, d.person_id
    )
    select (select count(*) from changed)::int as size,
      ${jobsFrom(jobs.sendMail, sql`select '{}'::json where exists (select from changed where channel = 'mail' and state = 'queued')`)} as mails,
      ${jobsFrom(jobs.sendPush, sql`select json_build_object('deliveryId', id) from changed where channel = 'push' and state = 'queued'`)} as pushes,
      ${jobsFrom(jobs.tellEndpoints, sql`select json_build_object('eventId', event_id, 'personId', person_id) from changed where channel = 'webhook' and state = 'queued'`)} as calls`.execute(
    tx,
  )
  return rows[0]!.size
}

/** Takes back the mails of these categories that wait to go to a person who wants none; not of these types, nor what is critical. */
export async function withdrawRefused(
  tx: Tx,
  personId: string,
  categories: readonly string[],
  exceptTypes: readonly string[],
): Promise<void> {
  await sql`
    update deliveries d set state = 'withdrawn', due_at = null, next_at = null, error = ${UNSUBSCRIBED}
    from notifications n join messages m on m.event_id = n.event_id and m.variant = n.variant
    where d.person_id = ${personId}::uuid and d.channel = 'mail' and d.state in ('held', 'queued') and d.digest_id is null
      and n.person_id = d.person_id and n.event_id = d.event_id
      and m.category = any(${categories}::text[]) and m.priority <> 'critical' and m.type <> all(${exceptTypes}::text[])`.execute(
    tx,
  )
}

export interface DueDigest {
  personId: string
  rhythm: DigestRhythm
  timeZone: string | null
  hour: number
  weekday: number
  /** Until when the person is quiet, who is. */
  quietTo: Date | null
}

/** Digests whose moment has come, held; those whom somebody else holds are left to him. */
export async function lockDueDigests(tx: Tx, now: Date, limit: number): Promise<DueDigest[]> {
  const { rows } = await sql<Omit<DueDigest, 'rhythm'> & { rhythm: number }>`
    select d.person_id as "personId", d.rhythm, p.time_zone as "timeZone", p.digest_hour as hour,
      p.digest_weekday as weekday, case when ${isQuiet(now)} then p.quiet_to end as "quietTo"
    from digests d join people p on p.id = d.person_id
    where d.next_at <= ${now}::timestamptz order by d.next_at limit ${limit}::int for update of d skip locked`.execute(
    tx,
  )
  return rows.map((row) => ({ ...row, rhythm: rhythms[row.rhythm] as DigestRhythm }))
}

export async function moveDigests(
  tx: Tx,
  moments: { personId: string; rhythm: DigestRhythm; at: Date }[],
): Promise<void> {
  const spec = moments.map(({ rhythm, ...rest }) => ({ ...rest, rhythm: rhythms.indexOf(rhythm) }))
  await sql`update digests d set next_at = m.at
    from json_to_recordset(${JSON.stringify(spec)}::json) as m("personId" uuid, rhythm smallint, at timestamptz)
    where d.person_id = m."personId" and d.rhythm = m.rhythm`.execute(tx)
}

/**
 * Closes these digests: everything that waits for one goes out as one mail, carried by the delivery of the newest message,
 * whose id the others get as theirs. What was read meanwhile is withdrawn; where nothing is left, nothing is sent. Returns
 * how many mails there will be.
 */
export async function closeDigests(
  tx: Tx,
  digests: { personId: string; rhythm: DigestRhythm }[],
  now: Date,
): Promise<number> {
  if (digests.length === 0) return 0
  const spec = digests.map(({ personId, rhythm }) => ({ personId, outcome: outcomes.indexOf(rhythm) }))
  const { rows } = await sql<{ mails: number }>`
    with due as (
      select d.id, ${isKnown} as known,
        first_value(d.id) over (partition by d.person_id, c.outcome, ${isKnown} order by d.event_id desc) as carrier
      from json_to_recordset(${JSON.stringify(spec)}::json) as c("personId" uuid, outcome int)
      join deliveries d on d.person_id = c."personId" and d.state = 'held' and d.channel = 'mail' and d.due_at is null
      left join notifications n on n.person_id = d.person_id and n.event_id = d.event_id
      -- A message that is gone cannot say which digest it waited for; any one of them withdraws it.
      where n.routing is null or n.routing >> ${MAIL_SHIFT}::int & 15 = c.outcome
    ),
    closed as (
      update deliveries d set state = case when due.known then 'withdrawn' else 'queued' end,
        digest_id = case when not due.known then due.carrier end,
        next_at = case when not due.known and due.id = due.carrier then ${now}::timestamptz end,
        error = case when due.known then ${READ_BEFORE}::text end
      from due where d.id = due.id
    )
    select (select count(*)::int from due where not known and id = carrier) as mails,
      ${jobsFrom(jobs.sendMail, sql`select '{}'::json where exists (select from due where not known)`)} as jobs`.execute(
    tx,
  )
  return rows[0]!.mails
}
