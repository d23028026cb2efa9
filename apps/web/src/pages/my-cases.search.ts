import { z } from 'zod'
import { calendarSearch } from '../calendar/calendar.search.ts'

export const myCasesSearch = z.object({
  view: z.enum(['mine', 'part', 'waiting', 'team']).optional().catch(undefined),
  ...calendarSearch.shape,
})
