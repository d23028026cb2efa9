import { createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { type Observer, createSubscription } from './subscribe.ts'

const SILENCE_MS = 7_000 // the server speaks every two seconds

/** What the server shows every two seconds. A row stays the same row, so nothing jumps under the hand. */
export function createLook<Seen extends object>(
  open: (observer: Observer<Seen>) => { unsubscribe: () => void },
  key = 'id',
) {
  const [state, setState] = createStore<{ seen: Seen | null }>({ seen: null })
  const [silent, setSilent] = createSignal(false)
  let listening: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(listening))

  const { error } = createSubscription<Seen>(open, (seen) => {
    setState('seen', reconcile(seen, { key }))
    setSilent(false)
    clearTimeout(listening)
    listening = setTimeout(() => setSilent(true), SILENCE_MS)
  })
  return {
    state,
    error,
    /** Nothing was heard for so long that what is shown may not be so any more. */
    silent,
  }
}
