import { cleanup } from '@solidjs/testing-library'
import { afterEach, beforeEach, vi } from 'vitest'
import { dismiss, toasts } from '../src/ui/toast.ts'
import { speak } from '../src/words/index.ts'

// jsdom has no screen: it is a desk with a mouse. It has no loudspeaker either.
window.matchMedia ??= (media) => Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList
globalThis.AudioContext ??= class {
  state = 'suspended'
  resume() {}
} as unknown as typeof AudioContext

beforeEach(() => speak('en'))

// Files share the modules of their process: nothing of a test may be left for those of the next file.
afterEach(() => {
  cleanup()
  while (toasts[0]) dismiss(toasts[0].id)
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
