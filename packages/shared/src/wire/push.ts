import { z } from 'zod'
import { type Instant } from './page.ts'

/** A browser that shows messages while Belfry is closed. */
export interface PushDevice {
  id: string
  /** It belongs to the session that asks. */
  current: boolean
  userAgent: string | null
  createdAt: Instant
  /** When a message was last handed to it. */
  sentAt: Instant | null
}

/** Bytes in base64url, as browsers give them. */
const bytes = (count: number) =>
  z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((count * 4) / 3)}}=*$`), { error: 'Base64url.' })

/** What `PushSubscription.toJSON()` says. */
export const SubscribePushInput = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1000),
  keys: z.object({ p256dh: bytes(65), auth: bytes(16) }),
})
export type SubscribePushInput = z.output<typeof SubscribePushInput>

/** By the id from the list, or by the address that the browser itself knows. */
export const UnsubscribePushInput = z.union([
  z.object({ id: z.uuid() }),
  z.object({ endpoint: z.string().max(1000) }),
])
export type UnsubscribePushInput = z.output<typeof UnsubscribePushInput>

/** How long whoever said that he looks is taken to do so. */
export const LOOKING_MS = 75_000

/** What a push carries, encrypted: enough to show it without asking the server. */
export interface PushMessage {
  id: string
  title: string
  body: string
  link: string
  locale: string
  tone: string
  priority: string
  /** A message with the tag of another takes its place. */
  tag: string
  unread: number
  at: Instant
}

/** What takes the place of one another on a screen. */
export const tagOf = ({ id, group }: { id: string; group: string | null }): string => group ?? id
