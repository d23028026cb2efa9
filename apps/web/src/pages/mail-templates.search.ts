import { locales } from '@belfry/shared'
import { z } from 'zod'

export const mailTemplatesSearch = z.object({
  template: z.string().max(40).optional().catch(undefined),
  type: z.string().max(120).optional().catch(undefined),
  language: z.enum(locales).optional().catch(undefined),
  as: z.enum(['html', 'text', 'source']).optional().catch(undefined),
  width: z.enum(['desk', 'phone']).optional().catch(undefined),
  scheme: z.enum(['light', 'dark']).optional().catch(undefined),
})
