import { z } from 'zod'

export const newCaseSearch = z.object({})
