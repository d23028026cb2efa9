import { z } from 'zod'
import { type Locale, locales } from '../locales.ts'
import type { DeliveryState } from '../mail/states.ts'
import { plainText } from '../text.ts'
import { type Instant, PageInput } from './page.ts'

export type { DeliveryState }

export interface Delivery {
  id: string
  eventId: string
  to: { id: string; name: string; email: string }
  state: DeliveryState
  provider: string | null
  attempts: number
  error: string | null
  createdAt: Instant
  sentAt: Instant | null
}

/** A mail in the development mailbox; none of them left the machine. */
export interface MailboxItem {
  id: string
  to: string
  subject: string
  at: Instant
}

export interface MailboxMail extends MailboxItem {
  from: string
  messageId: string
  html: string
  text: string
}

export const MailboxInput = PageInput.extend({ search: plainText().trim().max(100).optional() })
export type MailboxInput = z.output<typeof MailboxInput>

/** One sample of a template: of those that carry many kinds of message, which. */
export const SampleInput = z.object({
  template: plainText().min(1).max(40),
  type: plainText().min(1).max(120),
  locale: z.enum(locales),
})
export type SampleInput = z.output<typeof SampleInput>

export interface MailTemplate {
  template: string
  languages: readonly Locale[]
  /** What it can be looked at with. */
  types: MailSampleType[]
}

export interface MailSampleType {
  type: string
  /** What it is about, where a template carries many kinds of message; in the reader's language. */
  group: string | null
  /** In the reader's language. */
  subject: string
}

/** A sample as it would go out. `html` is the whole source. */
export interface MailPreview {
  subject: string
  html: string
  text: string
}
