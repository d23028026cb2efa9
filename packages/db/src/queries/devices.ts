import { sql } from 'kysely'
import type { Tx } from '../schema.ts'

/**
 * Remembers with what a person came. `fresh`: not seen before; `first`: nothing of this person was known at all, so that
 * there is nothing it could differ from.
 */
export async function rememberDevice(
  tx: Tx,
  personId: string,
  device: Buffer,
  at: Date,
): Promise<{ fresh: boolean; first: boolean }> {
  const { rows } = await sql<{ fresh: boolean; first: boolean }>`
    with known as (select exists (select from known_devices where person_id = ${personId}) as seen_before)
    insert into known_devices (person_id, device, seen_at) select ${personId}::uuid, ${device}, ${at} from known
    on conflict (person_id, device) do update set seen_at = excluded.seen_at
    returning xmax = 0 as fresh, (select not seen_before from known) as first`.execute(tx)
  return rows[0]!
}
