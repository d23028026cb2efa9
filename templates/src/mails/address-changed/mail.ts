import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { type MailFrame, type RenderedMail, accountFooter, compose, factsText } from '../../compose.ts'
import { moment } from '../../moment.ts'
import { oneLine } from '../../text.ts'

export interface AddressChangedMail extends MailFrame {
  /** IANA name: the time is said by its clocks. */
  timeZone: string
  /** The address that counts from now on. */
  email: string
  at: Date
  ip: string | null
}

/** Tells the old address that mails go elsewhere. It has no button: whoever reads it may have no way in any more. */
export function renderAddressChanged(mail: AddressChangedMail): RenderedMail {
  const { locale, email, at, ip, timeZone } = mail
  const { addressChanged } = words[locale].mail
  const title = say(locale, addressChanged.subject)
  const lines = [say(locale, addressChanged.line)]
  const facts = [
    { name: addressChanged.now, value: oneLine(email) },
    { name: addressChanged.at, value: moment(locale, at, timeZone) },
    { name: addressChanged.ip, value: oneLine(ip ?? '–') },
  ]
  const warning = say(locale, addressChanged.warning)
  return compose('address-changed', mail, {
    subject: title,
    preheader: warning,
    tone: 'warning',
    text: [title, ...lines, factsText(facts), warning],
    footer: accountFooter(mail, say(locale, addressChanged.why)),
    html: { title, lines, facts, warning },
  })
}
