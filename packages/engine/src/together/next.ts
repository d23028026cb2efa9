import type { Tx } from '@belfry/db'
import { type CaseRow, findCase, lockFreeCase } from '@belfry/db/queries/cases'
import { putClaim, releaseClaims } from '@belfry/db/queries/claims'
import { listCasesOf } from '@belfry/db/queries/queues'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { awaitedBy, handles } from '@belfry/shared/machine'
import type { Case, NextInput } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { tellCase } from '../cases/move.ts'
import { factsOf, viewCase } from '../cases/view.ts'
import { claimUntil } from './claims.ts'

/** Cases looked at for the one that is left: more are skipped, held by others or claimed only where very many take at once. */
const LOOKED_AT = 200

/**
 * Takes the case that matters most of those that wait for the actor in a queue: what was given to him, then what is
 * nobody's, then what was given to people who are not there, each by its time limit and age; never what somebody else works on. Of several who ask at once each gets
 * another one. Nothing where nothing is left.
 */
export async function takeNext(tx: Tx, actor: Actor, input: NextInput): Promise<Case | null> {
  const workflow = findWorkflow(input.workflow)
  if (!workflow) throw new DomainError('unknown_workflow', { workflow: input.workflow })
  // Where nothing can be done but to send it back, it waits for somebody else.
  const awaited = awaitedBy(workflow, actor)
    .filter(({ action }) => workflow.actions[action]?.tone !== 'warning')
    .map((one) => ({ ...one, workflow: workflow.name }))
  if (awaited.length === 0) throw new DomainError('not_permitted')
  await letGo(tx, actor, input.skip)

  for (const whose of [{ assignee: { id: actor.id } }, { assignee: 'none' }, { withAbsent: true }] as const) {
    const rows = await listCasesOf(
      tx,
      { view: 'waiting', person: actor.id, awaited },
      { states: null, closed: 'no', claimed: false, ...whose, fields: {}, texts: [] },
      { sort: 'urgent', after: null, limit: LOOKED_AT },
      clock.now(),
    )
    for (const { id, assigneeId } of rows) {
      const taken = input.skip.includes(id) ? null : await take(tx, actor, id, assigneeId)
      if (taken) return viewCase(taken, actor)
    }
  }
  return null
}

/** The case, if nobody else has it or is doing something with it right now, and it is still his turn and that person's. */
async function take(
  tx: Tx,
  actor: Actor,
  caseId: string,
  assigneeId: string | null,
): Promise<CaseRow | null> {
  const item = await lockFreeCase(tx, caseId, clock.now())
  const workflow = item && findWorkflow(item.workflow)
  if (!item || !workflow || !handles(workflow, actor, factsOf(item))) return null
  if (item.claim || item.assigneeId !== assigneeId) return null
  const at = clock.now()
  if (!(await putClaim(tx, { caseId, personId: actor.id, at, until: claimUntil(at) }))) return null
  await tellCase(tx, item)
  return (await findCase(tx, caseId, at))!
}

async function letGo(tx: Tx, actor: Actor, caseIds: string[]): Promise<void> {
  for (const id of await releaseClaims(tx, actor.id, caseIds)) {
    const item = await findCase(tx, id, clock.now())
    if (item) await tellCase(tx, item)
  }
}
