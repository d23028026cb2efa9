import { type Actor, hasRole } from '../actor.ts'
import type { CaseFacts } from './case.ts'
import type { Workflow } from './define.ts'
import { type Field, fieldsOf } from './fields.ts'
import { matchesAny } from './who.ts'

type Asker = Pick<Actor, 'id' | 'grants'>

/**
 * The fields that a form asks this person for, in order: those he may fill in, with only the options he may pick, and
 * required or not as the form says. `item` is the case it is about; a new one is his own.
 */
export function fieldsAsked(
  workflow: Workflow,
  asks: readonly string[],
  actor: Asker,
  item: CaseFacts = newCase(workflow, actor),
): Field[] {
  const all = fieldsOf(workflow.data)
  return asks.flatMap((ask): Field[] => {
    const name = ask.replace(/\?$/, '')
    const field = all.find((one) => one.name === name)
    if (!field) throw new Error(`${workflow.name} asks for ${name}, which is not among its fields.`)
    const by = workflow.fields[name]?.by
    if (by && !matchesAny(by, actor, item)) return []
    return [{ ...field, required: name === ask, ...(field.kind === 'choice' && optionsFor(field, actor)) }]
  })
}

/** What a new case has from the one that it hangs on, and is therefore not asked for: its place, by field. */
export function inherited(workflow: Workflow, scope: string | null): Record<string, string> {
  const [kind, place] = scope?.split(':') ?? []
  if (!place) return {}
  const fields = fieldsOf(workflow.data).filter((field) => field.kind === 'scope' && field.of === kind)
  return Object.fromEntries(fields.map(({ name }) => [name, place]))
}

function optionsFor(field: Field & { kind: 'choice' }, actor: Asker) {
  const mayPick = (option: string) => field.only[option]?.some((role) => hasRole(actor, role)) ?? true
  return { options: field.options.filter(mayPick) }
}

/** What the rules look at where there is no case yet. */
export const newCase = (workflow: Workflow, actor: Asker): CaseFacts => ({
  workflow: workflow.name,
  state: '',
  stage: null,
  scope: null,
  ownerId: actor.id,
  assigneeId: null,
  supervisorId: null,
  data: {},
  parts: [],
  parentOwnerId: null,
  deciderId: null,
  approvals: [],
  children: [],
  enteredAt: new Date(0),
})
