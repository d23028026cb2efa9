import type { Tone } from '@belfry/shared/machine'
import { createStore } from 'solid-js/store'

export interface Toast {
  id: number
  tone: Tone
  title: string
  body?: string | undefined
  /** The way its letters run, where that is not the page's. */
  dir?: 'auto' | undefined
  /** One thing to do about it; the toast goes away with it. */
  action?: { label: string; run: () => void } | undefined
  /** Milliseconds on the screen; it stays while the pointer or the focus is on it. Infinity: until it is closed. */
  lasts: number
}

const [toasts, setToasts] = createStore<Toast[]>([])
const MOST = 4 // more would cover the work
let lastId = 0

export { toasts }

export function toast(say: Partial<Omit<Toast, 'id'>> & { title: string }): number {
  const id = ++lastId
  const added: Toast = { tone: 'info', lasts: say.action ? 8_000 : 5_000, ...say, id }
  setToasts((shown) => {
    // What stays until it is closed is the last to make room.
    const first =
      shown.length < MOST
        ? -1
        : Math.max(
            0,
            shown.findIndex(({ lasts }) => Number.isFinite(lasts)),
          )
    return [...shown.filter((_, at) => at !== first), added]
  })
  return id
}

export const dismiss = (id: number) => setToasts((shown) => shown.filter((one) => one.id !== id))
