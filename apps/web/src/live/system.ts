import type { SystemHealth } from '@belfry/shared/wire'
import { createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { trpc } from '../trpc.ts'
import { createSubscription } from './subscribe.ts'

const SILENCE_MS = 7_000 // the server speaks every two seconds

/** How the system is, every two seconds. A row stays the same row, so nothing jumps under the hand. */
export function createLiveHealth() {
  const [state, setState] = createStore<{ health: SystemHealth | null }>({ health: null })
  const [silent, setSilent] = createSignal(false)
  let listening: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(listening))

  const { error } = createSubscription<SystemHealth>(
    (observer) => trpc.system.live.subscribe(undefined, observer),
    (health) => {
      setState('health', reconcile(health, { key: 'id' }))
      setSilent(false)
      clearTimeout(listening)
      listening = setTimeout(() => setSilent(true), SILENCE_MS)
    },
  )
  return {
    state,
    error,
    /** Nothing was heard for so long that what is shown may not be so any more. */
    silent,
  }
}
