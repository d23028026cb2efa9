const WORKS = 'a[href], button:not([aria-disabled="true"])'

/**
 * Remembers where the focus is, and gives back what returns it: to the same element, or to the one nearest to where it was, if
 * that is gone. Else whoever works with the keyboard would begin at the top of the page after each decision.
 */
export function rememberFocus(): () => void {
  const trail: Element[] = []
  for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) trail.push(at)
  return () => {
    for (const [steps, at] of trail.entries()) {
      if (!at.isConnected) continue
      const target = steps === 0 ? at : at.querySelector(WORKS)
      if (target instanceof HTMLElement) return target.focus({ preventScroll: true })
    }
  }
}
