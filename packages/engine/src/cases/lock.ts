import type { Tx } from '@belfry/db'
import { type CaseRow, lockCase } from '@belfry/db/queries/cases'
import { type Actor, clock, notFound } from '@belfry/shared'
import { maySee } from '@belfry/shared/machine'
import { getWorkflow } from '@belfry/shared/workflows'
import { factsOf } from './view.ts'

/** A case the actor may see, held until the transaction ends; absent and not allowed are the same answer. */
export async function lockVisible(tx: Tx, actor: Actor, caseId: string): Promise<CaseRow> {
  const item = await lockCase(tx, caseId, clock.now())
  if (!item || !maySee(getWorkflow(item.workflow), actor, factsOf(item))) throw notFound()
  return item
}
