import {
  type Channel,
  FALLBACK_MINUTES,
  type MailRule,
  PLACES,
  PLACES_OF_RULE,
  type Rule,
  channels,
  factsOfRule,
  held,
  lookupOf,
  outcomes,
} from '@belfry/shared/delivery'
import { jobs } from '@belfry/shared/jobs'
import type { Priority } from '@belfry/shared/machine'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { jobsFrom } from '../enqueue.ts'
import type { Db, Schema } from '../schema.ts'
import { prepared, written } from '../statements.ts'

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
  mail: MailRule
  /** It is news of the own account of whoever is told. */
  own?: boolean
  /** Who is not told: most often whoever did it. */
  leaveOut: string | null
}

/** Somebody whom an event concerns, by the first of the audiences (its place) that picks him. */
export interface Member {
  personId: string
  rank: number
}

/** What is open to messages. */
export interface Ways {
  /** The channels that flags switch off. */
  off: readonly Channel[]
  /** How long important messages may go unseen in the app before they are mailed; 0 is for ever. */
  fallbackMinutes: number
}

const allWays: Ways = { off: [], fallbackMinutes: FALLBACK_MINUTES }

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
const UNSEEN = outcomes.indexOf('unseen')
const MINUTE_MS = 60_000

/** People in one NOTIFY, at 60 bytes each. */
const PEOPLE_PER_SIGNAL = 120
/** A batch of so many at most is told by a plan that is kept. */
const FEW = 32
/** What Postgres takes in one NOTIFY, in bytes. */
const SIGNAL_LIMIT = 7_999

/** The next people of audiences, in the order of their ids, each once. Whose account is closed is left out. */
export async function listMembers(
  db: Db,
  audiences: Audience[],
  after: string | null,
  limit: number,
): Promise<Member[]> {
  const picked = sql.join(
    audiences.map(
      (
        { people, leaveOut },
        rank,
      ) => sql`select a.person_id, ${rank}::int as rank from (${people}) a(person_id)
        where a.person_id is distinct from ${leaveOut}::uuid`,
    ),
    sql` union all `,
  )
  const { rows } = await prepared(
    db,
    sql<Member>`
      select m.person_id as "personId", m.rank
      from (select person_id, min(rank) as rank from (${picked}) m group by person_id) m
      join people p on p.id = m.person_id
      where p.deactivated_at is null and (${after}::uuid is null or p.id > ${after}::uuid)
      order by p.id limit ${limit}`,
  )
  return rows
}

/**
 * Tells people of an event, in one statement and so in one transaction: looks up what is to become of it for each
 * of them (see shared/delivery), writes the texts, locks the inboxes in id order, moves revision and count, writes
 * notifications and deliveries, queues the mails, and says so on the channel.
 * Who has the event already is passed over, so a second run does nothing.
 */
export async function fanOutBatch(
  db: Db,
  event: ToldEvent,
  audiences: Audience[],
  members: Member[],
  now: Date,
  { off, fallbackMinutes }: Ways = allWays,
): Promise<void> {
  const { id: event_id, at: created_at, caseId: case_id, actor } = event
  const about = { event_id, created_at, case_id, actor_id: actor.id, actor_name: actor.name }
  const facts = audiences.map((audience) => factsOfRule(ruleOf(audience), off, fallbackMinutes > 0))
  const messages = audiences.flatMap(({ texts }) => texts.map((text) => ({ ...text, ...about })))
  const variants = audiences.flatMap(({ texts }, rank) =>
    texts.map(({ locale, variant, category, type, priority }) => ({
      rank,
      locale,
      variant,
      category,
      type,
      urgent: priority === 'critical',
    })),
  )
  const outside = channels.flatMap((channel, place) =>
    channel !== 'app' && facts.some((rule) => rule[place]!.meant || rule[place]!.fallback)
      ? [{ channel, shift: 4 * place }]
      : [],
  )
  const statement = telling(
    event_id,
    case_id,
    now,
    members.map(({ personId }) => personId),
    members.map(({ rank }) => rank),
    JSON.stringify(messages),
    JSON.stringify(variants),
    Buffer.concat(facts.map((rule) => lookupOf(rule))),
    JSON.stringify(outside),
    new Date(now.getTime() + fallbackMinutes * MINUTE_MS),
  )
  // A plan that is kept knows nothing of how many there are: for a few it saves the planning, for thousands it is slow.
  await (members.length <= FEW ? prepared(db, statement) : db.executeQuery(statement.compile(db)))
}

/** Whether a channel reaches the person of `b` at all. Looked up for all people at once: each look of its own at a table costs. */
const available: Record<Channel, (people: unknown) => RawBuilder<unknown>> = {
  app: () => sql`true`,
  mail: () => sql`true`,
  push: (people) =>
    sql`b.person_id in (select s.person_id from push_subscriptions s where s.person_id = any(${people}::uuid[]))`,
  webhook: (people) => sql`b.person_id in (select e.person_id from webhook_endpoints e
    where e.person_id = any(${people}::uuid[]) and e.state = 'active')`,
}

/** What was decided for the person of `b` and `r` in one channel. */
const outcomeIn = (channel: Channel, place: number, lookup: unknown, people: unknown) =>
  sql`get_byte(${lookup}::bytea, b.place + ${sql.lit(place * PLACES)}
    + (coalesce(r.${sql.ref(channel)}, -1) + 1) * 8 + (${available[channel](people)})::int) << ${sql.lit(4 * place)}`

