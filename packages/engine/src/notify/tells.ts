import {
  type CaseFacts,
  FOLLOWER,
  type Tell,
  URGENT,
  WATCHER,
  type Who,
  type Workflow,
  fieldsOf,
} from '@belfry/shared/machine'
import { ADDED, COMMENTED, FOLLOWED, GIVEN, MENTIONED, REMINDED } from '@belfry/shared/words'
import type { EventData } from '../events/record.ts'

const followers = [
  { kind: 'part', part: WATCHER },
  { kind: 'part', part: FOLLOWER },
] as const
/** People whom the event alone concerns (`EventData.people`) have a part in it under this name. */
const inEvent = (part: string) => ({ kind: 'part', part }) as const

/** Who hears of an event, and what: the rules its workflow has for it, as far as they held when it happened. */
export function tellsOf(
  workflow: Workflow,
  event: { type: string; data: EventData },
  item: { state: string; stage: string | null; isFollowed: boolean },
): readonly Tell[] {
  const all = rulesFor(workflow, event.type, item)
  const due = event.data.tells ? event.data.tells.flatMap((place) => all[place] ?? []) : all
  const isStep = !event.type.startsWith('case.')
  return item.isFollowed && isStep ? [...due, { who: followers, message: FOLLOWED }] : due
}

function rulesFor(
  workflow: Workflow,
  type: string,
  item: { state: string; stage: string | null },
): readonly Tell[] {
  if (type.startsWith('case.')) return rulesForAll(workflow, type, item.state)
  const verb = type.slice(workflow.name.length + 1)
  if (verb === 'submit') return workflow.submit.tell
  if (verb === URGENT)
    return [
      { who: deciders(workflow, item.state), message: URGENT, tone: 'warning', priority: 'high', mail: true },
    ]
  if (verb === 'ready') return (item.stage && workflow.stages[item.stage]?.ready) || []
  const approved = verb.match(/^(.+)\.approval$/)?.[1]
  if (approved) return workflow.actions[approved]?.tellApproval ?? []
  return workflow.actions[verb]?.tell ?? workflow.timers[verb]?.tell ?? []
}

/** What happens to cases of every workflow alike. */
function rulesForAll(workflow: Workflow, type: string, state: string): readonly Tell[] {
  switch (type) {
    case 'case.comment':
      return [
        { who: [inEvent('mentioned')], message: MENTIONED, mail: true },
        { who: partners(workflow), message: COMMENTED },
      ]
    case 'case.assign':
      return [{ who: [inEvent('given')], message: GIVEN, mail: true }]
    case 'case.remind':
      // Whom it is for the event says, by the place of the rule: see `awaitedIn`.
      return [[{ kind: 'assignee' } as const], deciders(workflow, state), [{ kind: 'owner' } as const]].map(
        (who) => ({ who, message: REMINDED, mail: true }),
      )
    case 'case.watch':
      return [{ who: [inEvent('added')], message: ADDED, mail: true }]
    default:
      return []
  }
}

/** Whom a case waits for, as the place of a rule of reminders: whoever has it, all whose turn it is, or whoever filed it. */
export const awaitedIn = (workflow: Workflow, facts: CaseFacts): number => {
  if (deciders(workflow, facts.state).length === 0) return 2
  return facts.assigneeId === null ? 1 : 0
}

/** Those who can take the case on from here, whoever filed it excepted. */
const deciders = (workflow: Workflow, state: string): Who[] =>
  Object.values(workflow.actions)
    .filter((action) => action.from.includes(state))
    .flatMap((action) => action.by)
    .filter((who) => who.kind !== 'owner')

/** Everybody who has a part in a case: its owner, the people it names, and those who decide on it. */
function partners(workflow: Workflow): Who[] {
  const named = fieldsOf(workflow.data)
    .filter((field) => field.kind === 'person')
    .map((field) => ({ kind: 'personIn', field: field.name }) as const)
  const deciding = Object.values(workflow.actions).flatMap((action) => action.by)
  return [{ kind: 'owner' }, { kind: 'assignee' }, ...followers, ...named, ...deciding]
}
