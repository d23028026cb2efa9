import { suppressionReasons } from '@belfry/shared/mail'
import { z } from 'zod'

export const suppressionsSearch = z.object({
  q: z.coerce.string().max(100).optional().catch(undefined),
  reason: z.enum(suppressionReasons).optional().catch(undefined),
})
