import { createHash, randomBytes } from 'node:crypto'
import type { Db, Tx } from '@belfry/db'
import { lockAccount } from '@belfry/db/queries/access'
import {
  type ApiKeyRow,
  findKeyOwner,
  insertApiKey,
  listApiKeys as list,
  revokeApiKey as revoke,
} from '@belfry/db/queries/api-keys'
import { type Actor, DomainError, clock, may, newId, notFound } from '@belfry/shared'
import type { ApiKeyView, CreateApiKeyInput, CreatedApiKey } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { once } from '../once.ts'
import { targetOf } from './accounts.ts'
import { demand } from './demand.ts'

const KEYS_PER_PERSON = 20
/** By this beginning a key is known for what it is, by scanners for lost secrets too. */
const PREFIX = 'belfry_'
const START = PREFIX.length + 5

/** What is kept of a key. It is 256 random bits, so a fast hash is as good as a slow one. */
export const hashKey = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** A person's keys that count, newest first; one's own, or anybody's for whoever reads who may do what. */
export async function listApiKeys(db: Db, actor: Actor, personId = actor.id): Promise<ApiKeyView[]> {
  if (personId !== actor.id) demand(actor, 'access.read')
  return (await list(db, personId, clock.now())).map(viewKey)
}

/** Makes a key for a program that acts with its owner's rights, under a name of its own. The secret is shown this once. */
export async function createApiKey(tx: Tx, actor: Actor, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  if (actor.keyId) throw new DomainError('not_for_programs')
  const ownerId = input.personId ?? actor.id
  if (ownerId !== actor.id) demand(actor, 'access.change')
  let secret: string | null = null
  const key = await once(tx, actor, 'access.createApiKey', input, async () => {
    const owner = await lockAccount(tx, ownerId)
    if (!owner) throw notFound()
    if (owner.closedAt) throw new DomainError('person_closed', { name: owner.name })
    if ((await list(tx, owner.id, clock.now())).length >= KEYS_PER_PERSON)
      throw new DomainError('too_many_keys', { limit: KEYS_PER_PERSON })

    secret = PREFIX + randomBytes(32).toString('base64url')
    const made = describe(owner, input, secret)
    await insertApiKey(tx, { ...made, personId: owner.id, hash: hashKey(secret), createdBy: actor.id })
    await recordKey(tx, actor, 'access.key_create', owner, made.name)
    return viewKey({ ...made, lastUsedAt: null, ownerId: owner.id, ownerName: owner.name })
  })
  return { key, secret }
}

/** Shuts a program out, from open connections too. */
export async function revokeApiKey(tx: Tx, actor: Actor, id: string): Promise<null> {
  const owned = await findKeyOwner(tx, id)
  if (!owned || (owned.personId !== actor.id && !may(actor, 'access.change'))) throw notFound()
  const owner = await lockAccount(tx, owned.personId)
  const revoked = await revoke(tx, id, actor.id, clock.now())
  if (!owner || !revoked) throw notFound()
  await recordKey(tx, actor, 'access.key_revoke', owner, revoked.name)
  return null
}

const describe = (owner: { id: string }, { name, expiresInDays }: CreateApiKeyInput, secret: string) => {
  const createdAt = clock.now()
  const expiresAt = expiresInDays ? new Date(createdAt.getTime() + expiresInDays * 86_400_000) : null
  return { id: newId(), personId: owner.id, name, start: secret.slice(0, START), createdAt, expiresAt }
}

const recordKey = (
  tx: Tx,
  actor: Actor,
  type: 'access.key_create' | 'access.key_revoke',
  owner: { id: string; name: string },
  key: string,
) =>
  record(
    tx,
    actor,
    {
      type,
      data: {
        target: targetOf(owner),
        [type === 'access.key_create' ? 'after' : 'before']: { key },
        facts: { key },
      },
    },
    { tell: true },
  )

const viewKey = (row: ApiKeyRow): ApiKeyView => ({
  id: row.id,
  name: row.name,
  owner: { id: row.ownerId, name: row.ownerName },
  start: row.start,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
})
