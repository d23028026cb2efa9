import { setImmediate } from 'node:timers/promises'
import type { Db } from '@belfry/db'
import {
  MOST_PLANNED,
  type PlannedCase,
  type Within,
  listPlanned,
  listPlannedOf,
} from '@belfry/db/queries/calendar'
import { type CaseRow, listCasesById } from '@belfry/db/queries/cases'
import { type Actor, DomainError, Recurrence, clock } from '@belfry/shared'
import { type Calendar, maySee, visibleData } from '@belfry/shared/machine'
import { type Days, occurrencesOf } from '@belfry/shared/occurrences'
import type {
  CalendarCase,
  CalendarDate,
  CalendarInput,
  CalendarPage,
  MyCalendarInput,
} from '@belfry/shared/wire'
import { findWorkflow, getWorkflow, workflows } from '@belfry/shared/workflows'
import { queueFilter } from './filter.ts'
import { listOf } from './list.ts'
import { factsOf, labelsOf, titleOf } from './view.ts'

/** A page has no more dates, and says where it left some out. */
const MOST_DATES = 1_000
const AT_ONCE = 50

/** When the cases of a queue take place, in the days that are asked for. */
export async function getCalendar(
  db: Db,
  actor: Actor,
  { from, to, ...asked }: CalendarInput,
): Promise<CalendarPage> {
  const calendar = findWorkflow(asked.workflow)?.calendar
  if (!calendar) throw new DomainError('unknown_workflow', { workflow: asked.workflow })
  const filter = queueFilter(actor, { ...asked, state: asked.state ?? [...calendar.states] })
  const cases = await listPlanned(db, filter, momentsOf({ from, to }), clock.now())
  return pageOf(db, actor, cases, { from, to })
}

/** The same for what the actor has filed, or is named in, of all workflows that have a calendar. */
export async function getMyCalendar(
  db: Db,
  actor: Actor,
  { view, from, to }: MyCalendarInput,
): Promise<CalendarPage> {
  const shown = Object.values(workflows).flatMap(({ name, calendar }) =>
    calendar ? [{ workflow: name, states: calendar.states }] : [],
  )
  const now = clock.now()
  const list = await listOf(db, view, actor, now)
  const cases = await listPlannedOf(db, list, shown, momentsOf({ from, to }), now)
  return pageOf(db, actor, cases, { from, to })
}

const HOUR_MS = 3_600_000

/** These days, wherever on earth. */
const momentsOf = ({ from, to }: Days): Within => ({
  from: new Date(Date.parse(from) - 14 * HOUR_MS),
  before: new Date(Date.parse(to) + (24 + 12) * HOUR_MS),
})

async function pageOf(db: Db, actor: Actor, cases: PlannedCase[], days: Days): Promise<CalendarPage> {
  const dates: CalendarDate[] = []
  for (const [n, item] of cases.entries()) {
    dates.push(...datesOf(item, days))
    // A thousand that recur take a third of a second, in which others would wait.
    if (n % AT_ONCE === AT_ONCE - 1) await setImmediate()
  }
  dates.sort((a, b) =>
    a.startsAt < b.startsAt || (a.startsAt === b.startsAt && a.caseId < b.caseId) ? -1 : 1,
  )
  const page = dates.slice(0, MOST_DATES)
  const rows = await listCasesById(db, [...new Set(page.map(({ caseId }) => caseId))], clock.now())
  const seen = new Map(rows.flatMap((row) => (isSeen(row, actor) ? [[row.id, viewPlanned(row, actor)]] : [])))
  return {
    cases: [...seen.values()],
    dates: page.filter(({ caseId }) => seen.has(caseId)),
    more: dates.length > MOST_DATES || cases.length > MOST_PLANNED,
  }
}

function datesOf({ id, workflow, data, timeZone }: PlannedCase, days: Days): CalendarDate[] {
  const { calendar } = getWorkflow(workflow)
  if (!calendar) return []
  const { starts, ends, recurrence } = calendar
  const startsAt = data[starts]
  const endsAt = ends && data[ends]
  if (typeof startsAt !== 'string') return []
  const once = { startsAt, ...(typeof endsAt === 'string' && { endsAt }) }
  const again = recurrence === undefined ? undefined : Recurrence.safeParse(data[recurrence]).data
  return occurrencesOf({ ...once, recurrence: again }, timeZone, days).map((date) => ({
    caseId: id,
    ...date,
  }))
}

/** Neither the case nor when it takes place is kept from the actor. */
function isSeen(row: CaseRow, actor: Actor): boolean {
  const workflow = getWorkflow(row.workflow)
  const facts = factsOf(row)
  if (!workflow.calendar || !maySee(workflow, actor, facts)) return false
  const data = visibleData(workflow, actor, facts)
  return timesOf(workflow.calendar).every((field) => !(field in row.data) || field in data)
}

const timesOf = ({ starts, ends, recurrence }: Calendar): string[] =>
  [starts, ends, recurrence].filter((field) => field !== undefined)

function viewPlanned(row: CaseRow, actor: Actor): CalendarCase {
  const workflow = getWorkflow(row.workflow)
  const { shows = [], recurrence } = workflow.calendar ?? {}
  const data = visibleData(workflow, actor, factsOf(row))
  const labels = labelsOf(row)
  const shown = shows.filter((field) => field in data)
  return {
    id: row.id,
    workflow: row.workflow,
    state: row.state,
    title: titleOf(row, actor.locale),
    scope: row.scope,
    place: row.scopeName,
    timeZone: row.timeZone,
    owner: { id: row.ownerId, name: row.ownerName },
    data: Object.fromEntries(shown.map((field) => [field, data[field]])),
    labels: Object.fromEntries(shown.flatMap((field) => (labels[field] ? [[field, labels[field]]] : []))),
    recurs: recurrence !== undefined && row.data[recurrence] !== undefined,
    urgentAt: row.urgentAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}
