/** How much longer a window waits that is less looked at. */
const LESS_LOOKED_AT_MS = 120
/** Windows hear of the same thing at about the same time. */
const HELD_MS = 10_000

/**
 * Of several windows that hear of the same things one tells the person: the one that has the focus, or else one that can be
 * seen, or else any. Returns those that this window is to tell.
 */
export async function tellHere<Thing extends { id: string }>(things: Thing[]): Promise<Thing[]> {
  if (!('locks' in navigator)) return things
  const steps = document.hidden ? 2 : document.hasFocus() ? 0 : 1
  if (steps > 0) await new Promise((resolve) => setTimeout(resolve, steps * LESS_LOOKED_AT_MS))
  // One window after the other, or each would tell a part.
  return navigator.locks.request('belfry.telling', async () => {
    const mine = await Promise.all(things.map(async (thing) => ((await claim(thing.id)) ? [thing] : [])))
    return mine.flat()
  })
}

function claim(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(`belfry.told.${id}`, { ifAvailable: true }, async (lock) => {
      resolve(lock !== null)
      if (lock) await new Promise((done) => setTimeout(done, HELD_MS))
    })
  })
}
