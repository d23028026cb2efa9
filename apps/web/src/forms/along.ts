import type { Actor } from '@belfry/shared'
import { type Workflow, fieldsAsked, matchesAny, newCase } from '@belfry/shared/machine'
import { findWorkflow } from '@belfry/shared/workflows'
import type { SlotForm } from './slots.tsx'

/** The cases that this person can file along with a new one of the workflow. */
export function slotsOf(workflow: Workflow, me: Pick<Actor, 'id' | 'grants'>): SlotForm[] {
  return Object.entries(workflow.children).flatMap(([slot, child]): SlotForm[] => {
    const own = findWorkflow(child.workflow)
    if (!child.withSubmit || !own || !matchesAny(child.by, me, newCase(workflow, me))) return []
    // In which states one may be opened is the engine's to say: the first state may depend on what is filled in.
    const neededFor = Object.entries(workflow.stages).flatMap(([state, { needs }]) =>
      needs?.includes(slot) ? [state] : [],
    )
    return [
      {
        slot,
        workflow: own,
        fields: fieldsAsked(own, own.submit.asks, me),
        many: child.many ?? false,
        neededFor,
      },
    ]
  })
}
