import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'

export interface Observer<Event> {
  onData: (event: Event) => void
  onError: (error: unknown) => void
  onComplete: () => void
}

const RETRY_MS = 5_000 // with jitter; errors of a subscription are rare, and never a reason to hammer

/**
 * Keeps one subscription open until its owner is disposed.
 *
 * `open` runs as an effect: when a signal it reads changes, the subscription starts anew with the new input. The socket
 * resumes by itself after an outage; this also starts again what the server ended or refused. `error` is the last
 * refusal, null once an event came.
 */
export function createSubscription<Event>(
  open: (observer: Observer<Event>) => { unsubscribe: () => void },
  onEvent: (event: Event) => void,
): { error: Accessor<unknown> } {
  const [error, setError] = createSignal<unknown>(null)
  const [round, setRound] = createSignal(0)

  createEffect(() => {
    round()
    let closed = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      if (closed || timer) return
      timer = setTimeout(() => setRound((count) => count + 1), RETRY_MS * (0.5 + Math.random()))
    }
    const subscription = open({
      onData: (event) => {
        if (closed) return
        setError(null)
        onEvent(event)
      },
      onError: (problem) => {
        if (closed) return
        setError(problem)
        again()
      },
      onComplete: again,
    })
    onCleanup(() => {
      closed = true
      clearTimeout(timer)
      subscription.unsubscribe()
    })
  })
  return { error }
}
