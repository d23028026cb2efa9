import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { type MailFrame, type RenderedMail, accountFooter, buttonText, compose } from '../../compose.ts'
import { type OneTimeLink, oneTimeLink } from '../../one-time-link.ts'
import { oneLine } from '../../text.ts'

export interface AddressCheckMail extends MailFrame, OneTimeLink {
  /** The address that is to be the account's. */
  email: string
}

/** Asks whoever reads a new address to say that it is his. */
export function renderAddressCheck(mail: AddressCheckMail): RenderedMail {
  const { locale, email } = mail
  const { address } = words[locale].mail
  const title = say(locale, address.subject)
  const lines = [say(locale, address.line, { email: oneLine(email) })]
  const { action, until, copy } = oneTimeLink(mail, say(locale, address.open))
  const ignore = say(locale, address.ignore)
  return compose('address-check', mail, {
    subject: title,
    preheader: lines.join(' '),
    text: [title, ...lines, buttonText(action), until, ignore],
    footer: accountFooter(mail, say(locale, address.why)),
    html: { title, lines, action, until, copy, ignore },
  })
}
