import type { Db, Tx } from '@belfry/db'
import type { CaseRow } from '@belfry/db/queries/cases'
import { type Actor, DomainError, type Locale } from '@belfry/shared'
import {
  type Action,
  type Decision,
  type Workflow,
  decide,
  explain,
  maySee,
  refused,
  stageAt,
} from '@belfry/shared/machine'
import type { BulkDeed, BulkOutcome } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { findWorkflow } from '@belfry/shared/workflows'
import { carryOut, isOthers, judge } from '../cases/act.ts'
import { claimed } from '../cases/claimed.ts'
import { refuseReminder, remind, reminderOf } from '../cases/remind.ts'
import { tellsThatHold } from '../cases/tells.ts'
import { factsOf, isFollowed } from '../cases/view.ts'
import { changesOf } from '../events/changes.ts'
import type { EventData } from '../events/record.ts'
import { findAssignee, giveByHand, refuseAssignee } from '../together/assign.ts'

/** What would become of one case, as far as can be told without touching it. */
export interface Foreseen {
  outcome: BulkOutcome
  text: string | null
  before: string
  after: string | null
  /** The case as it would be, and the event that people would be told of; null where nothing would happen. */
  step: { item: CaseRow; type: string; data: EventData } | null
}

/** One thing that can be done to many cases of a workflow. */
export interface Deed {
  undoable: boolean
  label: (locale: Locale) => string
  foresee: (actor: Actor, item: CaseRow) => Foreseen
  /** Judges a locked case by the rules of single work: it throws having written nothing, or returns what does it. */
  judge: (tx: Tx, actor: Actor, item: CaseRow, version: number) => Promise<() => Promise<CaseRow>>
}

/** The deed that somebody asked for; throws where it is none that can be done in bulk. */
export async function deedOf(db: Db, name: string, asked: BulkDeed, locale: Locale): Promise<Deed> {
  const workflow = findWorkflow(name)
  if (!workflow) throw new DomainError('unknown_workflow', { workflow: name })
  if (asked.kind === 'assign') return giving(workflow, await findAssignee(db, asked.personId))
  if (asked.kind === 'remind') return reminding(workflow, asked.note)
  const action = Object.hasOwn(workflow.actions, asked.action) ? workflow.actions[asked.action] : undefined
  if (!action) throw new DomainError('unknown_action', { action: asked.action })
  if (!action.bulk)
    throw new DomainError('not_in_bulk', { action: workflow.words[locale].actions[asked.action]!.label })
  return acting(workflow, asked, action)
}

/** Nothing would happen to a case, and why. */
const notDone =
  (before: string) =>
  (outcome: BulkOutcome, text: string): Foreseen => ({ outcome, text, before, after: null, step: null })

function refusalOf(check: () => void): DomainError | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

function acting(workflow: Workflow, choosing: BulkDeed & { kind: 'act' }, action: Action): Deed {
  const state = (name: string, { locale }: Actor) => workflow.words[locale].states[name] ?? name
  return {
    undoable: !action.grants && !action.opens,
    label: (locale) => workflow.words[locale].actions[choosing.action]!.label,
    foresee(actor, item) {
      const before = state(item.state, actor)
      const not = notDone(before)
      const decision = decide(workflow, factsOf(item), choosing.action, actor, choosing)
      if (!decision.ok) {
        if (decision.why === 'wrong_state' && action.to === item.state)
          return not('there', words[actor.locale].bulk.there)
        // What was given along is wrong for every case alike.
        if (['reason_required', 'unknown_reason', 'note_required'].includes(decision.why))
          throw refused(workflow, decision, actor.locale)
        return not(decision.why, explain(workflow, decision, actor.locale))
      }
      if (isOthers(item, actor) && !choosing.anyway) return not('claimed', claimed(item).in(actor.locale))
      const after = decision.to === item.state ? decision.action.to : decision.to
      return {
        outcome: 'will',
        text: null,
        before,
        after: state(typeof after === 'string' ? after : item.state, actor),
        step: stepOf(workflow, item, decision),
      }
    },
    async judge(tx, actor, item, version) {
      const judgement = await judge(tx, actor, item, { ...choosing, version })
      return () => carryOut(tx, actor, item, choosing, judgement)
    },
  }
}

/** What people would be told of. */
function stepOf(workflow: Workflow, item: CaseRow, decision: Decision & { ok: true }): Foreseen['step'] {
  const { action, approvals, data, from, to } = decision
  const isOver = !approvals || approvals.have >= approvals.needed
  const tells = tellsThatHold(isOver ? action.tell : (action.tellApproval ?? []), data, from, to)
  if (tells.length === 0 && !isFollowed(item)) return null
  return {
    item: { ...item, state: to, data, stage: stageAt(workflow, to, item.stage) },
    type: decision.event,
    data: { ...changesOf({ ...item.data, state: from }, { ...data, state: to }), tells },
  }
}

function giving(workflow: Workflow, person: Actor | null): Deed {
  const nobody = '—'
  return {
    undoable: true,
    label: (locale) => words[locale].bulk.given,
    foresee(actor, item) {
      const before = item.assigneeName ?? nobody
      const not = notDone(before)
      if (item.assigneeId === (person?.id ?? null)) return not('there', words[actor.locale].bulk.there)
      const refusal = refusalOf(() => refuseAssignee(actor, item, person))
      if (refusal) return not(refusal.code, refusal.in(actor.locale))
      const data: EventData = person ? { people: { given: [{ id: person.id, name: person.name }] } } : {}
      const step = person && { item, type: 'case.assign', data }
      return { outcome: 'will', text: null, before, after: person?.name ?? nobody, step }
    },
    judge(tx, actor, item) {
      if (!maySee(workflow, actor, factsOf(item))) throw new DomainError('not_found')
      refuseAssignee(actor, item, person)
      return Promise.resolve(async () => {
        await giveByHand(tx, actor, item, person)
        return { ...item, assigneeId: person?.id ?? null }
      })
    },
  }
}

function reminding(workflow: Workflow, note: string | undefined): Deed {
  const label = (locale: Locale) => words[locale].bulk.reminder
  return {
    undoable: false,
    label,
    foresee(actor, item) {
      const before = workflow.words[actor.locale].states[item.state] ?? item.state
      const refusal = refusalOf(() => refuseReminder(actor, item))
      if (refusal) return notDone(before)(refusal.code, refusal.in(actor.locale))
      const step = { item, type: 'case.remind', data: reminderOf(item, note) }
      return { outcome: 'will', text: null, before, after: label(actor.locale), step }
    },
    judge(tx, actor, item) {
      if (!maySee(workflow, actor, factsOf(item))) throw new DomainError('not_found')
      refuseReminder(actor, item)
      return Promise.resolve(async () => {
        await remind(tx, actor, item, note)
        return item
      })
    },
  }
}
