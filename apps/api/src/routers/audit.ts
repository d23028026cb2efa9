import { getAuditEntry, searchAudit } from '@belfry/engine/audit'
import { AuditSearchInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

export const auditRouter = router({
  search: signedIn.input(AuditSearchInput).query(({ ctx, input }) => searchAudit(ctx.db, ctx.actor, input)),

  get: signedIn
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => getAuditEntry(ctx.db, ctx.actor, input.id)),
})
