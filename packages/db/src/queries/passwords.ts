import { newId } from '@belfry/shared'
import { sql } from 'kysely'
import type { Tx } from '../schema.ts'

/** The hash of a person's password, held until the transaction ends; null where none is set yet. */
export async function lockPassword(tx: Tx, personId: string): Promise<string | null> {
  const account = await tx
    .selectFrom('auth.account')
    .select('password')
    .where('user_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .forUpdate()
    .executeTakeFirst()
  return account?.password ?? null
}

export async function updatePassword(tx: Tx, personId: string, hash: string, now: Date): Promise<void> {
  await tx
    .updateTable('auth.account')
    .set({ password: hash, updated_at: now })
    .where('user_id', '=', personId)
    .where('provider_id', '=', 'credential')
    .execute()
}

/** Ends a person's sessions, all of them or all but one. A trigger tells every API process. */
export async function deleteSessions(tx: Tx, personId: string, except: string | null): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('auth.session')
    .where('user_id', '=', personId)
    .$if(except !== null, (query) => query.where('id', '!=', except!))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

// Of a token that an administrator was shown only the hash is stored, and of one in a mail only the event that it signs: a copy
// of the database sets nobody's password.
const PASSWORD_LINKS = 'set-password:'

/** A link by which a person does something once: named by the hash of its token, or by the event that it signs. */
export interface OneTimeLink {
  name: string
  personId: string
  expiresAt: Date
}

/** Keeps a link by which a person sets a password, beside those there are. */
export const keepPasswordLink = (tx: Tx, { name, ...link }: OneTimeLink): Promise<void> =>
  keepOneTimeLink(tx, { ...link, name: PASSWORD_LINKS + name })

/** Whose link it is, if it still counts; nobody can use it a second time. */
export const takePasswordLink = (tx: Tx, name: string, now: Date): Promise<string | undefined> =>
  takeOneTimeLink(tx, PASSWORD_LINKS + name, now)

export async function keepOneTimeLink(tx: Tx, link: OneTimeLink): Promise<void> {
  await tx
    .insertInto('auth.verification')
    .values({ id: newId(), identifier: link.name, value: link.personId, expires_at: link.expiresAt })
    .execute()
}

export async function takeOneTimeLink(tx: Tx, name: string, now: Date): Promise<string | undefined> {
  const taken = await tx
    .deleteFrom('auth.verification')
    .where('identifier', '=', name)
    .where('expires_at', '>', now)
    .returning('value')
    .executeTakeFirst()
  return taken?.value
}

/** Makes all links worthless by which a person could set a password. */
export const forgetPasswordLinks = (tx: Tx, personId: string): Promise<void> =>
  forgetLinks(tx, personId, PASSWORD_LINKS)

export async function forgetLinks(tx: Tx, personId: string, prefix: string): Promise<void> {
  await tx
    .deleteFrom('auth.verification')
    .where('value', '=', personId)
    .where('identifier', 'like', `${prefix}%`)
    .execute()
}

/** Whose password a link sets, while the account is open; `isNew` until one was set for the first time. */
export const findAccountToSet = (tx: Tx, personId: string) =>
  tx
    .selectFrom('people as p')
    .innerJoin('auth.account as a', 'a.user_id', 'p.id')
    .select(['p.id', 'p.name', 'p.email', sql<boolean>`a.password is null`.as('isNew')])
    .where('p.id', '=', personId)
    .where('p.deactivated_at', 'is', null)
    .where('a.provider_id', '=', 'credential')
    .executeTakeFirst()
