import type { Db } from '@belfry/db'
import type { CaseRow } from '@belfry/db/queries/cases'
import { type EventRow, listCaseEvents } from '@belfry/db/queries/events'
import { namesOf } from '@belfry/db/queries/people'
import type { Actor, Locale } from '@belfry/shared'
import { type Workflow, fieldsOf, maySee, seesField } from '@belfry/shared/machine'
import type { FieldChange, HistoryEntry } from '@belfry/shared/wire'
import { type GeneralWords, words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { getWorkflow } from '@belfry/shared/workflows'
import type { EventData } from '../events/record.ts'
import { factsOf, labelsOf } from './view.ts'

/** The verb of the step that takes another one back: see bulk/undo.ts. */
export const UNDONE = 'undo'

/** What happened to a case, oldest first, in the actor's language and as far as he may see its fields. */
export async function readHistory(db: Db, row: CaseRow, actor: Actor): Promise<HistoryEntry[]> {
  const events = await listCaseEvents(db, row.id)
  const people = fieldsOf(getWorkflow(row.workflow).data).filter((field) => field.kind === 'person')
  const ids = events.flatMap(({ data }) =>
    people.flatMap(({ name }) =>
      [data.before, data.after].map((side) => (side as EventData['after'])?.[name]),
    ),
  )
  const named = await namesOf(db, [...new Set(ids.filter((id) => typeof id === 'string'))])
  const isSeen = sightIn(row, actor)
  const states = statesOf(events, row)
  return events.flatMap((event, place) => {
    const entry = tell(row, event, actor, named)
    if (isSeen(states[place]!)) return [entry]
    // What was said behind closed doors stays there when they open; what was done is known by what came of it.
    return event.type === 'case.comment'
      ? []
      : [{ ...entry, reason: null, note: null, mentions: [], changes: [] }]
  })
}

/** The state that each event left the case in. */
function statesOf(events: EventRow[], row: CaseRow): string[] {
  const datas = events.map(({ data }) => data as EventData)
  const first = datas.map(({ before }) => stateIn(before)).find((state) => state !== null)
  let state = first ?? row.state
  return datas.map(({ after }) => (state = stateIn(after) ?? state))
}

/** Whether the actor, as things are now, sees the case in a state. */
function sightIn(row: CaseRow, actor: Actor): (state: string) => boolean {
  const workflow = getWorkflow(row.workflow)
  const facts = factsOf(row)
  const known = new Map<string, boolean>()
  return (state) => {
    let is = known.get(state)
    if (is === undefined) known.set(state, (is = maySee(workflow, actor, { ...facts, state })))
    return is
  }
}

function tell(row: CaseRow, event: EventRow, actor: Actor, named: Map<string, string>): HistoryEntry {
  const workflow = getWorkflow(row.workflow)
  const own = workflow.words[actor.locale]
  const data = event.data as EventData
  const to = stateIn(data.after)
  return {
    id: event.id,
    at: event.at.toISOString(),
    type: event.type,
    actor: event.actor_id ? { id: event.actor_id, name: event.actor_name } : null,
    text: sentenceOf(workflow, event, actor.locale),
    from: stateIn(data.before),
    to,
    tone: (to && workflow.states[to]?.tone) || 'info',
    reason: data.reason ? (own.reasons[data.reason] ?? data.reason) : null,
    note: data.note ?? null,
    mentions: data.people?.['mentioned'] ?? [],
    changes: changesIn(row, data, actor, named),
  }
}

/** What a step changed of the data; the values of a case when it was opened are its data, not changes. */
function changesIn(row: CaseRow, data: EventData, actor: Actor, named: Map<string, string>): FieldChange[] {
  const { before, after } = data
  if (!before || !after) return []
  const workflow = getWorkflow(row.workflow)
  const facts = factsOf(row)
  const labels = labelsOf(row)
  const worded = (field: string, value: unknown) => {
    if (typeof value !== 'string') return value ?? null
    return named.get(value) ?? (row.data[field] === value ? (labels[field] ?? value) : value)
  }
  return fieldsOf(workflow.data)
    .filter(({ name }) => Object.hasOwn(after, name) && seesField(workflow, name, actor, facts))
    .map(({ name }) => ({
      field: name,
      before: worded(name, before[name]),
      after: worded(name, after[name]),
    }))
}

const stateIn = (change: Record<string, unknown> | undefined): string | null =>
  typeof change?.['state'] === 'string' ? change['state'] : null

/** What happened, as the timeline says it. */
export function sentenceOf(workflow: Workflow, event: EventRow, locale: Locale): string {
  const own = workflow.words[locale]
  const general = words[locale]
  const actor = event.actor_name
  const common = commonSentences(general)[event.type]
  if (common) return say(locale, common, { actor, ...(event.data as EventData).facts })
  const verb = event.type.slice(workflow.name.length + 1)
  if (verb === 'submit') return say(locale, own.submitted, { actor })
  if (verb === UNDONE) return say(locale, general.bulk.undone, { actor })
  if (verb === 'urgent') return say(locale, general.becameUrgent)
  if (verb === 'ready') return say(locale, general.becameReady)
  if (verb === 'parent_over') return say(locale, general.parentOver)
  const timer = Object.hasOwn(own.timers, verb) ? own.timers[verb] : undefined
  if (timer !== undefined) return say(locale, timer)
  const { approvals } = event.data as EventData
  const action = own.actions[verb.replace(/\.approval$/, '')]
  if (approvals && verb.endsWith('.approval'))
    return say(locale, general.approvedBy, { actor, action: action?.label ?? verb, ...approvals })
  return say(locale, action?.done ?? event.type, { actor })
}

/** What happens to cases of every workflow alike. */
const commonSentences = (general: GeneralWords): Record<string, string> => ({
  'case.comment': general.commented,
  'case.assign': general.assigned,
  'case.remind': general.reminded,
  'case.watch': general.watched,
  'case.unwatch': general.unwatched,
})
