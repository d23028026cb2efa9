import { onCleanup } from 'solid-js'

const SAY_EVERY_MS = 60_000
const AFTER_START_MS = 5_000
/** Whoever touches nothing for so long may have left the screen alone. */
const IDLE_MS = 120_000

/**
 * Says while the person looks at Belfry, so that no other browser of his tells him too. `say` answers false where nobody needs
 * to know; then it is not asked again before the window comes back into sight.
 */
export function createLooking(say: (looks: boolean) => Promise<boolean>): void {
  let touched = Date.now()
  let said = false
  let needed = true
  const looks = () => document.visibilityState === 'visible' && Date.now() - touched < IDLE_MS

  function tell() {
    const now = looks()
    if (!now && !said) return
    if (now && !needed) return
    said = now
    say(now).then(
      (wanted) => (needed = wanted),
      () => {}, // the next minute says it again
    )
  }
  function touch() {
    const wasAway = !looks()
    touched = Date.now()
    if (wasAway) tell()
  }
  function seen() {
    needed = true
    if (document.visibilityState === 'visible') touched = Date.now()
    tell()
  }
  const first = setTimeout(tell, AFTER_START_MS)
  const timer = setInterval(tell, SAY_EVERY_MS)
  const touches = ['pointermove', 'pointerdown', 'keydown'] as const
  for (const kind of touches) window.addEventListener(kind, touch, { passive: true })
  document.addEventListener('visibilitychange', seen)
  onCleanup(() => {
    clearTimeout(first)
    clearInterval(timer)
    for (const kind of touches) window.removeEventListener(kind, touch)
    document.removeEventListener('visibilitychange', seen)
  })
}
