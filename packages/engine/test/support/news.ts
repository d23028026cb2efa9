import type { Db } from '@belfry/db'
import { insertEvent } from '@belfry/db/queries/events'
import { type Actor, clock, newId } from '@belfry/shared'
import { inTx } from '@belfry/testing/given'

/** Something happened to a case, and nobody has been told yet. Returns the event's id. */
export async function happened(
  db: Db,
  caseId: string,
  by: Actor,
  type = 'case.comment',
  data: Record<string, unknown> = { note: 'News.' },
): Promise<string> {
  const id = newId()
  await inTx(db, (tx) =>
    insertEvent(tx, {
      id,
      at: clock.now(),
      type,
      actor_id: by.id,
      actor_kind: by.kind,
      actor_name: by.name,
      actor_key_id: null,
      case_id: caseId,
      data,
      request_id: null,
      ip: null,
      user_agent: null,
      run_id: null,
    }),
  )
  return id
}
