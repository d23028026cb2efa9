import type { Tx } from '@belfry/db'

/** One mail to one person, as it goes out. */
export interface OutgoingMail {
  /** The delivery. The same one is the same mail, whoever carries it. */
  id: string
  messageId: string
  from: string
  to: { name: string; email: string }
  subject: string
  html: string
  text: string
  /** Beside those that every mail has. */
  headers?: Record<string, string>
  /** Where bounces go, where that is not whom it is from. */
  returnPath?: string
}

export type SendOutcome =
  | {
      ok: true
      /** The provider's own name for the mail. */
      providerId: string
      /** What belongs into the transaction that settles the attempt. */
      alongside?: (tx: Tx) => Promise<void>
    }
  /** `final`: trying again cannot help. */
  | { ok: false; error: string; final: boolean }

/** Somebody who carries mail. A refusal is an outcome, not an error. */
export interface MailProvider {
  name: string
  send(mail: OutgoingMail): Promise<SendOutcome>
}
