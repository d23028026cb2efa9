import { type Tx, enqueue } from '@belfry/db'
import { insertTestMail } from '@belfry/db/queries/deliveries-list'
import { SILENT } from '@belfry/db/queries/fan-out'
import { listProviders } from '@belfry/db/queries/providers'
import { type Actor, type Locale, clock, newId, notFound } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import type { SendTestInput } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'

const words: Record<Locale, { title: string; body: string }> = {
  en: { title: 'A test of mail', body: 'This mail was asked for to see whether mail arrives. It does.' },
  fr: {
    title: 'Un essai du courriel',
    body: 'Ce courriel a été demandé pour voir si le courrier arrive. C’est le cas.',
  },
  ar: { title: 'تجربة للبريد', body: 'طُلبت هذه الرسالة لمعرفة ما إذا كان البريد يصل. لقد وصل.' },
}

/** Sends a mail to the actor: by that provider and no other, or by the ordinary way. Returns its delivery. */
export async function sendTest(
  tx: Tx,
  actor: Actor,
  { provider }: SendTestInput,
): Promise<{ deliveryId: string }> {
  demand(actor, 'mail.change')
  if (provider) {
    const known = await listProviders(tx)
    if (!known.some(({ name, position }) => name === provider && position !== null)) throw notFound()
  }
  const at = clock.now()
  const event = await record(tx, actor, {
    type: 'mail.test',
    at,
    data: provider ? { target: { kind: 'provider', id: provider, title: provider } } : {},
  })
  const mail = {
    id: newId(),
    eventId: event.id,
    personId: actor.id,
    locale: actor.locale,
    provider: provider ?? null,
    at,
    ...words[actor.locale],
  }
  await insertTestMail(tx, mail, SILENT)
  await enqueue(tx, jobs.sendMail, {})
  return { deliveryId: mail.id }
}
