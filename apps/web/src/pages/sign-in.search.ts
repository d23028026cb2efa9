import { z } from 'zod'

export const signInSearch = z.object({
  /** Where to go afterwards: a path of this console, never another site's address. */
  to: z
    .string()
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
  /** The session ended while the person was at work. */
  ended: z.boolean().optional().catch(undefined),
})
