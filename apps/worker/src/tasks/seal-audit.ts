import { sealAudit as sealBatch } from '@belfry/engine/audit'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const sealAudit: Task<Jobs['sealAudit']> = async (_, { db, signingKey, signal }) => {
  let more = true
  while (more) {
    signal.throwIfAborted()
    ;({ more } = await db.transaction().execute((tx) => sealBatch(tx, signingKey)))
  }
}
