import type { CaseFacts } from './case.ts'
import type { Workflow } from './define.ts'

/** What of the case's stage is still missing: the slots without a child that fulfils them. `fulfils` knows the child's workflow. */
export function unmetNeeds(workflow: Workflow, item: CaseFacts): string[] {
  const needs = (item.stage && workflow.stages[item.stage]?.needs) || []
  return needs.filter((slot) => !item.children.some((child) => child.slot === slot && child.fulfils))
}

/** The stage of a case that comes into `state`: the state itself if it is one, else the one it was in. */
export const stageAt = (workflow: Workflow, state: string, before: string | null): string | null =>
  Object.hasOwn(workflow.stages, state) ? state : before

/** Where a new case begins. */
export const initialState = (workflow: Workflow, data: Record<string, unknown>): string =>
  typeof workflow.initial === 'function' ? workflow.initial(data) : workflow.initial
