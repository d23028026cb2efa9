import type { Tx } from '@belfry/db'
import type { Actor } from '@belfry/shared'
import type { SampleInput } from '@belfry/shared/wire'
import { targetOf } from '../access/accounts.ts'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'
import { mailEvent } from './event-mail.ts'

/** Sends the actor a sample of a template, by the way that all mails take. The sample must be one there is. */
export async function sendTest(tx: Tx, actor: Actor, sample: SampleInput): Promise<{ deliveryId: string }> {
  demand(actor, 'mail.read')
  const { template, type, locale } = sample
  const event = await record(tx, actor, {
    type: 'mail.test',
    data: { target: targetOf(actor), facts: { template, type, locale } },
  })
  const deliveryId = await mailEvent(tx, event.id, actor.id)
  return { deliveryId: deliveryId! } // a new event has none yet
}
