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
import { moment } from '../../moment.ts'
import { type OneTimeLink, oneTimeLink } from '../../one-time-link.ts'
import { oneLine } from '../../text.ts'

export interface PasswordResetMail extends MailFrame, OneTimeLink {
  /** When and from where it was asked for. */
  at: Date
  ip: string | null
}

/** A link that sets another password, for whoever asked for one on the sign-in page. */
export function renderPasswordReset(mail: PasswordResetMail): RenderedMail {
  const { locale, at, ip, timeZone } = mail
  const { reset } = words[locale].mail
  const title = say(locale, reset.subject)
  const lines = [say(locale, reset.line)]
  const { action, until, copy } = oneTimeLink(mail, say(locale, reset.open))
  const facts = [
    { name: reset.asked, value: moment(locale, at, timeZone) },
    { name: reset.ip, value: oneLine(ip ?? '–') },
  ]
  const ignore = say(locale, reset.ignore)
  return compose('password-reset', mail, {
    subject: title,
    preheader: ignore,
    text: [title, ...lines, buttonText(action), until, factsText(facts), ignore],
    footer: accountFooter(mail, say(locale, reset.why)),
    html: { title, lines, action, until, copy, facts, ignore },
  })
}
