import { roles } from '@belfry/shared'
import { z } from 'zod'

export const accessSearch = z.object({
  q: z.string().max(100).optional().catch(undefined),
  role: z.enum(roles).optional().catch(undefined),
  show: z.enum(['open', 'closed', 'all']).optional().catch(undefined),
})
export type AccessSearch = z.output<typeof accessSearch>
