import type { Tx } from '@belfry/db'
import { addApproval } from '@belfry/db/queries/case-steps'
import { type CaseRow, findCase, lockCase } from '@belfry/db/queries/cases'
import { findLastChange } from '@belfry/db/queries/events'
import { type Actor, DomainError, type ErrorDetails, clock, notFound } from '@belfry/shared'
import {
  type Decision,
  type Field,
  type Refusal,
  type Workflow,
  decide,
  fieldsAsked,
  maySee,
  refused,
} from '@belfry/shared/machine'
import type { ActInput, Case } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { changesOf } from '../events/changes.ts'
import { record } from '../events/record.ts'
import { attachAsked, partsIn, unknownChoices } from './choices.ts'
import { claimed } from './claimed.ts'
import { grantRole } from './grant.ts'
import { step } from './move.ts'
import { openFor } from './open.ts'
import { tellsThatHold } from './tells.ts'
import { factsOf, isFollowed, viewCase } from './view.ts'

/**
 * Moves one case along its workflow, and puts everything that follows on the job queue.
 *
 * Of two people who decide at once, the second waits for the first and is then told who decided what and when
 * (`already_decided`); nothing is decided twice. With `version`, any change since that version refuses (`stale_version`).
 * While somebody else works on the case (see together/claims.ts), only who says `anyway` decides.
 * An action that takes several people notes who has agreed, and moves the case with the last of them.
 */
export async function act(tx: Tx, actor: Actor, input: ActInput): Promise<Case> {
  const item = await lockCase(tx, input.caseId, clock.now())
  if (!item) throw notFound()
  return viewCase(await carryOut(tx, actor, item, input, await judge(tx, actor, item, input)), actor)
}

/** What a person decides on a case. */
export type Choosing = Omit<ActInput, 'caseId' | 'idempotencyKey'>

export interface Judgement {
  decision: Decision & { ok: true }
  asked: Field[]
}

/** Whether an action may be taken on a locked case. It throws what `act` throws, and has then written nothing. */
export async function judge(tx: Tx, actor: Actor, item: CaseRow, input: Choosing): Promise<Judgement> {
  const workflow = getWorkflow(item.workflow)
  const facts = factsOf(item)
  if (!maySee(workflow, actor, facts)) throw notFound()

  const { reason, note, data } = input
  const decision = decide(workflow, facts, input.action, actor, { reason, note, data })
  if (!decision.ok) throw await refuse(tx, workflow, item, decision, actor)
  if (input.version !== undefined && input.version !== item.version) {
    const { details } = await lastChange(tx, item, { ofState: false })
    throw new DomainError('stale_version', { by: details.by }, details)
  }
  if (isOthers(item, actor) && !input.anyway) throw claimed(item)
  const asked = decision.action.asks ? fieldsAsked(workflow, decision.action.asks, actor, facts) : []
  const problems = await unknownChoices(tx, asked, decision.data, actor)
  if (problems.length > 0) throw new DomainError('invalid_input', {}, { problems })
  return { decision, asked }
}

/** Somebody else works on it. That does not bind its owner, who has no part in the work on it. */
export const isOthers = (item: CaseRow, actor: Pick<Actor, 'id'>): boolean =>
  item.claim !== null && item.claim.personId !== actor.id && item.ownerId !== actor.id

/** Takes the action that was judged possible; the case as it is then. */
export async function carryOut(
  tx: Tx,
  actor: Actor,
  item: CaseRow,
  input: Choosing,
  { decision, asked }: Judgement,
): Promise<CaseRow> {
  await attachAsked(tx, actor, item.id, asked, decision.data)
  const workflow = getWorkflow(item.workflow)
  const at = clock.now()
  const { action, approvals, data, from, to } = decision
  const isOver = !approvals || approvals.have >= approvals.needed
  const rules = isOver ? action.tell : (action.tellApproval ?? [])
  const tells = tellsThatHold(rules, data, from, to)
  const work: [Promise<CaseRow>, ...Promise<unknown>[]] = [
    // People agreed to the case as it was: what changes it without them has to be agreed to anew.
    step(tx, item, {
      state: to,
      data,
      asked,
      at,
      by: actor.id,
      settles: approvals ? isOver : data !== item.data,
    }),
    record(
      tx,
      actor,
      {
        type: decision.event,
        caseId: item.id,
        at,
        data: {
          title: item.title,
          ...changesOf({ ...item.data, state: from }, { ...data, state: to }),
          ...(input.reason ? { reason: input.reason } : {}),
          ...(input.note ? { note: input.note } : {}),
          ...(approvals ? { approvals } : {}),
          ...(tells.length < rules.length ? { tells } : {}),
        },
      },
      { tell: tells.length > 0 || isFollowed(item) },
    ),
  ]
  if (!isOver) work.push(addApproval(tx, item.id, { action: input.action, personId: actor.id, at }))
  if (isOver && action.grants) work.push(grantRole(tx, actor, item, action.grants))
  if (isOver && action.opens) work.push(openFor(tx, actor, item, workflow, action.opens))
  const [moved] = await Promise.all(work)
  // Names of people who have only now got a part are not on the row.
  const isNamedAnew = data !== item.data && partsIn(asked, data).length > 0
  return isNamedAnew || !isOver ? (await findCase(tx, item.id, at))! : moved
}

/** Who changed the case, or brought it to where it is, for the one who came second. */
async function lastChange(
  tx: Tx,
  item: CaseRow,
  which: { ofState: boolean },
): Promise<{ actorId: string | null; details: ErrorDetails & { by: string } }> {
  const last = await findLastChange(tx, item.id, which)
  return {
    actorId: last?.actor_id ?? null,
    details: {
      by: last?.actor_name ?? '',
      at: (last?.at ?? item.changedAt).toISOString(),
      state: item.state,
      version: item.version,
    },
  }
}

async function refuse(
  tx: Tx,
  workflow: Workflow,
  item: CaseRow,
  refusal: Refusal,
  actor: Actor,
): Promise<DomainError> {
  const error = refused(workflow, refusal, actor.locale)
  if (refusal.why !== 'wrong_state') return error
  const { code, values } = error
  const { actorId, details } = await lastChange(tx, item, { ofState: true })
  if (item.version === 1 || actorId === actor.id) return new DomainError(code, values, details)
  const state = workflow.words[actor.locale].states[item.state] ?? item.state
  return new DomainError('already_decided', { by: details.by, state }, details)
}
