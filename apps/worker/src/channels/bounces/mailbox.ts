import type { BounceKey } from '@belfry/engine/mail'

/** Where bounces come to, and how they are known. */
export interface Bounces {
  /** `imaps://user:password@host/INBOX`; without one somebody else reads them. */
  mailbox: URL | null
  key: BounceKey
}

/** Mails in one run; what is left is read with the next. */
const AT_ONCE = 200
/** A report of a bounce is small; of a mail that is larger only this is looked at. */
const BYTES = 512 * 1024
const CONNECT_MS = 15_000
const SILENT_MS = 30_000

/**
 * Hands over every mail in a mailbox that nobody has seen. Those that were understood (`true`) are deleted, the others are
 * left there, seen, for a person to look at. Returns how many were understood.
 */
export async function readMailbox(
  address: URL,
  take: (raw: Buffer) => Promise<boolean>,
  signal: AbortSignal,
): Promise<number> {
  const { ImapFlow } = await import('imapflow')
  const isSecure = address.protocol === 'imaps:'
  const host = address.hostname.replace(/^\[|\]$/g, '')
  const client = new ImapFlow({
    host,
    port: Number(address.port) || (isSecure ? 993 : 143),
    secure: isSecure,
    // Nobody's password goes over a network in clear text.
    ...(isSecure || isOwnMachine(host) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(address.username), pass: decodeURIComponent(address.password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
  })
  // What breaks the connection also ends the call that waits for it.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.mailboxOpen(decodeURIComponent(address.pathname.slice(1)) || 'INBOX')
    const unseen = (await client.search({ seen: false, deleted: false }, { uid: true })) || []
    let understood = 0
    for (const uid of unseen.slice(0, AT_ONCE)) {
      signal.throwIfAborted()
      const mail = await client.fetchOne(
        String(uid),
        { source: { start: 0, maxLength: BYTES } },
        { uid: true },
      )
      if (!mail || !mail.source) continue
      if (await take(mail.source)) {
        await client.messageDelete([uid], { uid: true })
        understood += 1
      } else await client.messageFlagsAdd([uid], ['\\Seen'], { uid: true })
    }
    return understood
  } finally {
    await client.logout().catch(() => client.close())
  }
}

const isOwnMachine = (host: string): boolean => /^(localhost|127\.[\d.]+|::1)$/.test(host)
