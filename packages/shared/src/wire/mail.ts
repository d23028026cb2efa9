import { z } from 'zod'
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
