import type { Db, Tx } from '@belfry/db'
import { deleteSession, listSessions as list } from '@belfry/db/queries/sessions'
import { type Actor, clock, notFound } from '@belfry/shared'
import type { SessionView } from '@belfry/shared/wire'
import { record } from '../events/record.ts'

/** The actor's own sessions, newest first. */
export async function listSessions(db: Db, actor: Actor, currentId: string | null): Promise<SessionView[]> {
  const rows = await list(db, actor.id, clock.now())
  return rows.map((row) => ({
    id: row.id,
    current: row.id === currentId,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ip: row.ip,
    userAgent: row.userAgent,
  }))
}

/** Ends one of the actor's own sessions; its connections close within a second. */
export async function endSession(tx: Tx, actor: Actor, sessionId: string): Promise<void> {
  if (!(await deleteSession(tx, actor.id, sessionId))) throw notFound()
  await record(tx, actor, { type: 'session.end', data: { target: { kind: 'session', id: sessionId } } })
}
