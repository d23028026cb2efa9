import type { CaseRow } from '@belfry/db/queries/cases'
import type { Named, QueueFilter, Wanted } from '@belfry/db/queries/queues'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { type Workflow, fieldsOf, hiddenStates, isNowhere, queueReach, reaches } from '@belfry/shared/machine'
import { tokensIn, unquoted } from '@belfry/shared/search'
import type { CaseFilter, QueueInput } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { findWorkflow } from '@belfry/shared/workflows'
import { factsOf } from './view.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MOST_TEXTS = 10

/** What of a queue the actor gets to see: what he decides on there, narrowed to what he asked for. */
export function queueFilter(actor: Actor, input: Omit<QueueInput, 'sort' | 'cursor' | 'limit'>): QueueFilter {
  const workflow = findWorkflow(input.workflow)
  if (!workflow) throw new DomainError('unknown_workflow', { workflow: input.workflow })
  const reach = queueReach(workflow, actor)
  if (isNowhere(reach)) throw new DomainError('not_permitted')
  const filter = wantedOf(workflow, actor, input)
  const isElsewhere = filter.scope && !reach.everything && !reach.scopes.includes(filter.scope)
  if (isElsewhere && reach.ties.length === 0) throw new DomainError('not_permitted')
  const hidden = hiddenStates(workflow, actor)
  const speaksOfReader = reach.ties.length > 0 || hidden.some(({ seen }) => seen.ties.length > 0)
  return { ...filter, workflow: workflow.name, reach, hidden, reader: speaksOfReader ? actor.id : null }
}

/** What is asked for, without a "me" and with fields that may be asked for. */
export function wantedOf(workflow: Workflow | undefined, actor: Actor, input: CaseFilter): Wanted {
  const { state, urgent, ready, claimed, assignee, owner, opened, changed } = input
  return {
    states: state ?? null,
    closed: input.closed ?? (state ? 'any' : 'no'),
    urgent,
    ready,
    claimed,
    scope: input.scope && scopeOf(workflow, input.scope),
    assignee: assignee === 'none' ? 'none' : named(assignee, actor),
    owner: named(owner, actor),
    opened,
    changed,
    fields: fieldsWanted(workflow, actor, input.fields ?? {}),
    texts: tokensIn(input.search ?? '')
      .map(({ raw }) => unquoted(raw))
      .filter(Boolean)
      .slice(0, MOST_TEXTS),
  }
}

function named(who: string | undefined, actor: Actor): Named | undefined {
  if (!who) return undefined
  if (who === 'me') return { id: actor.id }
  return UUID.test(who) ? { id: who.toLowerCase() } : { name: who }
}

/** `north` is `station:north` where a station is what the workflow's cases belong to. */
function scopeOf(workflow: Workflow | undefined, scope: string): string {
  if (scope.includes(':') || !workflow) return scope
  const field = fieldsOf(workflow.data).find(({ kind }) => kind === 'scope')
  return field?.kind === 'scope' ? `${field.of}:${scope}` : scope
}

function fieldsWanted(workflow: Workflow | undefined, actor: Actor, fields: Record<string, string[]>) {
  const known = workflow ? fieldsOf(workflow.data) : []
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => {
      const field = known.find((one) => one.name === name)
      const isHidden = workflow?.fields[name]?.see !== undefined
      // Whoever may not see a field could find it out by searching for each of its values.
      if (!field || isHidden || !['choice', 'yesNo', 'person'].includes(field.kind)) {
        const message = words[actor.locale].errors.unknown_choice
        throw new DomainError('invalid_input', {}, { problems: [{ field: `fields.${name}`, message }] })
      }
      if (field.kind === 'yesNo') return [name, values.map((value) => value === 'true' || value === 'yes')]
      if (field.kind === 'person') return [name, values.map((value) => (value === 'me' ? actor.id : value))]
      return [name, values]
    }),
  )
}

/** The case is in a part of the queue that the reader has to do with, whatever he asked for. */
export const concerns = (filter: QueueFilter, row: CaseRow, actor: Actor): boolean =>
  row.workflow === filter.workflow && reaches(filter.reach, actor, factsOf(row))

/** Names are compared by the database alone, which knows letters of all languages in its own way. */
export const needsDatabase = ({ texts, owner, assignee }: Wanted): boolean =>
  texts.length > 0 || [owner, assignee].some((who) => typeof who === 'object' && 'name' in who)

/** What the query says of a row, said without one; for filters that do not need the database. */
export function belongs(filter: QueueFilter, row: CaseRow, actor: Actor): boolean {
  const facts = factsOf(row)
  const isHidden = filter.hidden.some(
    ({ state, seen }) => state === row.state && !reaches(seen, actor, facts),
  )
  return concerns(filter, row, actor) && !isHidden && isWanted(filter, row)
}

function isWanted(filter: Wanted, row: CaseRow): boolean {
  const { states, closed, urgent, ready, claimed, scope, assignee, owner } = filter
  const is = (wish: boolean | undefined, holds: boolean) => wish === undefined || wish === holds
  return (
    (!states || states.includes(row.state)) &&
    (closed === 'any' || (closed === 'yes') === (row.closedAt !== null)) &&
    is(urgent, row.closedAt === null && row.urgentAt !== null && row.urgentAt <= clock.now()) &&
    is(ready, row.readyAt !== null) &&
    is(claimed, row.claim !== null) &&
    (!scope || row.scope === scope) &&
    (assignee === 'none' ? row.assigneeId === null : isNamed(assignee, row.assigneeId)) &&
    isNamed(owner, row.ownerId) &&
    isWithin(filter.opened, row.openedAt) &&
    isWithin(filter.changed, row.changedAt) &&
    Object.entries(filter.fields).every(([field, values]) =>
      values.some((value) => row.data[field] === value),
    )
  )
}

const isNamed = (who: Named | undefined, id: string | null): boolean =>
  who === undefined || ('id' in who && who.id === id)

const isWithin = (span: CaseFilter['opened'], at: Date): boolean =>
  (!span?.from || at >= new Date(span.from)) && (!span?.before || at < new Date(span.before))
