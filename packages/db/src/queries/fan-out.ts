import {
  type Channel,
  PLACES,
  PLACES_OF_RULE,
  type Rule,
  channels,
  factsOfRule,
  held,
  lookupOf,
  meant,
  outcomes,
} from '@belfry/shared/delivery'
import { jobs } from '@belfry/shared/jobs'
import type { Priority } from '@belfry/shared/machine'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { jobsFrom } from '../enqueue.ts'
import type { Db, Schema } from '../schema.ts'

/** One language's text of one message of an event. */
export type MessageText = Omit<
  Selectable<Schema['messages']>,
  'event_id' | 'case_id' | 'actor_id' | 'actor_name' | 'created_at'
>

/** Whom one rule of a workflow tells of an event, and what: the same in each language. */
export interface Audience {
  /** A query of `person_id`s. */
  people: RawBuilder<unknown>
  texts: MessageText[]
  mail: boolean
  /** It is news of the own account of whoever is told. */
  own?: boolean
  /** Who is not told: most often whoever did it. */
  leaveOut: string | null
}

export interface FanOutBatch {
  /** The last person of the batch; null when nobody was left. */
  last: string | null
  /** How many people it was about, those included who knew already. */
  size: number
}

export interface ToldEvent {
  id: string
  at: Date
  caseId: string | null
  actor: { id: string | null; name: string }
}

/** The state of a message that is kept only to say why its reader did not get it. */
export const SILENT = 5

const NOW = outcomes.indexOf('now')
const HELD = held.map((outcome) => outcomes.indexOf(outcome))
const QUIET = outcomes.indexOf('quiet')

/** People in one NOTIFY, at 60 bytes each. */
const PEOPLE_PER_SIGNAL = 120
/** What Postgres takes in one NOTIFY, in bytes. */
const SIGNAL_LIMIT = 7_999

/**
 * Tells the next people of an event, in one statement and so in one transaction: looks up what is to become of it for each
 * of them (see shared/delivery), writes the texts, locks the inboxes in id order, moves revision and count, writes
 * notifications and deliveries, queues the mails, and says so on the channel. Of several audiences the first one counts.
 * Who has the event already is passed over, so a second run does nothing. `off` are the channels that flags switch off.
 */
