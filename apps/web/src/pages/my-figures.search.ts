import { z } from 'zod'

export const myFiguresSearch = z.object({
  /** How many days back they go. */
  days: z.coerce.number().int().min(1).max(92).optional().catch(undefined),
})
