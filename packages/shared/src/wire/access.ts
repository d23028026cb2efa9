import { z } from 'zod'
import { locales } from '../locales.ts'
import { type Grant, type Role, roles } from '../roles.ts'
import { plainText } from '../text.ts'
import type { PersonRef } from './cases.ts'
import { IdempotencyKey, type Instant, PageInput } from './page.ts'

/** A role somebody holds, with the name of the place where it is not held everywhere. */
export interface NamedGrant extends Grant {
  scopeName: string | null
}

export interface GrantView extends NamedGrant {
  person: PersonRef
  /** Null for what was there from the beginning. */
  by: PersonRef | null
  at: Instant
}

export interface PersonItem {
  id: string
  name: string
  email: string
  grants: NamedGrant[]
  supervisor: PersonRef | null
  /** Null while the account is open. */
  closedAt: Instant | null
}

/** One step of what became of an account, newest first. */
export interface AccessEntry {
  id: string
  at: Instant
  type: string
  actor: PersonRef | null
  /** The sentence, in the reader's language. */
  text: string
}

export interface PersonView extends Omit<PersonItem, 'grants'> {
  locale: string
  createdAt: Instant
  /** Nobody has set a password for it yet. */
  invited: boolean
  sessions: number
  grants: GrantView[]
  history: AccessEntry[]
}

export interface RoleView {
  role: Role
  /** In the reader's language. */
  name: string
  /** The kind of place it may be held for; null where it is held everywhere. */
  scoped: string | null
  /** The places there are, by their ids. */
  scopes: { id: string; name: string }[]
  people: number
}

export interface ApiKeyView {
  id: string
  name: string
  owner: PersonRef
  /** Its first characters, by which people tell keys apart. */
  start: string
  createdAt: Instant
  expiresAt: Instant | null
  lastUsedAt: Instant | null
}

const Search = plainText().trim().max(100).optional()

export const PeopleInput = PageInput.extend({
  /** A part of the name or of the e-mail address. */
  search: Search,
  role: z.enum(roles).optional(),
  show: z.enum(['open', 'closed', 'all']).default('open'),
})
export type PeopleInput = z.output<typeof PeopleInput>

export const GrantsInput = PageInput.extend({
  role: z.enum(roles).optional(),
  scope: plainText().max(120).optional(),
})
export type GrantsInput = z.output<typeof GrantsInput>

const Scope = plainText().max(120).nullish()

export const GrantInput = z.object({ personId: z.uuid(), role: z.enum(roles), scope: Scope })
export type GrantInput = z.output<typeof GrantInput>

export const NewPassword = z.string().min(10).max(128)

/** An address for mails, in small letters: by it one signs in. */
export const MailAddress = plainText().trim().toLowerCase().pipe(z.email().max(254))

export const InviteInput = z.object({
  name: plainText().trim().min(1).max(120),
  email: MailAddress,
  locale: z.enum(locales).default('en'),
  grants: z
    .array(z.object({ role: z.enum(roles), scope: Scope }))
    .max(20)
    .default([]),
  supervisorId: z.uuid().nullish(),
  idempotencyKey: IdempotencyKey,
})
export type InviteInput = z.output<typeof InviteInput>

/** A link that sets a password, once. `path` is null when the same call is repeated: it is shown only the first time. */
export interface PasswordLink {
  personId: string
  path: string | null
  expiresAt: Instant
}

export const CreateApiKeyInput = z.object({
  /** What its program is called; people read it as the name of whoever did something. */
  name: plainText().trim().min(1).max(60),
  /** Oneself where left out. */
  personId: z.uuid().optional(),
  expiresInDays: z.int().min(1).max(3650).nullish(),
  idempotencyKey: IdempotencyKey,
})
export type CreateApiKeyInput = z.output<typeof CreateApiKeyInput>

/** `secret` is shown this once, and null when the same call is repeated. */
export interface CreatedApiKey {
  key: ApiKeyView
  secret: string | null
}

export const ChangePasswordInput = z.object({ current: z.string().min(1).max(128), next: NewPassword })
export type ChangePasswordInput = z.output<typeof ChangePasswordInput>

/** The password is the account's: a session left open must not be enough to take it over. */
export const ChangeAddressInput = z.object({ email: MailAddress, password: z.string().min(1).max(128) })
export type ChangeAddressInput = z.output<typeof ChangeAddressInput>
