import type { Locale } from '@belfry/shared'
import type { WebhookPayload } from '@belfry/shared/wire'
import type { Answer } from '../post.ts'

/** What is to be said to an endpoint. */
export interface Said {
  /** The endpoint's address. */
  url: string
  /** The same however often it is sent. */
  messageId: string
  payload: WebhookPayload
  locale: Locale
  /** What it is about, in the endpoint's language: "Shift: Coach 81". */
  title: string
  /** Where there is more. */
  link: string
  /** The word on the button that leads there. */
  open: string
  /** Those that sign now. */
  secrets: string[]
  now: Date
}

/** The beginning of a text, where all of it is too long. */
export const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text

/** How one kind of endpoint is written to. A new kind is a file with one of these, and its name in shared/webhooks/kinds.ts. */
export interface EndpointKind {
  /** `url` is where it goes, where that is not the address as it is. */
  write(said: Said): { body: string; headers?: Record<string, string>; url?: string }
  /** For those who say yes and mean no; an answer of the 200s is a yes otherwise. */
  isRefused?(answer: Answer): boolean
}
