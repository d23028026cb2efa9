import { z } from 'zod'

/** What the address of a list says that has a calendar beside it. */
export const calendarSearch = z.object({
  show: z.enum(['list', 'calendar']).optional().catch(undefined),
  /** A day of the week that is shown; this week where left out. */
  week: z.iso
    .date()
    .refine((day) => day > '1900' && day < '2200')
    .optional()
    .catch(undefined),
})
