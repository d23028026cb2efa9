import type { QueueCount } from '@belfry/shared/wire'
import { createStore, reconcile } from 'solid-js/store'
import { trpc } from '../trpc.ts'
import { createSubscription } from './subscribe.ts'

/** How many cases are open in each queue of the person, by workflow. */
export function createLiveCounts() {
  const [counts, setCounts] = createStore<Record<string, QueueCount>>({})
  createSubscription<QueueCount[]>(
    (observer) => trpc.queues.counts.subscribe(undefined, observer),
    (all) => setCounts(reconcile(Object.fromEntries(all.map((count) => [count.workflow, count])))),
  )
  return counts
}
