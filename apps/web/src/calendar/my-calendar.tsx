import { type Actor, hasRole } from '@belfry/shared'
import { type Workflow, fieldsOf, maySubmit } from '@belfry/shared/machine'
import { workflows } from '@belfry/shared/workflows'
import { createEffect, createMemo, on } from 'solid-js'
import { useInbox } from '../inbox/context.tsx'
import { createCalendarPages } from '../live/calendar.ts'
import { trpc } from '../trpc.ts'
import { CalendarPanel, shownWeek } from './calendar-page.tsx'

/** Somebody files what has dates, or is named in it: there is a calendar of his own. */
export const hasCalendar = (person: Pick<Actor, 'grants'>): boolean =>
  Object.values(workflows).some(
    (workflow: Workflow) =>
      workflow.calendar !== null &&
      (maySubmit(workflow, person) ||
        fieldsOf(workflow.data).some(
          (field) => field.kind === 'person' && field.role !== null && hasRole(person, field.role),
        )),
  )

/** When one's own cases take place, of whatever kind they are. */
export function MyCalendar(props: {
  view: 'mine' | 'part'
  week: string | undefined
  onShow: (day: string | undefined) => void
}) {
  const days = createMemo(() => shownWeek(props.week))
  const calendar = createCalendarPages(
    () => ({ view: props.view, from: days()[0]!, to: days().at(-1)! }),
    (question) => trpc.cases.calendar.query(question),
  )
  // Whatever moves one of these cases tells this person, too.
  const { inbox } = useInbox()
  createEffect(on(() => inbox.items()[0]?.id, calendar.again, { defer: true }))
  return <CalendarPanel days={days()} calendar={calendar} onShow={props.onShow} />
}
