import type { Tx } from '@belfry/db'
import { listProviders } from '@belfry/db/queries/providers'
import { type Actor, notFound } from '@belfry/shared'
import type { SendTestInput } from '@belfry/shared/wire'
import { targetOf } from '../access/accounts.ts'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'
import { mailEvent } from './event-mail.ts'

/** Sends the actor a sample of a template: by that provider and no other, or by the way that all mails take. The sample must be one there is. */
export async function sendTest(
  tx: Tx,
  actor: Actor,
  { provider, ...sample }: SendTestInput,
): Promise<{ deliveryId: string }> {
  demand(actor, 'mail.change')
  if (provider) {
    const known = await listProviders(tx)
    if (!known.some(({ name, position }) => name === provider && position !== null)) throw notFound()
  }
  const { template, type, locale } = sample
  const event = await record(tx, actor, {
    type: 'mail.test',
    data: {
      target: provider ? { kind: 'provider', id: provider, title: provider } : targetOf(actor),
      facts: { template, type, locale },
    },
  })
  const deliveryId = await mailEvent(tx, { id: event.id, type: 'mail.test' }, actor.id, provider)
  return { deliveryId: deliveryId! } // a new event has none yet
}
