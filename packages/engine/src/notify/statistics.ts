import type { Db } from '@belfry/db'
import {
  type Dimension,
  countByRole,
  countDeliveries,
  countNotifications,
} from '@belfry/db/queries/statistics'
import type { Actor } from '@belfry/shared'
import type { NotificationStats, NotificationStatsInput } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'

/** What was told in a time and what became of it: one's own messages, or everybody's for those who may see it. */
export async function notificationStats(
  db: Db,
  actor: Actor,
  input: NotificationStatsInput,
): Promise<NotificationStats> {
  if (!input.mine) demand(actor, 'system.read')
  const period = {
    from: new Date(input.from),
    to: new Date(input.to),
    ...(input.mine ? { personId: actor.id } : {}),
  }
  const [shares, byRole, byChannel] = await Promise.all([
    countNotifications(db, period, input.timeZone),
    input.mine ? [] : countByRole(db, period),
    countDeliveries(db, period),
  ])
  const sharesBy = (dimension: Dimension) =>
    shares.filter(({ by }) => by === dimension).map(({ by: _, ...share }) => share)
  const [total] = sharesBy('total')
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    total: total
      ? { sent: total.sent, read: total.read, medianReadSeconds: total.medianReadSeconds }
      : { sent: 0, read: 0, medianReadSeconds: null },
    byDay: sharesBy('day').sort((a, b) => a.key.localeCompare(b.key)),
    byType: sharesBy('type'),
    byCategory: sharesBy('category'),
    byPriority: sharesBy('priority'),
    byRole,
    byChannel,
  }
}
