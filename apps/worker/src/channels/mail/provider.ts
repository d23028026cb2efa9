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

/** What the provider said, word for word, and the code in it: `550 5.1.1`, `429`. */
export interface Said {
  response: string | null
  code: string | null
}

/**
 * What became of handing a mail over. A refusal is an outcome, not an error; of every one but `unclear` it is certain that
 * the mail was not taken.
 */
export type SendOutcome =
  | ({
      kind: 'sent'
      /** The provider's own name for the mail. */
      providerId: string
      /** What belongs into the transaction that settles the attempt. */
      alongside?: (tx: Tx) => Promise<void>
    } & Said)
  | ({
      kind: 'refused'
      error: string
      /**
       * `address`: it does not exist, and nobody can reach it. `mail`: not this mail, not by this provider. `later`: not now,
       * and not because of the provider. `pace`: not now, since too many go to that domain.
       */
      why: 'address' | 'mail' | 'later' | 'pace'
    } & Said)
  /** The provider itself cannot: it is away, does not know us, has no room. */
  | ({ kind: 'failed'; error: string } & Said)
  /** The mail may have been taken. */
  | ({ kind: 'unclear'; error: string } & Said)

/** Somebody who carries mail. */
export interface MailProvider {
  name: string
  kind: 'mailbox' | 'smtp' | 'ses' | 'sendgrid'
  /** It takes the same mail twice for one, so that an unclear outcome may be tried again. */
  repeatable: boolean
  /** Mails that it takes at the same time from one worker. */
  parallel: number
  /** Its limits, for all workers together. */
  perSecond: number | null
  perDay: number | null
  /** `onSlow` is called when it has the whole mail and is long in answering. */
  send(mail: OutgoingMail, onSlow: () => void): Promise<SendOutcome>
  close(): Promise<void>
}

/** The longest that handing over may take before the next provider is asked. */
export const BEFORE_DATA_MS = 4_000
/** An answer that takes longer is a sign of trouble. */
export const SLOW_MS = 3_000
/** The longest that an answer is waited for once the mail is out of our hands. */
export const ANSWER_MS = 60_000

export const unsaid: Said = { response: null, code: null }
