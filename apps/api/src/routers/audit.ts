import { getAuditEntry, redactPerson, requestExport, searchAudit, verifyAudit } from '@belfry/engine/audit'
import { AuditExportInput, AuditSearchInput, AuditVerifyInput, RedactInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

export const auditRouter = router({
  search: signedIn.input(AuditSearchInput).query(({ ctx, input }) => searchAudit(ctx.db, ctx.actor, input)),

  get: signedIn
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => getAuditEntry(ctx.db, ctx.actor, input.id)),

  /** Some thousand entries at a time. */
  verify: signedIn
    .input(AuditVerifyInput)
    .query(({ ctx, input }) => verifyAudit(ctx.db, ctx.actor, ctx.audit.signingKey, input)),

  /** A link to the file, which is made while it is read. */
  export: signedIn
    .input(AuditExportInput)
    .mutation(({ ctx, input }) =>
      ctx.transaction((tx) => requestExport(tx, ctx.actor, input, ctx.audit.linkKey)),
    ),

  /** Takes what is personal about somebody out of the trail; its proof stays. */
  redact: signedIn
    .input(RedactInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => redactPerson(tx, ctx.actor, input))),
})
