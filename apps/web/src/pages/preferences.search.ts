import { categories } from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'
import { z } from 'zod'

/** `about`: the category that somebody wants to set. */
export const preferencesSearch = z.object({
  about: z
    .enum(categories as [Category, ...Category[]])
    .optional()
    .catch(undefined),
})
