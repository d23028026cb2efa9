import type { Db } from '@belfry/db'
import { listPickable, listScopes } from '@belfry/db/queries/people'
import { type Actor, DomainError } from '@belfry/shared'
import { fieldsOf, mayBeAsked, maySubmit } from '@belfry/shared/machine'
import type { Choice, WorkflowView } from '@belfry/shared/wire'
import { findWorkflow, workflows } from '@belfry/shared/workflows'
import { peopleIn } from './choices.ts'
import { hasQueue } from './whose-queue.ts'

/** Every workflow, in the actor's language, with what he may do with it. */
export const listWorkflows = (actor: Actor): WorkflowView[] =>
  Object.values(workflows).map((workflow) => {
    return {
      name: workflow.name,
      category: workflow.category,
      group: workflow.group,
      words: workflow.words[actor.locale],
      fields: fieldsOf(workflow.data),
      states: workflow.states,
      initial: typeof workflow.initial === 'string' ? workflow.initial : null,
      stages: Object.keys(workflow.stages),
      children: Object.entries(workflow.children).map(([slot, child]) => ({
        slot,
        workflow: child.workflow,
      })),
      actions: Object.entries(workflow.actions).map(([name, action]) => ({
        name,
        from: action.from,
        to: typeof action.to === 'string' ? action.to : null,
        reasons: action.reason ?? [],
        asks: action.asks ?? [],
        noteRequired: action.note ?? false,
      })),
      maySubmit: maySubmit(workflow, actor),
      hasQueue: hasQueue(workflow, actor),
    }
  })

/** What may be picked in a field, at most 50; `search` narrows by name. For those who may be asked. */
export async function listChoices(
  db: Db,
  actor: Actor,
  input: { workflow: string; field: string; search?: string | undefined },
): Promise<Choice[]> {
  const workflow = findWorkflow(input.workflow)
  if (!workflow) throw new DomainError('unknown_workflow', { workflow: input.workflow })
  if (!mayBeAsked(workflow, input.field, actor)) throw new DomainError('not_permitted')
  const field = fieldsOf(workflow.data).find(({ name }) => name === input.field)
  if (field?.kind === 'person') return listPickable(db, peopleIn(field, actor), input.search ?? '')
  if (field?.kind === 'scope') return listScopes(db, field.of, input.search ?? '')
  return []
}
