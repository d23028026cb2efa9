import { type Actor, hasRole } from '@belfry/shared'
import { type Tie, type Workflow, fieldsOf, queueReach } from '@belfry/shared/machine'
import { workflows } from '@belfry/shared/workflows'

/**
 * Whether the queue of the workflow belongs into the actor's list of queues: he decides there by a role, or by a part in
 * cases that only people of one of his roles are given. Everybody else finds what waits for him among his own cases.
 */
export function hasQueue(workflow: Workflow, actor: Actor): boolean {
  const { everything, scopes, ties } = queueReach(workflow, actor)
  return everything || scopes.length > 0 || ties.some((tie) => isOfHisRole(workflow, tie, actor))
}

function isOfHisRole(workflow: Workflow, tie: Tie, actor: Actor): boolean {
  if (tie.kind === 'supervisor') return hasRole(actor, 'supervisor')
  if (tie.kind !== 'part' && tie.kind !== 'personIn') return false
  const name = tie.kind === 'part' ? tie.part : tie.field
  // A part may also be one in the case that this one hangs on.
  const parents = Object.values(workflows).filter((parent: Workflow) =>
    Object.values(parent.children).some((child) => child.workflow === workflow.name),
  )
  return [workflow, ...parents].some((one: Workflow) =>
    fieldsOf(one.data).some(
      (field) =>
        field.name === name && field.kind === 'person' && field.role !== null && hasRole(actor, field.role),
    ),
  )
}
