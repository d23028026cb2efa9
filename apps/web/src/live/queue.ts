import type { QueueEvent, QueueLiveInput } from '@belfry/shared/wire'
import { type Accessor, createMemo, untrack } from 'solid-js'
import { trpc } from '../trpc.ts'
import { locale } from '../words/index.ts'
import { type QueueListOptions, createQueueList } from './queue-list.ts'
import { createSubscription } from './subscribe.ts'

export type LiveQueueOptions = Pick<QueueListOptions, 'holds' | 'onArrive' | 'onLeave'>

/** A queue as a store that follows the server until its owner is disposed. */
export function createLiveQueue(question: Accessor<QueueLiveInput>, options: LiveQueueOptions = {}) {
  // Built anew with every change of the address, but only what it says counts.
  const input = createMemo(() => question(), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  const queue = createQueueList({
    sort: () => input().sort,
    load: (cursor) => trpc.queues.get.query({ ...input(), cursor }),
    ...options,
  })

  let asked: QueueLiveInput | undefined
  const { error } = createSubscription<QueueEvent>((observer) => {
    locale() // the server says why a button is grey in the person's language
    if (asked && asked !== input()) untrack(queue.reset)
    asked = input()
    return trpc.queues.live.subscribe(asked, observer)
  }, queue.apply)

  const { state, loadMore, showWaiting } = queue
  return { state, loadMore, showWaiting, error }
}
