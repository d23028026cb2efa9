import { idBefore } from '@belfry/shared'
import type { ChannelFigures } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db } from '../schema.ts'

export interface Period {
  from: Date
  to: Date
  /** One person's; everybody's where left out. */
  personId?: string
}

/** What left by the other channels, or is to. One's own are found by one's messages. */
export async function countDeliveries(db: Db, { from, to, personId }: Period): Promise<ChannelFigures[]> {
  const { rows } = await sql<ChannelFigures>`
    select d.channel, count(*) filter (where d.state in ('sent', 'deferred', 'delivered', 'complained'))::int as sent,
      count(*) filter (where d.state in ('failed', 'bounced', 'suppressed', 'unclear'))::int as failed,
      count(*) filter (where d.state = 'withdrawn')::int as withdrawn,
      count(*) filter (where d.state in ('held', 'paused', 'queued', 'sending'))::int as waiting
    from deliveries d ${
      personId
        ? sql`join notifications n on n.event_id = d.event_id and n.person_id = d.person_id
            where n.person_id = ${personId}::uuid and n.event_id >= ${idBefore(from.getTime())}::uuid
              and n.event_id < ${idBefore(to.getTime())}::uuid`
        : sql`where d.created_at >= ${from}::timestamptz and d.created_at < ${to}::timestamptz`
    }
    group by d.channel order by d.channel`.execute(db)
  return rows
}
