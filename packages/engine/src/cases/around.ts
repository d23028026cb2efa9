import type { Db, Tx } from '@belfry/db'
import { annotateCase } from '@belfry/db/queries/case-steps'
import { type CaseRow, findCase, listOpenChildren, lockCase } from '@belfry/db/queries/cases'
import { clock } from '@belfry/shared'
import { unmetNeeds } from '@belfry/shared/machine'
import { getWorkflow } from '@belfry/shared/workflows'
import { changesOf } from '../events/changes.ts'
import { belfry, record } from '../events/record.ts'
import { step, tellCase } from './move.ts'
import { tellsThatHold } from './tells.ts'
import { factsOf, isFollowed } from './view.ts'

/** Notes when all that a case's stage needs is there, and tells those who wait for it; once each time it comes about. */
export async function checkStage(tx: Tx, caseId: string): Promise<void> {
  const item = await lockCase(tx, caseId, clock.now())
  if (!item || item.closedAt) return
  const workflow = getWorkflow(item.workflow)
  const stage = item.stage ? workflow.stages[item.stage] : undefined
  if (!stage?.needs) return
  const isReady = unmetNeeds(workflow, factsOf(item)).length === 0
  if (isReady === (item.readyAt !== null)) return
  const at = clock.now()
  await Promise.all([annotateCase(tx, caseId, { readyAt: isReady ? at : null }), tellCase(tx, item)])
  if (!isReady) return
  const tells = stage.ready ?? []
  await record(
    tx,
    belfry,
    {
      type: `${workflow.name}.ready`,
      caseId,
      at,
      data: { title: item.title, after: { stage: item.stage } },
    },
    { tell: tells.length > 0 },
  )
}

/** Ends what still hangs open on a case that is over; a child whose workflow does not say how stays. */
export async function closeChildren(db: Db, parentId: string): Promise<void> {
  const parent = await findCase(db, parentId, clock.now())
  if (!parent?.closedAt) return // it goes on: somebody has taken it up again meanwhile
  for (const id of await listOpenChildren(db, parentId))
    await db.transaction().execute((tx) => closeChild(tx, id))
}

/** The same for one of them. */
export async function closeChild(tx: Tx, id: string): Promise<void> {
  const child = await lockCase(tx, id, clock.now())
  const state = child && !child.closedAt ? getWorkflow(child.workflow).parentOver : null
  if (child && state) await moveByItself(tx, child, state, 'parent_over')
}

/** A step that nobody takes: a timer's, or what follows from another case. */
export async function moveByItself(tx: Tx, item: CaseRow, to: string, verb: string): Promise<CaseRow> {
  const workflow = getWorkflow(item.workflow)
  const at = clock.now()
  const tells = workflow.timers[verb]?.tell ?? []
  const held = tellsThatHold(tells, item.data, item.state, to)
  const [moved] = await Promise.all([
    step(tx, item, { state: to, data: item.data, asked: [], at, by: null }),
    record(
      tx,
      belfry,
      {
        type: `${workflow.name}.${verb}`,
        caseId: item.id,
        at,
        data: {
          title: item.title,
          ...changesOf({ state: item.state }, { state: to }),
          ...(held.length < tells.length ? { tells: held } : {}),
        },
      },
      { tell: held.length > 0 || isFollowed(item) },
    ),
  ])
  return moved
}
