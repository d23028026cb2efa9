import type { Tx } from '@belfry/db'
import { demand } from '@belfry/engine/access'
import { sendTest } from '@belfry/engine/mail'
import { type Actor, locales, notFound } from '@belfry/shared'
import type { MailPreview, MailTemplate, SampleInput, SendTestInput } from '@belfry/shared/wire'
import type { Brand } from '@belfry/templates'
import { isSample, listTemplates } from '@belfry/templates/samples'

/** Every template, and what there is to look at it with. */
export function listMailTemplates(actor: Actor): MailTemplate[] {
  demand(actor, 'mail.read')
  return listTemplates(actor.locale).map((one) => ({ ...one, languages: locales }))
}

/** A sample as it would go out. */
export async function previewMail(actor: Actor, sample: SampleInput, brand: Brand): Promise<MailPreview> {
  demand(actor, 'mail.read')
  const { renderSample } = await import('@belfry/templates') // heavy, and asked for by few
  return renderSample({ ...sample, brand })
}

export function sendSample(tx: Tx, actor: Actor, sample: SendTestInput): Promise<{ deliveryId: string }> {
  demand(actor, 'mail.read')
  if (!isSample(sample.template, sample.type)) throw notFound()
  return sendTest(tx, actor, sample)
}
