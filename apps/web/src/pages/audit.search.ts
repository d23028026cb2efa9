import { z } from 'zod'

const moment = z.iso.datetime({ offset: true }).optional().catch(undefined)
const id = z.uuid().optional().catch(undefined)

export const auditSearch = z.object({
  action: z.string().max(80).optional().catch(undefined),
  person: id,
  case: id,
  from: moment,
  to: moment,
  /** The entry that is opened. */
  entry: id,
})
export type AuditSearch = z.output<typeof auditSearch>
