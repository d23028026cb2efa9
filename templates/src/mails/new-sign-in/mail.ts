import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import {
  type MailFrame,
  type RenderedMail,
  accountFooter,
  buttonText,
  compose,
  factsText,
} from '../../compose.ts'
import { absoluteLink } from '../../link.ts'
import { moment } from '../../moment.ts'
import { oneLine } from '../../text.ts'

export interface NewSignInMail extends MailFrame {
  /** IANA name: the time is said by its clocks. */
  timeZone: string
  message: { title: string; link: string }
  device: string
  ip: string
  at: Date
}

/** Somebody signed in from where the account was not seen before. */
export function renderNewSignIn(mail: NewSignInMail): RenderedMail {
  const { locale, brand, message, device, ip, at, timeZone } = mail
  const { account, signIn } = words[locale].mail
  const title = oneLine(message.title)
  const facts = [
    { name: signIn.device, value: oneLine(device) },
    { name: signIn.ip, value: oneLine(ip) },
    { name: signIn.at, value: moment(locale, at, timeZone) },
  ]
  const action = { label: signIn.open, link: absoluteLink(message.link, brand.url) }
  const warning = say(locale, signIn.warning)
  return compose('new-sign-in', mail, {
    subject: title,
    preheader: warning,
    tone: 'warning',
    text: [title, factsText(facts), warning, buttonText(action)],
    footer: accountFooter(mail, say(locale, account)),
    html: { title, facts, warning, action },
  })
}
