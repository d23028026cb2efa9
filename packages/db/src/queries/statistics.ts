import type { ChannelFigures } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db } from '../schema.ts'

export interface Period {
  from: Date
  to: Date
  /** One person's; everybody's where left out. */
  personId?: string
}

/** What left by the other channels, or is to. */
export async function countDeliveries(db: Db, { from, to, personId }: Period): Promise<ChannelFigures[]> {
  const { rows } = await sql<ChannelFigures>`
    select channel, count(*) filter (where state = 'sent')::int as sent, count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'withdrawn')::int as withdrawn,
      count(*) filter (where state not in ('sent', 'failed', 'withdrawn'))::int as waiting
    from deliveries where created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz
      ${personId ? sql`and person_id = ${personId}::uuid` : sql``}
    group by channel order by channel`.execute(db)
  return rows
}
