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

// Of the token itself only the hash is stored, so a copy of the database sets nobody's password.
const nameOf = (tokenHash: Buffer) => `set-password:${tokenHash.toString('hex')}`

/** Keeps a link by which a person sets a password; earlier ones are worth nothing any more. */
export async function keepPasswordLink(
  tx: Tx,
  link: { personId: string; tokenHash: Buffer; expiresAt: Date },
): Promise<void> {
  await forgetPasswordLinks(tx, link.personId)
  await tx
    .insertInto('auth.verification')
    .values({
      id: newId(),
      identifier: nameOf(link.tokenHash),
      value: link.personId,
      expires_at: link.expiresAt,
    })
    .execute()
}

/** Whose link it is, if it still counts; nobody can use it a second time. */
export async function takePasswordLink(tx: Tx, tokenHash: Buffer, now: Date): Promise<string | undefined> {
  const taken = await tx
    .deleteFrom('auth.verification')
    .where('identifier', '=', nameOf(tokenHash))
    .where('expires_at', '>', now)
    .returning('value')
    .executeTakeFirst()
  return taken?.value
}

export async function forgetPasswordLinks(tx: Tx, personId: string): Promise<void> {
  await tx
    .deleteFrom('auth.verification')
    .where('value', '=', personId)
    .where('identifier', 'like', 'set-password:%')
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
