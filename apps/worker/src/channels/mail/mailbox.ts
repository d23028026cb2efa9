import { putInMailbox } from '@belfry/db/queries/deliveries'
import { clock } from '@belfry/shared'
import type { MailProvider } from './provider.ts'

/**
 * The development mailbox, which the console shows: no mail leaves the machine (requirement E8). It is a table of the
 * same database, so a mail and the news that it was sent commit together.
 */
export const mailbox: MailProvider = {
  name: 'mailbox',
  send: ({ id, from, to, ...mail }) =>
    Promise.resolve({
      ok: true,
      providerId: mail.messageId,
      alongside: (tx) =>
        putInMailbox(tx, id, { sender: from, recipient: mailboxOf(to), ...mail }, clock.now()),
    }),
}

/** `Name <address>`, the name in quotes where it has more than letters and digits (RFC 5322). */
const mailboxOf = ({ name, email }: { name: string; email: string }): string =>
  /^[\p{L}\p{M}\p{N} ]+$/u.test(name) ? `${name} <${email}>` : `${JSON.stringify(name)} <${email}>`
