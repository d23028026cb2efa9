import type { Db } from '@belfry/db'
import { type QueueFilter, countQueue, countQueues, listQueue } from '@belfry/db/queries/queues'
import { type Actor, clock } from '@belfry/shared'
import { hiddenStates, isNowhere, queueReach } from '@belfry/shared/machine'
import type { CaseItem, Page, QueueCount, QueueInput } from '@belfry/shared/wire'
import { workflows } from '@belfry/shared/workflows'
import { casePage, placeIn } from './case-page.ts'
import { needsDatabase, queueFilter, wantedOf } from './filter.ts'

/** So many are sorted faster than found in order. */
const FEW = 1_000

/** One page of a queue and how many cases the filter matches; counting stops at 10,001. */
export async function getQueue(
  db: Db,
  actor: Actor,
  input: QueueInput,
): Promise<Page<CaseItem> & { total: number }> {
  const filter = queueFilter(actor, input)
  const { sort, limit } = input
  const page = { sort, limit, after: placeIn(sort, input.cursor) }
  const now = clock.now()
  const counted = countQueue(db, filter, now)
  // How rare a word is decides how it is looked for.
  const few = needsDatabase(filter) && (await counted) <= FEW
  const [rows, total] = await Promise.all([listQueue(db, filter, { ...page, few }, now), counted])
  return { ...casePage(rows, limit, sort, actor), total }
}

/**
 * The queues of the actor, without a word of what he looks for. Those of the roles he holds are the same for all who hold
 * them and can be counted for all at once; `personal` ones are of the cases that he is tied to himself.
 */
export function queuesOf(actor: Actor): { shared: QueueFilter[]; personal: QueueFilter[] } {
  const all = Object.values(workflows).flatMap((workflow): QueueFilter[] => {
    const reach = queueReach(workflow, actor)
    if (isNowhere(reach)) return []
    const hidden = hiddenStates(workflow, actor)
    const speaksOfReader = reach.ties.length > 0 || hidden.some(({ seen }) => seen.ties.length > 0)
    const wanted = wantedOf(workflow, actor, {})
    return [{ ...wanted, workflow: workflow.name, reach, hidden, reader: speaksOfReader ? actor.id : null }]
  })
  return {
    shared: all.filter(({ reader }) => reader === null),
    personal: all.filter(({ reader }) => reader !== null),
  }
}

/** The queues in which the actor decides, with how much waits in each. */
export async function listQueues(db: Db, actor: Actor): Promise<QueueCount[]> {
  const { shared, personal } = queuesOf(actor)
  const counts = await countQueues(db, [...shared, ...personal], clock.now())
  return shownCounts(counts, personal)
}

/** The counts as the reader hears them: queues of single cases only while there are some. */
export function shownCounts(counts: QueueCount[], personal: QueueFilter[]): QueueCount[] {
  const own = new Set(personal.map(({ workflow }) => workflow))
  return counts
    .filter(({ workflow, open }) => open > 0 || !own.has(workflow))
    .map(({ workflow, open, urgent }) => ({ workflow, open, urgent }))
    .toSorted((a, b) => (a.workflow < b.workflow ? -1 : 1))
}
