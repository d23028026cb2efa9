import { z } from 'zod'

export const auditSearch = z.object({
  /** As it is written: `actor:vera action:shift.* since:2026-10-01 words`. */
  q: z.string().max(400).optional().catch(undefined),
  /** The entry that is opened. */
  entry: z.uuid().optional().catch(undefined),
})
export type AuditSearch = z.output<typeof auditSearch>