/** All that one batch of `fanOutBatch` does; `outside` are the channels that leave the house, as places of `routing`. */
const telling = written(
  (
    _,
    event: string,
    caseId: string | null,
    now: Date,
    people: string[],
    ranks: number[],
    messages: string,
    variants: string,
    lookup: Uint8Array,
    outside: string,
    unseenAt: Date,
  ) => sql`
    with batch as materialized (
      select p.id as person_id, p.locale, m.rank, p.quiet_to,
        m.rank * ${sql.lit(PLACES_OF_RULE)}
          + (p.id in (select u.person_id from mutes u where u.case_id = ${caseId}::uuid))::int * 4
          + coalesce(${now}::timestamptz >= p.quiet_from and ${now}::timestamptz < p.quiet_to, false)::int * 2 as place
      from unnest(${people}::uuid[], ${ranks}::int[]) m(person_id, rank) join people p on p.id = m.person_id
    ),
    variant as materialized (
      select v.*, hashtextextended(${caseId}::text || '.' || v.type, 0) as group_key
      from json_to_recordset(${variants}::json) as v(rank int, locale text, variant smallint, category text, type text, urgent boolean)
    ),
    fresh as (
      select b.person_id, v.variant, v.group_key, b.quiet_to,
        ${sql.join(
          channels.map((channel, place) => sql`(${outcomeIn(channel, place, lookup, people)})`),
          sql` | `,
        )} as routing
      from batch b
      join variant v on v.rank = b.rank and v.locale = b.locale
      left join preferences r on r.person_id = b.person_id and r.category = v.category
      -- Looked up one by one: Postgres takes an event to have few notifications, and would read all of them for each person.
      where not exists (select from notifications n where n.person_id = b.person_id and n.event_id = ${event}::uuid offset 0)
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
      where f.routing & 15 = ${sql.lit(NOW)} order by i.person_id for update of i
    ),
    bumped as (
      update inboxes i set rev = i.rev + 1, unread = i.unread + 1
      from locked l where i.person_id = l.person_id
      returning i.person_id, i.rev, i.unread, l.variant, l.group_key, l.routing, l.quiet_to
    ),
    -- Whoever does not want it in the app: nobody reads it, so it changes nothing in the inbox.
    silent as (
      select f.* from fresh f join inboxes i using (person_id) where f.routing & 15 <> ${sql.lit(NOW)}
    ),
    told as (
      insert into notifications (person_id, event_id, rev, variant, state, routing, group_key)
      select person_id, ${event}::uuid, rev, variant, 0, routing, group_key from bumped
      union all
      select person_id, ${event}::uuid, 0, variant, ${sql.lit(SILENT)}, routing, group_key from silent
    ),
    delivered as (
      insert into deliveries (id, event_id, person_id, channel, state, due_at, created_at, type, urgent, next_at)
      select gen_random_uuid(), ${event}::uuid, t.person_id, c.channel,
        case when t.outcome = ${sql.lit(NOW)} then 'queued' else 'held' end,
        case when t.outcome = ${sql.lit(QUIET)} then t.quiet_to when t.outcome = ${sql.lit(UNSEEN)} then ${unseenAt}::timestamptz end,
        ${now}::timestamptz, k.type, coalesce(k.urgent, false),
        case when t.outcome = ${sql.lit(NOW)} and c.channel = 'mail' then ${now}::timestamptz end
      from json_to_recordset(${outside}::json) as c(channel text, shift int)
      cross join lateral (
        select person_id, variant, quiet_to, routing >> c.shift & 15 as outcome from bumped
        union all
        select person_id, variant, quiet_to, routing >> c.shift & 15 as outcome from silent
      ) t
      left join variant k on k.variant = t.variant
      where t.outcome in (${sql.join([NOW, ...HELD].map((outcome) => sql.lit(outcome)))})
      on conflict do nothing returning id, channel, state, person_id
    ),
    said as (
      select pg_notify('belfry', case when octet_length(signal) + octet_length(message) + 12 > ${sql.lit(SIGNAL_LIMIT)} then signal
        else left(signal, -1) || ',"message":' || message || '}' end)
      from (
        select json_build_object('kind', 'told', 'eventId', ${event}::uuid, 'variant', variant,
          'people', json_agg(json_build_array(person_id, rev, unread)))::text as signal,
          (select m::text from json_array_elements(${messages}::json) m where (m ->> 'variant')::int = b.variant) as message
        from (
          select person_id, rev, unread, variant, (row_number() over (partition by variant)) / ${sql.lit(PEOPLE_PER_SIGNAL)} as part
          from bumped
        ) b
        group by variant, part
      ) s
    )
    select (select count(*) from said) as said,
      ${jobsFrom(
        jobs.sendMail,
        sql`select '{}'::json where exists (select from delivered where channel = 'mail' and state = 'queued')`,
      )} as mails,
      ${jobsFrom(
        jobs.sendPush,
        sql`select json_build_object('deliveryId', id) from delivered
        where channel = 'push' and state = 'queued'`,
      )} as pushes,
      ${jobsFrom(
        jobs.tellEndpoints,
        sql`select json_build_object('eventId', ${event}::uuid, 'personId', person_id) from delivered
        where channel = 'webhook' and state = 'queued'`,
      )} as calls`,
)

const ruleOf = ({ mail, own = false, texts }: Audience): Rule => ({
  mail,
  own,
  priority: (texts[0]?.priority ?? 'normal') as Priority,
})
