import { type Tx, enqueue, notify } from '@belfry/db'
import { retryDeliveries } from '@belfry/db/queries/deliveries-list'
import { type Actor, clock } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { RETRIED_AT_ONCE, type RetryInput } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'

/**
 * Has mails tried again that have failed, bounced, were suppressed or are unclear. Returns how many; where that is the most
 * that one call does, there may be more. Whose address is still suppressed gets nothing again.
 */
export async function retry(tx: Tx, actor: Actor, input: RetryInput): Promise<{ retried: number }> {
  demand(actor, 'mail.change')
  const retried = await retryDeliveries(tx, input, clock.now(), RETRIED_AT_ONCE)
  if (retried === 0) return { retried }
  await enqueue(tx, jobs.sendMail, {})
  await notify(tx, { kind: 'mail' })
  await record(tx, actor, {
    type: 'mail.retry',
    data: {
      ...('ids' in input && input.ids.length === 1
        ? { target: { kind: 'delivery', id: input.ids[0]! } }
        : {}),
      after: { retried, ...('filter' in input ? { filter: input.filter } : {}) },
    },
  })
  return { retried }
}
