import type { Tx } from '@belfry/db'
import { type Actor, DomainError } from '@belfry/shared'
import { type CaseFacts, type Workflow, decide } from '@belfry/shared/machine'
import type { ActInput, Case, UpdateInput } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { caseOfFile } from '../files/index.ts'
import { act } from './act.ts'
import { readCase } from './read.ts'
import { factsOf } from './view.ts'

/**
 * Changes data of a case and leaves it where it is: the progress of a goal, the tutor of an internship. It is the action of the
 * workflow that asks for these fields, so whoever may not take that action may not do this either.
 */
export async function update(tx: Tx, actor: Actor, input: UpdateInput): Promise<Case> {
  const item = await readCase(tx, actor, input.caseId)
  const fields = Object.keys(input.data)
  const action = actionFor(getWorkflow(item.workflow), fields, factsOf(item), actor)
  if (!action) throw new DomainError('not_editable', { fields: fields.join(', ') })
  return act(tx, actor, { ...input, action })
}

/** Takes an action on the case that a document belongs to, for those who see the document there. */
export async function actOnDocument(
  tx: Tx,
  actor: Actor,
  { fileId, ...input }: Omit<ActInput, 'caseId'> & { fileId: string },
): Promise<Case> {
  return act(tx, actor, { ...input, caseId: await caseOfFile(tx, actor, fileId) })
}

/** Of several that fit, the one that the actor may take now; otherwise the first, which says why not. */
function actionFor(workflow: Workflow, fields: string[], facts: CaseFacts, actor: Actor): string | undefined {
  const fitting = Object.entries(workflow.actions).flatMap(([name, { to, asks = [] }]) => {
    const asked = asks.map((field) => field.replace(/\?$/, ''))
    return to === undefined && fields.every((field) => asked.includes(field)) ? [name] : []
  })
  return fitting.find((name) => decide(workflow, facts, name, actor).ok) ?? fitting[0]
}
