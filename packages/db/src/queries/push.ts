import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'

export const listPushDevices = (db: Db, personId: string) =>
  db
    .selectFrom('push_subscriptions')
    .select([
      'id',
      'session_id as sessionId',
      'user_agent as userAgent',
      'created_at as createdAt',
      'sent_at as sentAt',
    ])
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute()

export interface NewPushDevice {
  id: string
  personId: string
  sessionId: string
  endpoint: string
  p256dh: string
  auth: string
  userAgent: string | null
  at: Date
}

/**
 * Remembers a browser, in the place of what was known of it: a browser belongs to whoever signed in there last. Of one person
 * the newest `most` stay. False where there is no such session.
 */
export async function putPushDevice(tx: Tx, device: NewPushDevice, most: number): Promise<boolean> {
  const { id, personId, sessionId, endpoint, p256dh, auth, userAgent, at } = device
  const { numAffectedRows } = await sql`
    insert into push_subscriptions (id, person_id, session_id, endpoint, p256dh, auth, user_agent, created_at)
    select ${id}::uuid, user_id, id, ${endpoint}, ${p256dh}, ${auth}, ${userAgent}::text, ${at}::timestamptz
    from auth.session where id = ${sessionId}::uuid and user_id = ${personId}::uuid
    on conflict (endpoint) do update set person_id = excluded.person_id, session_id = excluded.session_id,
      p256dh = excluded.p256dh, auth = excluded.auth, user_agent = excluded.user_agent,
      created_at = excluded.created_at`.execute(tx)
  await sql`delete from push_subscriptions where id in (
    select id from push_subscriptions where person_id = ${personId}::uuid order by created_at desc, id offset ${most}::int)`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

export async function removePushDevice(
  tx: Tx,
  personId: string,
  by: { id: string } | { endpoint: string },
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('push_subscriptions')
    .where('person_id', '=', personId)
    .where((row) => ('id' in by ? row('id', '=', by.id) : row('endpoint', '=', by.endpoint)))
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Notes until when a session looks at Belfry, for whoever has a browser that is told. False for everybody else. */
export async function putLooking(db: Db, personId: string, sessionId: string, until: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into looking (session_id, person_id, until)
    select id, user_id, ${until}::timestamptz from auth.session
    where id = ${sessionId}::uuid and user_id = ${personId}::uuid
      and exists (select from push_subscriptions where person_id = ${personId}::uuid)
    on conflict (session_id) do update set until = excluded.until returning true`.execute(db)
  return rows.length > 0
}

export interface PushToSend {
  id: string
  attempt: number
  message: {
    id: string
    locale: string
    tone: string
    priority: string
    title: string
    body: string
    link: string
    group: string | null
    at: Date
    unread: number
  }
  devices: PushDeviceToTell[]
}

export interface PushDeviceToTell {
  id: string
  endpoint: string
  p256dh: string
  auth: string
}

const READ_BEFORE = 'Read before it was sent.'
const LOOKING = 'The person had Belfry open.'
const NOBODY = 'No browser takes messages any more.'
const GONE = 'The person or the notification is gone.'

/**
 * Starts an attempt, which stands before any push service is called. Nothing comes back where there is nothing to do: it was
 * sent, or read, or the person looks at Belfry anyway; the delivery says which.
 */
export async function beginPush(
  tx: Tx,
  id: string,
  provider: string,
  now: Date,
): Promise<PushToSend | undefined> {
  const delivery = await tx
    .selectFrom('deliveries')
    .select(['event_id', 'person_id'])
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'sending'])
    .forUpdate()
    .executeTakeFirst()
  if (!delivery) return undefined
  const { rows } = await sql<PushToSend['message'] & { known: boolean; looking: boolean; told: boolean }>`
    select m.event_id as id, m.locale, m.tone, m.priority, m.title, m.body, m.link, m.created_at as at, i.unread,
      case when n.group_key is not null and m.case_id is not null then m.case_id || '.' || m.type end as "group",
      n.state not in (0, 5) as known,
      exists (select from looking l where l.person_id = p.id and l.until > ${now}::timestamptz) as looking,
      exists (select from push_receipts r where r.delivery_id = ${id}::uuid) as told
    from notifications n
    join messages m on m.event_id = n.event_id and m.variant = n.variant
    join people p on p.id = n.person_id and p.deactivated_at is null
    join inboxes i on i.person_id = p.id
    where n.person_id = ${delivery.person_id}::uuid and n.event_id = ${delivery.event_id}::uuid`.execute(tx)
  const devices = await devicesLeft(tx, delivery.person_id, id, now)
  const [row] = rows
  const end = !row
    ? { state: 'failed', error: GONE }
    : row.told && devices.length === 0
      ? { state: 'sent', error: null }
      : row.known
        ? { state: 'withdrawn', error: READ_BEFORE }
        : row.looking
          ? { state: 'withdrawn', error: LOOKING }
          : devices.length === 0
            ? { state: 'failed', error: NOBODY }
            : undefined
  if (!row || end) {
    await tx.updateTable('deliveries').set(end!).where('id', '=', id).execute()
    return undefined
  }
  const attempt = await sql<{ attempt: number }>`
    insert into delivery_attempts (delivery_id, attempt, provider, started_at)
    select ${id}, coalesce(max(attempt), 0) + 1, ${provider}, ${now}::timestamptz from delivery_attempts where delivery_id = ${id}
    returning attempt`.execute(tx)
  await tx.updateTable('deliveries').set({ state: 'sending', provider }).where('id', '=', id).execute()
  const { known: _, looking: _looking, told: _told, ...message } = row
  return { id, attempt: attempt.rows[0]!.attempt, message, devices }
}

/** The browsers of a person that have not got this delivery yet, as far as they are still signed in. */
async function devicesLeft(tx: Tx, personId: string, deliveryId: string, now: Date) {
  const { rows } = await sql<PushDeviceToTell>`
    select s.id, s.endpoint, s.p256dh, s.auth from push_subscriptions s
    join auth.session a on a.id = s.session_id and a.expires_at > ${now}::timestamptz
    where s.person_id = ${personId}::uuid
      and not exists (select from push_receipts r where r.delivery_id = ${deliveryId}::uuid and r.subscription_id = s.id)
    order by s.created_at`.execute(tx)
  return rows
}

/** What became of an attempt, device by device; `again` where trying again may help. */
export interface PushOutcome {
  taken: string[]
  /** The push service does not know them any more. */
  gone: string[]
  /** Of one that neither took it nor is gone. */
  error: string | null
  again: boolean
}

/** Notes it. Without `again` the delivery is over: sent where any browser has it. */
export async function settlePush(tx: Tx, push: PushToSend, outcome: PushOutcome, now: Date): Promise<void> {
  const { taken, gone, again } = outcome
  if (taken.length > 0)
    await sql`
      with taken as (
        update push_subscriptions set sent_at = ${now}::timestamptz where id = any(${taken}::uuid[]) returning id
      )
      insert into push_receipts (delivery_id, subscription_id) select ${push.id}::uuid, id from taken
      on conflict do nothing`.execute(tx)
  // A browser that has taken the same address again since has a new key, and is another one.
  for (const device of push.devices.filter(({ id }) => gone.includes(id)))
    await tx
      .deleteFrom('push_subscriptions')
      .where('id', '=', device.id)
      .where('p256dh', '=', device.p256dh)
      .execute()
  const error = outcome.error?.slice(0, 2000) ?? (taken.length === 0 && gone.length > 0 ? NOBODY : null)
  await tx
    .updateTable('delivery_attempts')
    .set({
      finished_at: now,
      outcome: taken.length > 0 && !again ? 'sent' : error ? 'failed' : 'sent',
      error,
    })
    .where('delivery_id', '=', push.id)
    .where('attempt', '=', push.attempt)
    .execute()
  await sql`update deliveries d set error = ${error}::text,
      state = case when ${again} then 'queued'
        when exists (select from push_receipts r where r.delivery_id = d.id) then 'sent' else 'failed' end,
      sent_at = case when exists (select from push_receipts r where r.delivery_id = d.id) then ${now}::timestamptz end
    where id = ${push.id}::uuid and state = 'sending'`.execute(tx)
}
