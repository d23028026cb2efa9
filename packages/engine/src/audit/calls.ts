import type { Tx } from '@belfry/db'
import type { Actor } from '@belfry/shared'
import { record } from '../events/record.ts'

/** Records a call whose verb had nothing to say of its own; of which case, where it was about one. */
export async function recordCall(tx: Tx, actor: Actor, path: string, caseId?: string): Promise<void> {
  await record(tx, actor, {
    type: `call.${path}`,
    data: {
      target: { kind: 'procedure', id: path },
      ...(caseId !== undefined && { after: { case: caseId } }),
    },
  })
}
