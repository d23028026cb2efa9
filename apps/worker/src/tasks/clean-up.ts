import { makeAuditPartitions } from '@belfry/db/queries/audit'
import { removeOld } from '@belfry/db/queries/retention'
import { removeOldMonths } from '@belfry/engine/audit'
import { expireOld } from '@belfry/engine/notify'
import { clock } from '@belfry/shared'
import type { Jobs } from '@belfry/shared/jobs'
import { clearOldFiles } from '../old-files.ts'
import type { Task } from '../task.ts'

export const cleanUp: Task<Jobs['cleanUp']> = async (
  _,
  { db, log, storage, signal, keep, signingKey, auditMonths },
) => {
  await makeAuditPartitions(db, clock.now())
  const removed = await removeOld(db, clock.now())
  const notifications = await expireOld(db, keep)
  const entries = await removeOldMonths(db, signingKey, auditMonths)
  const files = await clearOldFiles(db, storage, signal)
  log.info({ removed: { ...removed, notifications, entries, files } }, 'Removed what was too old')
}
