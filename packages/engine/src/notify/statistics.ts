import type { Db } from '@belfry/db'
import { countDeliveries } from '@belfry/db/queries/statistics'
import { type Counted, countByRole, countMessages } from '@belfry/db/queries/totals'
import type { Actor } from '@belfry/shared'
import type {
  NotificationFigures,
  NotificationShare,
  NotificationStats,
  NotificationStatsInput,
} from '@belfry/shared/wire'
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
  const [counted, roles, byChannel] = await Promise.all([
    countMessages(db, period, input.timeZone),
    input.mine ? [] : countByRole(db, period),
    countDeliveries(db, period),
  ])
  const days = counted.filter((row) => row.day !== null)
  const messages = counted.filter((row) => row.day === null)
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    total: figuresOf(messages),
    byDay: sharesBy(days, ({ day }) => day).sort((a, b) => a.key.localeCompare(b.key)),
    byType: sharesBy(messages, ({ type }) => type),
    byCategory: sharesBy(messages, ({ category }) => category),
    byPriority: sharesBy(messages, ({ priority }) => priority),
    byRole: sharesBy(roles, ({ role }) => role),
    byChannel,
  }
}

/** Those with most first. */
function sharesBy<Row extends Counted>(rows: Row[], keyOf: (row: Row) => string): NotificationShare[] {
  return [...Map.groupBy(rows, keyOf)]
    .map(([key, alike]) => ({ key, ...figuresOf(alike) }))
    .sort((a, b) => b.sent - a.sent || a.key.localeCompare(b.key))
}

function figuresOf(rows: Counted[]): NotificationFigures {
  const times: number[] = []
  let [sent, read] = [0, 0]
  for (const row of rows) {
    sent += row.sent
    read += row.read
    row.times.forEach((count, place) => (times[place] = (times[place] ?? 0) + count))
  }
  return { sent, read, medianReadSeconds: medianOf(times) }
}

/** The time by which half were read: within its power of two as far along as among the numbers there. */
function medianOf(times: number[]): number | null {
  const half = times.reduce((sum, count) => sum + count, 0) / 2
  if (half === 0) return null
  let before = 0
  for (const [place, count] of times.entries()) {
    if (before + count >= half) return Math.round(2 ** (place + (half - before) / count))
    before += count
  }
  return null
}
