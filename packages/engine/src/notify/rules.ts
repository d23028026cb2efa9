import type { CaseRow } from '@belfry/db/queries/cases'
import type { EventRow } from '@belfry/db/queries/events'
import { type CaseFacts, type Tell, type Who, fieldsOf, whoSees } from '@belfry/shared/machine'
import { getWorkflow } from '@belfry/shared/workflows'
import { factsOf, isFollowed } from '../cases/view.ts'
import { type EventData, after } from '../events/record.ts'
import { tellsOf } from './tells.ts'

/** Who hears of an event of a case. */
export interface RulesOfEvent {
  tells: readonly Tell[]
  /** The case as the event left it, by which the rules pick people. */
  concerned: CaseFacts
  /** Who sees the case as it is now, and so may hear of it; null where the rules themselves see to that. */
  sight: readonly Who[] | null
  /** The case as it is now. */
  facts: CaseFacts
}

export function rulesOf(event: EventRow, item: CaseRow): RulesOfEvent {
  const data = event.data as EventData
  const then = {
    state: after(data, 'state') ?? item.state,
    stage: after(data, 'stage') ?? item.stage,
    isFollowed: isFollowed(item),
  }
  const workflow = getWorkflow(item.workflow)
  const tells = tellsOf(workflow, { type: event.type, data }, then)
  const facts = factsOf(item)
  const own = Object.entries(data.people ?? {}).flatMap(([part, people]) =>
    people.map(({ id }) => ({ part, personId: id })),
  )
  // As the event left them: of two tutors who were named one after the other, each event tells its own.
  const concerned = { ...facts, data: { ...facts.data, ...data.after }, parts: [...facts.parts, ...own] }
  // Whoever the workflow's own rules name sees the case, unless its state hides it. Others, like those mentioned in a
  // comment, saw it when that was written, and may have lost sight of it since.
  const isHidden = workflow.states[item.state]?.see !== undefined
  const isCertain = !isHidden && !event.type.startsWith('case.') && isAsNow(data, item)
  const sight = isCertain && !then.isFollowed ? null : whoSees(workflow, item.state)
  return { tells, concerned, sight, facts }
}

/** Nobody was named by the event who has been replaced since. */
const isAsNow = ({ after: left = {} }: EventData, item: CaseRow): boolean =>
  fieldsOf(getWorkflow(item.workflow).data).every(
    ({ kind, name }) => kind !== 'person' || !Object.hasOwn(left, name) || left[name] === item.data[name],
  )
