import type { Db } from '@belfry/db'
import { type CaseRow, listCasesWithPart } from '@belfry/db/queries/cases'
import { type ListOf, type WorkflowSight, countCasesOf, listCasesOf } from '@belfry/db/queries/queues'
import { type Actor, clock } from '@belfry/shared'
import {
  FOLLOWER,
  type Reach,
  WATCHER,
  type Workflow,
  awaitedBy,
  decide,
  fieldsOf,
  isOpen,
  maySee,
  sightOf,
} from '@belfry/shared/machine'
import type { CaseItem, ListCasesInput, Page } from '@belfry/shared/wire'
import { findWorkflow, getWorkflow, workflows } from '@belfry/shared/workflows'
import { casePage, placeIn } from './case-page.ts'
import { wantedOf } from './filter.ts'
import { factsOf } from './view.ts'

/** Nobody keeps an eye on more; only the newest are listed where somebody does. */
const MOST_FOLLOWED = 500

/**
 * Cases of all workflows that are somebody's in one way or another, and how many there are (counting stops at 10,001).
 * A page may have fewer than its limit while there are more.
 */
export async function listCases(
  db: Db,
  actor: Actor,
  input: ListCasesInput,
): Promise<Page<CaseItem> & { total: number }> {
  const { view, limit } = input
  const sort = input.sort ?? (view === 'waiting' ? 'urgent' : 'newest')
  const workflow = input.workflow ? findWorkflow(input.workflow) : undefined
  const closed = input.closed ?? (view === 'waiting' ? 'no' : 'any')
  const filter = { ...wantedOf(workflow, actor, { ...input, closed }), workflow: input.workflow }
  const now = clock.now()
  const list = await listOf(db, view, actor, now)
  const [rows, total] = await Promise.all([
    listCasesOf(db, list, filter, { sort, limit, after: placeIn(sort, input.cursor) }, now),
    countCasesOf(db, list, filter, now),
  ])
  const page = casePage(rows, limit, sort, actor)
  const byId = new Map(rows.map((row) => [row.id, row]))
  // The query asks a little less than the rules do: what a function of the data decides is decided here.
  const holds = (row: CaseRow) =>
    maySee(getWorkflow(row.workflow), actor, factsOf(row)) && (view !== 'waiting' || isTurn(row, actor))
  return { ...page, items: page.items.filter(({ id }) => view === 'mine' || holds(byId.get(id)!)), total }
}

export async function listOf(db: Db, view: ListCasesInput['view'], actor: Actor, now: Date): Promise<ListOf> {
  const all = Object.values(workflows)
  if (view === 'waiting') {
    const awaited = all.flatMap((workflow) =>
      awaitedBy(workflow, actor).map((one) => ({ ...one, workflow: workflow.name as string })),
    )
    return { view, person: actor.id, awaited }
  }
  if (view === 'team') {
    const seen = all.filter((workflow) => seesTeam(workflow, actor)).map(({ name }) => name as string)
    const isWhole = ({ ties }: Reach) => ties.some(({ kind }) => kind === 'supervisor')
    return { view, person: actor.id, seen, sights: sightsOf(actor, () => isWhole) }
  }
  if (view === 'part') {
    const following = await listCasesWithPart(db, { part: FOLLOWER, personId: actor.id }, MOST_FOLLOWED, now)
    const followed = following.filter((row) => maySee(getWorkflow(row.workflow), actor, factsOf(row)))
    const ids = followed.map(({ id }) => id)
    return { view, person: actor.id, sights: sightsOf(actor, seesByPart), followed: ids }
  }
  return { view, person: actor.id }
}

/**
 * What the actor sees of each workflow, where that is not all that a view names: neither a page nor its count may tell of
 * the rest. `isWhole` knows whether a reach holds all of it.
 */
const sightsOf = (actor: Actor, isWhole: (workflow: Workflow) => (seen: Reach) => boolean): WorkflowSight[] =>
  Object.values(workflows).flatMap((workflow: Workflow) => {
    const sight = sightOf(workflow, actor)
    const isAll = sight.every(({ seen }) => seen.everything || isWhole(workflow)(seen))
    return isAll ? [] : [{ workflow: workflow.name, sight }]
  })

/** Whoever has any part in a case sees it. */
const seesByPart = (workflow: Workflow) => {
  const people = fieldsOf(workflow.data).filter(({ kind }) => kind === 'person')
  const parts = [WATCHER, ...people.map(({ name }) => name)]
  return ({ ties }: Reach): boolean =>
    parts.every((name) =>
      ties.some(
        (tie) =>
          (tie.kind === 'part' && tie.part === name) || (tie.kind === 'personIn' && tie.field === name),
      ),
    )
}

/** A supervisor, as such or by his roles, sees cases of this workflow in some state. */
const seesTeam = (workflow: Workflow, actor: Actor): boolean =>
  sightOf(workflow, actor).some(
    ({ seen: { everything, scopes, ties } }) =>
      everything || scopes.length > 0 || ties.some(({ kind }) => kind === 'supervisor'),
  )

function isTurn(row: CaseRow, actor: Actor): boolean {
  const workflow = getWorkflow(row.workflow)
  const facts = factsOf(row)
  return (
    isOpen(workflow, row.state) &&
    awaitedBy(workflow, actor).some(({ action }) => decide(workflow, facts, action, actor).ok)
  )
}
