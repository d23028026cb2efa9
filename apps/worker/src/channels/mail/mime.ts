import MailComposer from 'nodemailer/lib/mail-composer'
import type { OutgoingMail } from './provider.ts'

/** The address in `Name <address>`, or the text itself. */
export const addressOf = (text: string): string => /<([^<>]+)>$/.exec(text)?.[1] ?? text

/** The whole mail as RFC 5322 wants it. */
export function toMime(mail: OutgoingMail): Promise<Buffer> {
  const composer = new MailComposer({
    from: mail.from,
    to: { name: mail.to.name, address: mail.to.email },
    subject: mail.subject,
    messageId: mail.messageId,
    html: mail.html,
    text: mail.text,
    // So that no machine answers it (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
