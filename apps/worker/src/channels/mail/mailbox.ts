import { putInMailbox } from '@belfry/db/queries/deliveries'
import { clock } from '@belfry/shared'
import type { MailProvider } from './provider.ts'

/**
 * The development mailbox, which the console shows: no mail leaves the machine (requirement E8). It is a table of the
 * same database, so a mail and the news that it was sent commit together.
 */
export const mailbox: MailProvider = {
  name: 'mailbox',
  kind: 'mailbox',
  repeatable: true,
  parallel: 50,
  perSecond: null,
  perDay: null,
  send: ({ id, from, to, subject, messageId, html, text }) =>
    Promise.resolve({
      kind: 'sent',
      providerId: messageId,
      response: null,
      code: null,
      alongside: (tx) =>
        putInMailbox(
          tx,
          id,
          { sender: from, recipient: mailboxOf(to), subject, messageId, html, text },
          clock.now(),
        ),
    }),
  close: () => Promise.resolve(),
}

/** `Name <address>`, the name in quotes where it has more than letters and digits (RFC 5322). */
const mailboxOf = ({ name, email }: { name: string; email: string }): string =>
  /^[\p{L}\p{M}\p{N} ]+$/u.test(name) ? `${name} <${email}>` : `${JSON.stringify(name)} <${email}>`
