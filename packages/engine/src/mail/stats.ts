import type { Db } from '@belfry/db'
import { type MailShareRow, countMails } from '@belfry/db/queries/deliveries-list'
import type { Actor } from '@belfry/shared'
import { type MailStats, type MailStatsInput, noMails } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'

/** What became of the mails of a time: together, by day, by provider and by message. */
export async function mailStats(db: Db, actor: Actor, input: MailStatsInput): Promise<MailStats> {
  demand(actor, 'mail.read')
  const period = { from: new Date(input.from), to: new Date(input.to) }
  const rows = await countMails(db, period, input.timeZone)
  const sharesBy = (dimension: MailShareRow['by']) =>
    rows.filter(({ by }) => by === dimension).map(({ by: _, ...share }) => share)
  const [total] = sharesBy('total')
  const { key: _, ...figures } = total ?? { key: '', ...noMails }
  return {
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    total: figures,
    byDay: sharesBy('day').sort((a, b) => a.key.localeCompare(b.key)),
    // What no provider has been asked to take counts in no share.
    byProvider: sharesBy('provider').filter(({ key }) => key !== ''),
    byType: sharesBy('type').filter(({ key }) => key !== ''),
  }
}
