import type { SuppressionReason } from '@belfry/shared/mail'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { escapeLike } from './people.ts'

export interface Suppressed {
  address: string
  reason: SuppressionReason
  deliveryId: string | null
  /** What was said of it. */
  note?: string | null
}

/**
 * Puts addresses on the list, each named once. A complaint outweighs what was there before; everything else leaves it alone.
 * Returns those that were not there.
 */
export async function suppress(
  tx: Tx,
  addresses: readonly Suppressed[],
  how: { at: Date; by?: string },
): Promise<Suppressed[]> {
  if (addresses.length === 0) return []
  const { rows } = await sql<Suppressed & { isNew: boolean }>`
    insert into suppressions (address, reason, since, by, note, delivery_id)
    select s.address, s.reason, ${how.at}::timestamptz, ${how.by ?? null}::uuid, s.note, s."deliveryId"
    from json_to_recordset(${JSON.stringify(addresses)}::json) as s(address text, reason text, note text, "deliveryId" uuid)
    order by s.address
    on conflict (address) do update set reason = excluded.reason, since = excluded.since, by = excluded.by,
      note = excluded.note, delivery_id = excluded.delivery_id
      where excluded.reason = 'complaint' and suppressions.reason <> 'complaint'
    returning address, reason, delivery_id as "deliveryId", xmax = 0 as "isNew"`.execute(tx)
  return rows.filter(({ isNew }) => isNew).map(({ isNew: _, ...row }) => row)
}

/** What was known of an address that was on the list. */
export async function deleteSuppression(
  tx: Tx,
  address: string,
): Promise<{ reason: SuppressionReason; since: Date } | undefined> {
  const { rows } = await sql<{ reason: SuppressionReason; since: Date }>`
    delete from suppressions where address = ${address} returning reason, since`.execute(tx)
  return rows[0]
}

/** Those of these addresses, in small letters, that somebody here has. */
export async function listOurAddresses(db: Db, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set()
  const { rows } = await sql<{ address: string }>`
    select lower(email) as address from people where lower(email) = any(${addresses}::text[])`.execute(db)
  return new Set(rows.map(({ address }) => address))
}

export interface SuppressionRow {
  address: string
  reason: SuppressionReason
  since: Date
  /** With microseconds. */
  place: string
  note: string | null
  deliveryId: string | null
  by: { id: string; name: string } | null
  person: { id: string; name: string } | null
}

/** The newest first. */
export async function listSuppressions(
  db: Db,
  page: {
    search?: string | undefined
    reason?: SuppressionReason | undefined
    after: { at: string; key: string } | null
    limit: number
  },
): Promise<SuppressionRow[]> {
  const conditions = [
    page.reason && sql`s.reason = ${page.reason}`,
    page.search && sql`s.address like ${`%${escapeLike(page.search.toLowerCase())}%`}`,
    page.after && sql`(s.since, s.address) < (${page.after.at}::timestamptz, ${page.after.key})`,
  ].filter((condition) => !!condition)
  const { rows } = await sql<SuppressionRow>`
    select s.address, s.reason, s.since, s.note, s.delivery_id as "deliveryId",
      to_char(s.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place,
      case when b.id is not null then json_build_object('id', b.id, 'name', b.name) end as by,
      case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as person
    from suppressions s
    left join people b on b.id = s.by
    left join people p on lower(p.email) = s.address
    ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``}
    order by s.since desc, s.address desc limit ${page.limit + 1}::int`.execute(db)
  return rows
}
