import type { Workflow } from '@belfry/shared/machine'
import { caseSorts } from '@belfry/shared/wire'
import { z } from 'zod'
import { calendarSearch } from '../calendar/calendar.search.ts'

/** The tab of all open states; a state's own name holds no hyphen. */
export const allOpen = 'all-open'

export const queueSearch = z.object({
  /** The tab; a `state:` in the search itself goes before it. */
  state: z.string().max(60).optional().catch(undefined),
  sort: z.enum(caseSorts).optional().catch(undefined),
  /** A number in the address is a number to the router, and a word to whoever typed it. */
  q: z.coerce.string().max(200).optional().catch(undefined),
  /** The usual ones where left out. */
  columns: z.array(z.string().max(60)).max(30).optional().catch(undefined),
  /** The saved view that one came from. */
  view: z.string().max(40).optional().catch(undefined),
  ...calendarSearch.shape,
})
export type QueueSearch = z.output<typeof queueSearch>

/** A calendar is shown only of a workflow that has one, whatever the address says. */
export const showsCalendar = ({ calendar }: Workflow, { show }: QueueSearch): boolean =>
  calendar !== null && show === 'calendar'
