/** Lets so many in at a time, the others in the order in which they came; or sends away those who wait. */
export function createGate(places: number) {
  const waiting: ((isIn: boolean) => void)[] = []
  let inside = 0
  return {
    /** False for whoever was sent away. */
    enter(): Promise<boolean> | boolean {
      if (inside < places) {
        inside += 1
        return true
      }
      return new Promise((resolve) => waiting.push(resolve))
    },
    leave(): void {
      const next = waiting.shift()
      if (next) next(true)
      else inside -= 1
    },
    sendAway(): void {
      for (const resolve of waiting.splice(0)) resolve(false)
    },
  }
}
