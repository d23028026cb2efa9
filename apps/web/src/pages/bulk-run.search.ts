import { bulkItemStates } from '@belfry/shared/wire'
import { z } from 'zod'

export const bulkRunSearch = z.object({
  show: z
    .enum(['all', ...bulkItemStates])
    .optional()
    .catch(undefined),
})
