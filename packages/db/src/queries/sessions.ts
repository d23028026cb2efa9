import type { Locale } from '@belfry/shared'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { prepared } from '../statements.ts'
import { grantsOfP } from './people.ts'

/** The session of this token, unless it has ended, and whose it is: nobody when the account is closed. */
export async function findSession(db: Db, token: string, now: Date) {
  const session = db
    .selectFrom('auth.session as s')
    .leftJoin('people as p', (join) =>
      join.onRef('p.id', '=', 's.user_id').on('p.deactivated_at', 'is', null),
    )
    .select([
      's.id',
      's.user_id as personId',
      's.expires_at as expiresAt',
      'p.name',
      'p.locale',
      grantsOfP.as('grants'),
    ])
    .where('s.token', '=', token)
    .where('s.expires_at', '>', now)
  const [row] = (await prepared(db, session)).rows
  if (!row) return undefined
  const { id, personId, expiresAt, name, locale, grants } = row
  const person =
    name !== null && locale !== null ? { id: personId, name, locale: locale as Locale, grants } : undefined
  return { id, personId, expiresAt, person }
}

export async function prolongSession(db: Db, id: string, expiresAt: Date): Promise<void> {
  await db.updateTable('auth.session').set({ expires_at: expiresAt }).where('id', '=', id).execute()
}

export const listSessions = (db: Db, personId: string, now: Date) =>
  db
    .selectFrom('auth.session')
    .select([
      'id',
      'created_at as createdAt',
      'expires_at as expiresAt',
      'ip_address as ip',
      'user_agent as userAgent',
    ])
    .where('user_id', '=', personId)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute()

/** True when there was such a session of this person. A trigger tells every API process. */
export async function deleteSession(tx: Tx, personId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('auth.session')
    .where('id', '=', id)
    .where('user_id', '=', personId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/**
 * Of these sessions and API keys, until when each lasts; those that ended are missing. A key that does not expire is to be
 * asked about again in a day.
 */
export async function sessionExpiries(db: Db, ids: string[], now: Date): Promise<Map<string, Date>> {
  const { rows } = await sql<{ id: string; expires_at: Date }>`
    select id, expires_at from auth.session where id = any(${ids}::uuid[])
    union all
    select id, coalesce(expires_at, ${now}::timestamptz + interval '1 day') from api_keys
    where id = any(${ids}::uuid[]) and revoked_at is null`.execute(db)
  return new Map(rows.map((row) => [row.id, row.expires_at]))
}
