import type { Db, Tx } from '@belfry/db'
import { listPushDevices, putLooking, putPushDevice, removePushDevice } from '@belfry/db/queries/push'
import { type Actor, DomainError, clock, newId, notFound } from '@belfry/shared'
import {
  LOOKING_MS,
  type PushDevice,
  type SubscribePushInput,
  type UnsubscribePushInput,
} from '@belfry/shared/wire'
import type { Hosts } from '../outside.ts'
import { mayBePushService } from './hosts.ts'

/** Browsers that one person may have told. */
const MOST = 20

/** One's own browsers that are told while Belfry is closed, the newest first. */
export async function listDevices(db: Db, actor: Actor, sessionId: string): Promise<PushDevice[]> {
  const rows = await listPushDevices(db, actor.id)
  return rows.map((row) => ({
    id: row.id,
    current: row.sessionId === sessionId,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }))
}

/** Has this browser told for as long as its session lasts. A program has no browser. */
export async function subscribePush(
  tx: Tx,
  actor: Actor,
  session: { id: string; userAgent: string | null; hosts: Hosts },
  { endpoint, keys }: SubscribePushInput,
): Promise<void> {
  if (!mayBePushService(endpoint, session.hosts)) throw new DomainError('invalid_input')
  if (actor.keyId) throw new DomainError('not_for_programs')
  const device = {
    id: newId(),
    personId: actor.id,
    sessionId: session.id,
    endpoint,
    ...keys,
    userAgent: session.userAgent?.slice(0, 500) ?? null,
    at: clock.now(),
  }
  if (!(await putPushDevice(tx, device, MOST))) throw notFound()
}

export async function endOfPush(tx: Tx, actor: Actor, input: UnsubscribePushInput): Promise<void> {
  if (!(await removePushDevice(tx, actor.id, input))) throw notFound()
}

/**
 * Says that the person looks at Belfry in this session, or has stopped: nothing is pushed meanwhile. False where none of his
 * browsers is told anyway, so that nobody needs to know.
 */
export const sayLooking = (db: Db, actor: Actor, sessionId: string, looks: boolean): Promise<boolean> =>
  putLooking(db, actor.id, sessionId, new Date(clock.now().getTime() + (looks ? LOOKING_MS : 0)))
