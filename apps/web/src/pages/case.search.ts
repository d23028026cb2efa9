import { z } from 'zod'

export const caseSearch = z.object({
  /** The slot whose form is open. */
  add: z.string().max(60).optional().catch(undefined),
})
