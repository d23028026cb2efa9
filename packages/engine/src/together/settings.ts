import type { Db, Tx } from '@belfry/db'
import { listScopesOf } from '@belfry/db/queries/access'
import { listQueueRules, putQueueRule } from '@belfry/db/queries/assignment'
import { findScope } from '@belfry/db/queries/people'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { type Workflow, fieldsOf } from '@belfry/shared/machine'
import type { ConfigureQueueInput, QueueSettings } from '@belfry/shared/wire'
import { findWorkflow, workflows } from '@belfry/shared/workflows'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'

/** How each queue gives its cases to people, and where it has places, in each of them. */
export async function listQueueSettings(db: Db, actor: Actor): Promise<QueueSettings[]> {
  demand(actor, 'queues.configure')
  const all: Workflow[] = Object.values(workflows)
  const kinds = [...new Set(all.flatMap((workflow) => placesOf(workflow) ?? []))]
  const [rules, ...places] = await Promise.all([
    listQueueRules(db),
    ...kinds.map((kind) => listScopesOf(db, kind)),
  ])
  const ruleOf = (workflow: string, scope: string | null) =>
    rules.find((rule) => rule.workflow === workflow && rule.scope === scope)?.assignment
  return all.map((workflow) => ({
    workflow: workflow.name,
    assignment: ruleOf(workflow.name, null) ?? 'manual',
    places: (places[kinds.indexOf(placesOf(workflow) ?? '')] ?? []).map(({ id, name }) => ({
      scope: id,
      name,
      assignment: ruleOf(workflow.name, id) ?? null,
    })),
  }))
}

/** Sets how a queue, or one place of it, gives the cases that come in from now on. */
export async function configureQueue(tx: Tx, actor: Actor, input: ConfigureQueueInput): Promise<null> {
  demand(actor, 'queues.configure')
  const workflow = findWorkflow(input.workflow)
  if (!workflow) throw new DomainError('unknown_workflow', { workflow: input.workflow })
  const scope = input.scope ?? null
  const place = scope ? await findScope(tx, scope) : undefined
  if (scope && (!place || place.kind !== placesOf(workflow))) throw new DomainError('unknown_choice')
  const { assignment } = input
  const at = clock.now()
  const before = await putQueueRule(tx, { workflow: workflow.name, scope, assignment, at, by: actor.id })
  if (before === assignment) return null
  await record(tx, actor, {
    type: 'queue.configure',
    at,
    data: {
      target: {
        kind: 'queue',
        id: scope ? `${workflow.name} ${scope}` : workflow.name,
        title: place ? `${workflow.words.en.plural}, ${place.name}` : workflow.words.en.plural,
      },
      before: { assignment: before },
      after: { assignment },
    },
  })
  return null
}

/** The kind of place that a workflow's cases belong to, if they do. */
const placesOf = (workflow: Workflow): string | undefined => {
  const field = fieldsOf(workflow.data).find(({ kind }) => kind === 'scope')
  return field?.kind === 'scope' ? field.of : undefined
}
