import { onCleanup } from 'solid-js'

type Left = FocusEvent & { currentTarget: HTMLElement }

/**
 * Tells when a field was left. A problem that showed up while the mouse is pressed would move the button away from
 * under it, and the click would be lost; so the field counts as left once the mouse is up.
 */
export function createLeaving(leave: (path: string) => void) {
  let pressed = false
  const gone = new AbortController()
  onCleanup(() => gone.abort())
  const early = { capture: true, signal: gone.signal }
  addEventListener('pointerdown', () => (pressed = true), early)
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => (pressed = false), early)
  return (path: string, event: Left) => {
    if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return
    if (!pressed) return leave(path)
    addEventListener('pointerup', () => setTimeout(() => leave(path)), { once: true, signal: gone.signal })
  }
}
