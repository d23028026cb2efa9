import type { KeyObject } from 'node:crypto'
import type { Db } from '@belfry/db'
import type { OneTimeKey } from '@belfry/engine/access'
import type { Hosts } from '@belfry/engine/outside'
import type { WebhookSettings } from '@belfry/engine/webhooks'
import type { Actor, Locale } from '@belfry/shared'
import type { Brand } from '@belfry/templates'
import type { Files } from './files/files.ts'
import type { FlagMemory } from './flags.ts'
import type { MailLimit, PasswordLimit, WriteLimit } from './limits.ts'
import type { Connection } from './live/connections.ts'
import type { Live } from './live/index.ts'
import type { SessionMemory } from './sessions.ts'
import type { Watch } from './watch.ts'

/** What every call shares. */
export interface Services {
  db: Db
  files: Files
  flags: FlagMemory
  live: Live
  watch: Watch
  writes: WriteLimit
  passwords: PasswordLimit
  /** How often somebody may have mails sent to an address. */
  mails: MailLimit
  /** Checks the links that came by mail. */
  oneTimeKey: OneTimeKey
  brand: Brand
  sessions: SessionMemory
  /** The key that browsers subscribe with, and where their push services may be. */
  push: { publicKey: string; hosts: Hosts }
  webhooks: WebhookSettings
  /** What signs exports of the trail, and the links to them. */
  audit: { signingKey: KeyObject; linkKey: Buffer }
}

/** Why what somebody shows does not count. */
export type Refusal = 'session_ended' | 'invalid_key'

/** Who calls. Whoever showed something that does not count (any more) is told so. */
export interface Caller {
  actor: Actor | undefined
  sessionId: string | undefined
  refusal: Refusal | undefined
}

/** What a procedure has to work with. On a WebSocket one is made per socket and kept, so it is small. */
export interface Context extends Services, Caller {
  locale: Locale
  ip: string | null
  userAgent: string | null
  /** Of the HTTP request; each call on a socket gets one of its own. */
  requestId: string | undefined
  /** The live connection it came over. */
  connection: Connection | undefined
}
