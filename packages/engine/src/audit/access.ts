import type { Tx } from '@belfry/db'
import type { Actor, Origin } from '@belfry/shared'
import { type EventData, record } from '../events/record.ts'

export interface AccessEvent {
  type: 'session.start' | 'session.end' | 'session.refused' | 'connection.close'
  /** Nobody is known when a sign-in is refused. */
  actor: Pick<Actor, 'kind' | 'id' | 'name'> | null
  data: EventData
  origin: Origin
}

/** Records who came, went or was turned away, for the audit trail. */
export async function recordAccess(tx: Tx, { type, actor, data, origin }: AccessEvent): Promise<void> {
  await record(
    tx,
    { kind: actor?.kind ?? 'system', id: actor?.id ?? null, name: actor?.name ?? 'Belfry', origin },
    { type, data },
  )
}
