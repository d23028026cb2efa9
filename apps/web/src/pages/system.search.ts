import { z } from 'zod'

export const systemViews = ['health', 'sending', 'figures'] as const
export type SystemView = (typeof systemViews)[number]

export const systemSearch = z.object({
  show: z.enum(systemViews).optional().catch(undefined),
  /** How many days back the figures go. */
  days: z.coerce.number().int().min(1).max(92).optional().catch(undefined),
})
