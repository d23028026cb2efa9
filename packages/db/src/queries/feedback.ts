import type { DeliveryState, Feedback } from '@belfry/shared/mail'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'

/** Which mail some news is about: the delivery that carries it, where it is a digest. */
export interface HeardOf {
  /** The place of the news in what was asked. */
  place: number
  deliveryId: string
}

/** Finds the mails by our own id, or else by the provider's; news of mails that we do not have is not among them. */
export async function findHeardOf(
  db: Db,
  news: readonly Pick<Feedback, 'deliveryId' | 'providerId'>[],
): Promise<HeardOf[]> {
  const spec = JSON.stringify(
    news.map(({ deliveryId, providerId }, place) => ({ place, deliveryId, providerId })),
  )
  const { rows } = await sql<HeardOf>`
    with news as materialized (
      select * from json_to_recordset(${spec}::json) as n(place int, "deliveryId" uuid, "providerId" text)
    ),
    ours as (
      select n.place, coalesce(d.digest_id, d.id) as id from news n
      join deliveries d on d.id = n."deliveryId" where d.channel = 'mail'
    )
    select place, id as "deliveryId" from ours
    union
    select n.place, coalesce(d.digest_id, d.id) from news n
    join deliveries d on d.provider_id = n."providerId"
    where d.channel = 'mail' and n.place not in (select place from ours)`.execute(db)
  return rows
}

export interface HeardDelivery {
  id: string
  state: DeliveryState
  /** In small letters. */
  address: string
}

/** Holds them in the order of their ids: batches that are about the same mails would deadlock otherwise. */
export async function lockHeardOf(tx: Tx, ids: readonly string[]): Promise<HeardDelivery[]> {
  const { rows } = await sql<HeardDelivery>`
    select d.id, d.state, lower(coalesce(d.address, (select p.email from people p where p.id = d.person_id))) as address
    from deliveries d where d.id = any(${ids}::uuid[]) order by d.id for update of d`.execute(tx)
  return rows
}

export interface DeliveryEventRow {
  id: string
  delivery_id: string
  kind: string
  hard: boolean | null
  provider: string
  provider_event_id: string
  at: Date
  received_at: Date
  detail: string | null
}

/** Keeps what is new; returns the sources' ids of that. */
export async function insertDeliveryEvents(tx: Tx, rows: readonly DeliveryEventRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const kept = await sql<{ id: string }>`
    insert into delivery_events (id, delivery_id, kind, hard, provider, provider_event_id, at, received_at, detail)
    select id, delivery_id, kind, hard, provider, provider_event_id, at, received_at, detail
    from json_populate_recordset(null::delivery_events, ${JSON.stringify(rows)}::json)
    on conflict (provider, provider_event_id) do nothing returning provider_event_id as id`.execute(tx)
  return new Set(kept.rows.map(({ id }) => id))
}

/** Brings mails to the states that follow from the news, those that went along in a digest as well. */
export async function moveHeardOf(
  tx: Tx,
  moves: readonly { id: string; state: DeliveryState; error: string | null }[],
  now: Date,
): Promise<void> {
  if (moves.length === 0) return
  await sql`
    with moves as materialized (
      select * from json_to_recordset(${JSON.stringify(moves)}::json) as m(id uuid, state text, error text)
    ),
    mails as (
      select m.id, m.state, m.error from moves m
      union
      select d.id, m.state, m.error from moves m join deliveries d on d.digest_id = m.id
    )
    -- It was handed over, whatever was thought of that, and so there is nothing to try.
    update deliveries d set state = m.state, error = m.error, changed_at = ${now}::timestamptz, next_at = null,
      sent_at = coalesce(d.sent_at, ${now}::timestamptz)
    from mails m where d.id = m.id`.execute(tx)
}
