import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { type MailFrame, type RenderedMail, accountFooter, buttonText, compose } from '../../compose.ts'
import { type OneTimeLink, oneTimeLink } from '../../one-time-link.ts'
import { oneLine } from '../../text.ts'

export interface InvitationMail extends MailFrame, OneTimeLink {
  inviter: string
  /** The address of the new account. */
  email: string
}

/** Somebody has an account, and sets its first password by a link. */
export function renderInvitation(mail: InvitationMail): RenderedMail {
  const { locale, brand } = mail
  const { invitation } = words[locale].mail
  const values = { inviter: oneLine(mail.inviter), brand: oneLine(brand.name), email: oneLine(mail.email) }
  const title = say(locale, invitation.subject, values)
  const lines = [say(locale, invitation.line, values), say(locale, invitation.again)]
  const { action, until, copy } = oneTimeLink(mail, say(locale, invitation.open))
  const ignore = say(locale, invitation.ignore)
  return compose('invitation', mail, {
    subject: title,
    preheader: lines.join(' '),
    text: [title, ...lines, buttonText(action), until, ignore],
    footer: accountFooter(mail, say(locale, invitation.why, values)),
    html: { title, lines, action, until, copy, ignore },
  })
}
