import type { Locale } from '@belfry/shared'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { grantsOfP } from './people.ts'

const lasts = (now: Date) => sql<boolean>`coalesce(k.expires_at > ${now}::timestamptz, true)`

/** The key with this hash, unless it has ended, and whose it is: nobody when the account is closed. */
export async function findApiKey(db: Db, hash: Buffer, now: Date) {
  const row = await db
    .selectFrom('api_keys as k')
    .leftJoin('people as p', (join) =>
      join.onRef('p.id', '=', 'k.person_id').on('p.deactivated_at', 'is', null),
    )
    .select(['k.id', 'k.person_id as personId', 'k.name', 'k.expires_at as expiresAt'])
    .select(['p.locale', grantsOfP.as('grants')])
    .where('k.hash', '=', hash)
    .where('k.revoked_at', 'is', null)
    .where(lasts(now))
    .executeTakeFirst()
  if (!row) return undefined
  const { id, personId, name, expiresAt, locale, grants } = row
  const person =
    locale === null ? undefined : { id: personId, name, locale: locale as Locale, grants, keyId: id }
  return { id, personId, name, expiresAt, person }
}

const USED_EVERY_S = 60

/** Notes that a key was used, to the minute. */
export async function touchApiKey(db: Db, id: string, now: Date): Promise<void> {
  await sql`update api_keys set last_used_at = ${now} where id = ${id}
    and (last_used_at is null or last_used_at < ${now}::timestamptz - ${USED_EVERY_S}::int * interval '1 second')`.execute(
    db,
  )
}

/** A person's keys that count, newest first. */
export const listApiKeys = (db: Db, personId: string, now: Date) =>
  db
    .selectFrom('api_keys as k')
    .innerJoin('people as p', 'p.id', 'k.person_id')
    .select(['k.id', 'k.name', 'k.start', 'k.created_at as createdAt', 'k.expires_at as expiresAt'])
    .select(['k.last_used_at as lastUsedAt', 'p.id as ownerId', 'p.name as ownerName'])
    .where('k.person_id', '=', personId)
    .where('k.revoked_at', 'is', null)
    .where(lasts(now))
    .orderBy('k.id', 'desc')
    .execute()

export type ApiKeyRow = Awaited<ReturnType<typeof listApiKeys>>[number]

export async function insertApiKey(
  tx: Tx,
  key: {
    id: string
    personId: string
    name: string
    hash: Buffer
    start: string
    createdBy: string
    createdAt: Date
    expiresAt: Date | null
  },
): Promise<void> {
  const {
    personId: person_id,
    createdBy: created_by,
    createdAt: created_at,
    expiresAt: expires_at,
    ...same
  } = key
  await tx
    .insertInto('api_keys')
    .values({ ...same, person_id, created_by, created_at, expires_at })
    .execute()
}

/** The key that was revoked, if it was one that counted. A trigger tells every API process. */
export const revokeApiKey = (tx: Tx, id: string, by: string, at: Date) =>
  tx
    .updateTable('api_keys')
    .set({ revoked_at: at, revoked_by: by })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(['id', 'name', 'person_id as personId'])
    .executeTakeFirst()

export const findKeyOwner = (db: Db, id: string) =>
  db.selectFrom('api_keys').select('person_id as personId').where('id', '=', id).executeTakeFirst()
export async function revokeApiKeysOf(tx: Tx, personId: string, by: string, at: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('api_keys')
    .set({ revoked_at: at, revoked_by: by })
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
