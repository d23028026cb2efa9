import { z } from 'zod'
import { type Locale, locales } from '../locales.ts'
import type { Grant } from '../roles.ts'
import { TimeZone } from '../time-zone.ts'
import { AnyMoment, type Instant } from './page.ts'

export { TimeZone }

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export interface Me {
  id: string
  name: string
  email: string
  locale: Locale
  theme: Theme
  /** Notification sound. */
  sound: boolean
  /** Until when no queue gives this person anything; null while present. */
  awayUntil: Instant | null
  /** IANA name; null until a browser has said it. */
  timeZone: string | null
  grants: Grant[]
  permissions: string[]
}

export interface SessionView {
  id: string
  current: boolean
  createdAt: Instant
  expiresAt: Instant
  ip: string | null
  userAgent: string | null
}

export const UpdateMeInput = z.object({
  locale: z.enum(locales).optional(),
  theme: z.enum(themes).optional(),
  sound: z.boolean().optional(),
  /** Null for being back. */
  awayUntil: AnyMoment.nullish(),
  timeZone: TimeZone.optional(),
})
export type UpdateMeInput = z.output<typeof UpdateMeInput>
