import { idBefore } from '@belfry/shared'
import type { ChannelFigures, NotificationFigures } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../schema.ts'
import { SILENT } from './fan-out.ts'

export interface Period {
  from: Date
  to: Date
  /** One person's; everybody's where left out. */
  personId?: string
}

/** What the notifications of a period are counted by, beside all of them together. */
const dimensions = ['day', 'type', 'category', 'priority'] as const
export type Dimension = (typeof dimensions)[number] | 'total'

export interface Share extends NotificationFigures {
  by: Dimension
  key: string
}

/** Ids are made in the order of time, so a period is a range of them. */
const within = (column: RawBuilder<unknown>, { from, to }: Period) =>
  sql`${column} >= ${idBefore(from.getTime())}::uuid and ${column} < ${idBefore(to.getTime())}::uuid`

const received = (period: Period) => sql`
  from messages m join notifications n on n.event_id = m.event_id and n.variant = m.variant
  where ${within(sql`m.event_id`, period)} and ${within(sql`n.event_id`, period)} and n.state <> ${SILENT}
    ${period.personId ? sql`and n.person_id = ${period.personId}::uuid` : sql``}`

/** Everything that was told in a period, counted in one walk. Days are those of the zone. */
export async function countNotifications(db: Db, period: Period, timeZone: string): Promise<Share[]> {
  const { rows } = await sql<NotificationFigures & { mask: number; key: string | null }>`
    select grouping(day, type, category, priority) as mask, coalesce(day, type, category, priority) as key,
      count(*)::int as sent, count(seconds)::int as read,
      (percentile_cont(0.5) within group (order by seconds))::float8 as "medianReadSeconds"
    from (
      select to_char(m.created_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, m.type, m.category, m.priority,
        extract(epoch from n.read_at - m.created_at) as seconds
      ${received(period)}
    ) told
    group by grouping sets ((day), (type), (category), (priority), ())
    order by mask, sent desc, key`.execute(db)
  return rows.map(({ mask, key, ...counted }) => ({ by: dimensionOf(mask), key: key ?? '', ...counted }))
}

/** In the mask of `grouping` a bit is set for every column that is not grouped by. */
function dimensionOf(mask: number): Dimension {
  const place = [0b0111, 0b1011, 0b1101, 0b1110].indexOf(mask)
  return dimensions[place] ?? 'total'
}

/** The same by what their readers are now. */
export async function countByRole(
  db: Db,
  period: Period,
): Promise<(NotificationFigures & { key: string })[]> {
  const { rows } = await sql<NotificationFigures & { key: string }>`
    select g.role as key, count(*)::int as sent, count(seconds)::int as read,
      (percentile_cont(0.5) within group (order by seconds))::float8 as "medianReadSeconds"
    from (select n.person_id, extract(epoch from n.read_at - m.created_at) as seconds ${received(period)}) told
    join (select distinct person_id, role from role_grants where revoked_at is null) g on g.person_id = told.person_id
    group by g.role order by sent desc, key`.execute(db)
  return rows
}

/** What left by the other channels, or is to. */
export async function countDeliveries(db: Db, { from, to, personId }: Period): Promise<ChannelFigures[]> {
  const { rows } = await sql<ChannelFigures>`
    select channel, count(*) filter (where state in ('sent', 'deferred', 'delivered', 'complained'))::int as sent,
      count(*) filter (where state in ('failed', 'bounced', 'suppressed', 'unclear'))::int as failed,
      count(*) filter (where state = 'withdrawn')::int as withdrawn,
      count(*) filter (where state in ('held', 'paused', 'queued', 'sending'))::int as waiting
    from deliveries where created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz
      ${personId ? sql`and person_id = ${personId}::uuid` : sql``}
    group by channel order by channel`.execute(db)
  return rows
}
