import type { Tx } from '@belfry/db'
import { type CaseRow, countChildren, lockCase } from '@belfry/db/queries/cases'
import { deleteSentDraft } from '@belfry/db/queries/drafts'
import { type Actor, DomainError, clock, notFound } from '@belfry/shared'
import { type Workflow, maySee, mayOpen, maySubmit } from '@belfry/shared/machine'
import type { Case, SubmitInput } from '@belfry/shared/wire'
import { findWorkflow, getWorkflow } from '@belfry/shared/workflows'
import { type Hook, openFilled } from './open.ts'
import { factsOf, isTaken, viewCase } from './view.ts'

/** Whatever hangs on a case is read with it, again and again. */
const MOST_IN_SLOT = 500

/**
 * Opens a case, on its own or in a slot of another one, with the child cases that come along with it. What is wrong with the
 * data comes back at its fields, in the actor's language; of the n-th child's below `children.n.`. The draft of its form is gone.
 */
export async function submit(tx: Tx, actor: Actor, input: SubmitInput): Promise<Case> {
  const workflow = findWorkflow(input.workflow)
  if (!workflow) throw new DomainError('unknown_workflow', { workflow: input.workflow })
  const hook = input.parentId ? await takeSlot(tx, actor, input.parentId, input.slot ?? '', workflow) : null
  if (!hook && !maySubmit(workflow, actor)) throw new DomainError('not_permitted')

  const opened = await openFilled(tx, actor, workflow, input.data, hook)
  for (const [n, { slot, data }] of (input.children ?? []).entries()) {
    const child = slotOf(workflow, slot)
    const parent = (await lockCase(tx, opened.id, clock.now()))!
    checkSlot(workflow, parent, slot, actor)
    await openFilled(tx, actor, getWorkflow(child.workflow), data, { parent, slot }).catch(
      (error: unknown) => {
        throw below(`children.${n}.`, error)
      },
    )
  }
  if (input.idempotencyKey) await deleteSentDraft(tx, actor.id, input.idempotencyKey)
  const item = input.children ? (await lockCase(tx, opened.id, clock.now()))! : opened
  return viewCase(item, actor)
}

/** The same error, with its problems at the fields of one part of the form. */
function below(prefix: string, error: unknown): unknown {
  if (!(error instanceof DomainError) || !error.details.problems) return error
  const problems = error.details.problems.map(({ field, message }) => ({ field: prefix + field, message }))
  return new DomainError(error.code, error.values, { ...error.details, problems })
}

/** Holds the parent, so that of two who fill its slot at once only one does. */
async function takeSlot(
  tx: Tx,
  actor: Actor,
  parentId: string,
  slot: string,
  child: Workflow,
): Promise<Hook> {
  const parent = await lockCase(tx, parentId, clock.now())
  if (!parent) throw notFound()
  const workflow = getWorkflow(parent.workflow)
  if (!maySee(workflow, actor, factsOf(parent))) throw notFound()
  if (slotOf(workflow, slot).workflow !== child.name) throw new DomainError('unknown_slot', { slot })
  checkSlot(workflow, parent, slot, actor)
  if ((await countChildren(tx, parentId, slot)) >= MOST_IN_SLOT) {
    const name = workflow.words[actor.locale].children[slot] ?? slot
    throw new DomainError('slot_full', { slot: name, limit: MOST_IN_SLOT })
  }
  return { parent, slot }
}

function slotOf(workflow: Workflow, slot: string) {
  const found = Object.hasOwn(workflow.children, slot) ? workflow.children[slot] : undefined
  if (!found) throw new DomainError('unknown_slot', { slot })
  return found
}

/** Whether one more may hang in the slot now, by this person. */
function checkSlot(workflow: Workflow, parent: CaseRow, slot: string, actor: Actor): void {
  const name = workflow.words[actor.locale].children[slot] ?? slot
  if (isTaken(workflow, parent, slot)) throw new DomainError('slot_taken', { slot: name })
  if (!mayOpen(workflow, slot, actor, factsOf(parent))) throw new DomainError('slot_closed', { slot: name })
}