export async function fanOutBatch(
  db: Db,
  event: ToldEvent,
  audiences: Audience[],
  after: string | null,
  limit: number,
  now: Date,
  off: readonly Channel[] = [],
): Promise<FanOutBatch> {
  const members = sql.join(
    audiences.map(
      (
        { people, leaveOut },
        rank,
      ) => sql`select a.person_id, ${rank}::int as rank from (${people}) a(person_id)
        where a.person_id is distinct from ${leaveOut}::uuid`,
    ),
    sql` union all `,
  )
  const { id: event_id, at: created_at, caseId: case_id, actor } = event
  const about = { event_id, created_at, case_id, actor_id: actor.id, actor_name: actor.name }
  const messages = JSON.stringify(
    audiences.flatMap(({ texts }) => texts.map((text) => ({ ...text, ...about }))),
  )
  const rules = audiences.map(ruleOf)
  const lookup = Buffer.concat(rules.map((rule) => lookupOf(factsOfRule(rule, off))))
  const variants = JSON.stringify(
    audiences.flatMap(({ texts }, rank) =>
      texts.map(({ locale, variant, category, type, priority }) => ({
        rank,
        locale,
        variant,
        category,
        type,
        urgent: priority === 'critical',
      })),
    ),
  )
  const outside = channels.flatMap((channel, place) =>
    channel !== 'app' && rules.some((rule) => meant[channel](rule)) ? [{ channel, shift: 4 * place }] : [],
  )
  /** What was decided for the person of `b` and `r` in one channel. */
  const outcomeIn = (channel: Channel, place: number) =>
    sql`get_byte(l.bytes, b.place + ${place * PLACES}::int
      + (coalesce(r.${sql.ref(channel)}, -1) + 1) * 8 + (${available[channel]})::int) << ${4 * place}::int`
  const statement = sql<FanOutBatch>`
    with member as (select person_id, min(rank) as rank from (${members}) m group by person_id),
    batch as (
      select p.id as person_id, p.locale, member.rank, p.quiet_to,
        member.rank * ${PLACES_OF_RULE}::int
          + (p.id in (select m.person_id from mutes m where m.case_id = ${case_id}::uuid))::int * 4
          + coalesce(${now}::timestamptz >= p.quiet_from and ${now}::timestamptz < p.quiet_to, false)::int * 2 as place
      from member join people p on p.id = member.person_id
      where p.deactivated_at is null and (${after}::uuid is null or p.id > ${after}::uuid)
      order by p.id limit ${limit}
    ),
    variant as materialized (
      select v.*, hashtextextended(${case_id}::text || '.' || v.type, 0) as group_key
      from json_to_recordset(${variants}::json) as v(rank int, locale text, variant smallint, category text, type text, urgent boolean)
    ),
    fresh as (
      select b.person_id, v.variant, v.group_key, b.quiet_to,
        ${sql.join(
          channels.map((channel, place) => sql`(${outcomeIn(channel, place)})`),
          sql` | `,
        )} as routing
      from batch b
      join variant v on v.rank = b.rank and v.locale = b.locale
      left join preferences r on r.person_id = b.person_id and r.category = v.category
      cross join (select ${lookup}::bytea as bytes) l
      where not exists (select from notifications n where n.person_id = b.person_id and n.event_id = ${event.id})
    ),
    texts as (
      insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, case_id,
        actor_id, actor_name, data, created_at)
      select event_id, variant, locale, type, category, tone, priority, title, body, link, case_id,
        actor_id, actor_name, data, created_at
      from json_populate_recordset(null::messages, ${messages}::json)
      where variant in (select variant from fresh)
      on conflict do nothing
    ),
    -- Inboxes are locked in id order: two fan-outs that overlap would deadlock otherwise.
    locked as materialized (
      select f.* from inboxes i join fresh f using (person_id)
      where f.routing & 15 = ${NOW}::int order by i.person_id for update of i
    ),
    bumped as (
      update inboxes i set rev = i.rev + 1, unread = i.unread + 1
      from locked l where i.person_id = l.person_id
      returning i.person_id, i.rev, i.unread, l.variant, l.group_key, l.routing, l.quiet_to
    ),
    -- Whoever does not want it in the app: nobody reads it, so it changes nothing in the inbox.
    silent as (
      select f.* from fresh f join inboxes i using (person_id) where f.routing & 15 <> ${NOW}::int
    ),
    told as (
      insert into notifications (person_id, event_id, rev, variant, state, routing, group_key)
      select person_id, ${event.id}::uuid, rev, variant, 0, routing, group_key from bumped
      union all
      select person_id, ${event.id}::uuid, 0, variant, ${SILENT}::int, routing, group_key from silent
    ),
    delivered as (
      insert into deliveries (id, event_id, person_id, channel, state, due_at, created_at, type, urgent, next_at)
      select gen_random_uuid(), ${event.id}::uuid, t.person_id, c.channel,
        case when t.outcome = ${NOW}::int then 'queued' else 'held' end,
        case when t.outcome = ${QUIET}::int then t.quiet_to end, ${now}::timestamptz,
        k.type, coalesce(k.urgent, false),
        case when t.outcome = ${NOW}::int and c.channel = 'mail' then ${now}::timestamptz end
      from json_to_recordset(${JSON.stringify(outside)}::json) as c(channel text, shift int)
      cross join lateral (
        select person_id, variant, quiet_to, routing >> c.shift & 15 as outcome from bumped
        union all
        select person_id, variant, quiet_to, routing >> c.shift & 15 as outcome from silent
      ) t
      left join variant k on k.variant = t.variant
      where t.outcome = ${NOW}::int or t.outcome = any(${HELD}::int[])
      on conflict do nothing returning id, channel, state
    ),
    said as (
      select pg_notify('belfry', case when octet_length(signal) + octet_length(message) + 12 > ${SIGNAL_LIMIT} then signal
        else left(signal, -1) || ',"message":' || message || '}' end)
      from (
        select json_build_object('kind', 'told', 'eventId', ${event.id}::uuid, 'variant', variant,
          'people', json_agg(json_build_array(person_id, rev, unread)))::text as signal,
          (select m::text from json_array_elements(${messages}::json) m where (m ->> 'variant')::int = b.variant) as message
        from (select person_id, rev, unread, variant, (row_number() over (partition by variant)) / ${PEOPLE_PER_SIGNAL} as part from bumped) b
        group by variant, part
      ) s
    )
    select (select max(person_id::text) from batch) as last, (select count(*) from batch) as size,
      (select count(*) from said) as said,
      ${jobsFrom(
        jobs.sendMail,
        sql`select '{}'::json where exists (select from delivered where channel = 'mail' and state = 'queued')`,
      )} as mails,
      ${jobsFrom(
        jobs.sendPush,
        sql`select json_build_object('deliveryId', id) from delivered
        where channel = 'push' and state = 'queued'`,
      )} as pushes`
  // Not prepared: a plan that is kept knows nothing of how many there are, and is many times slower for a thousand.
  const { last, size } = (await statement.execute(db)).rows[0]!
  return { last, size }
}

/** Whether a channel reaches the person of `b` at all. */
const available: Record<Channel, RawBuilder<unknown>> = {
  app: sql`true`,
  mail: sql`true`,
  push: sql`exists (select from push_subscriptions s where s.person_id = b.person_id)`,
  webhook: sql`false`,
}

const ruleOf = ({ mail, own = false, texts }: Audience): Rule => ({
  mail,
  own,
  priority: (texts[0]?.priority ?? 'normal') as Priority,
})
