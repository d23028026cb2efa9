import type { PersonToSend } from '@belfry/db/queries/deliveries'
import type { EventToSend } from '@belfry/db/queries/event-mails'
import {
  ADDRESS_LASTS_MS,
  INVITATION_LASTS_MS,
  type OneTimeKey,
  RESET_LASTS_MS,
  oneTimePath,
} from '@belfry/engine/access'
import { type Locale, defaultLocale, locales } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import type { Brand, RenderedMail } from '@belfry/templates'
import { z } from 'zod'

// Parsed as they are read: another release may have written them.
const Address = z.object({ email: z.string() })
const Asked = z.object({ after: Address })
const Changed = z.object({ before: Address, after: Address })
const Sample = z.object({
  facts: z.object({ template: z.string(), type: z.string(), locale: z.enum(locales) }),
})

/** The mail of an event that is mailed itself. The same event makes the same mail, links included, however often it is tried. */
export async function renderEvent(
  event: EventToSend,
  person: PersonToSend,
  { brand, key }: { brand: Brand; key: OneTimeKey },
): Promise<RenderedMail & { email: string }> {
  const mails = await import('@belfry/templates')
  const locale: Locale = locales.find((known) => known === person.locale) ?? defaultLocale
  const { id, at, ip, data } = event
  const timeZone = person.timeZone ?? 'UTC'
  const frame = { locale, brand, person, timeZone }
  const until = (ms: number) => new Date(at.getTime() + ms)
  switch (event.type) {
    case 'access.invite': {
      const link = oneTimePath(key, 'set-password', id)
      const { email } = person
      const once = { link, until: until(INVITATION_LASTS_MS), email }
      return { ...mails.renderInvitation({ ...frame, ...once, inviter: event.actor }), email }
    }
    case 'account.reset_asked': {
      const once = { link: oneTimePath(key, 'set-password', id), until: until(RESET_LASTS_MS) }
      return { ...mails.renderPasswordReset({ ...frame, ...once, at, ip }), email: person.email }
    }
    case 'account.address_asked': {
      const { email } = Asked.parse(data).after
      const once = { link: oneTimePath(key, 'confirm-address', id), until: until(ADDRESS_LASTS_MS) }
      return { ...mails.renderAddressCheck({ ...frame, ...once, email }), email }
    }
    case 'account.address': {
      const { before, after } = Changed.parse(data)
      return { ...mails.renderAddressChanged({ ...frame, email: after.email, at, ip }), email: before.email }
    }
    case 'mail.test': {
      const { facts } = Sample.parse(data)
      const sample = mails.renderSample({ ...facts, brand })
      const subject = say(facts.locale, words[facts.locale].mail.sample, { subject: sample.subject })
      return { ...sample, subject, email: person.email }
    }
  }
}
