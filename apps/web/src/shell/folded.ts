const KEY = 'belfry.folded'

/** Which systems' queues a person has folded away in this browser. */
const read = (): string[] => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.map(String) : []
  } catch {
    return []
  }
}

export const isFolded = (group: string): boolean => read().includes(group)

export function setFolded(group: string, folded: boolean): void {
  const others = read().filter((one) => one !== group)
  try {
    localStorage.setItem(KEY, JSON.stringify(folded ? [...others, group] : others))
  } catch {
    // It is unfolded again next time.
  }
}
