import type { BulkRun } from '@belfry/shared/wire'
import { type Accessor, createSignal } from 'solid-js'
import { trpc } from '../trpc.ts'
import { createSubscription } from './subscribe.ts'

/** A bulk run as it is now; undefined until the server has said so. */
export function createBulkRun(id: Accessor<string>) {
  const [run, setRun] = createSignal<BulkRun>()
  const { error } = createSubscription<BulkRun>(
    (observer) => trpc.bulk.live.subscribe({ runId: id() }, observer),
    setRun,
  )
  return { run, setRun, error }
}
