import { DomainError } from '@belfry/shared'

/** Each holds a part in memory. */
const PER_PROCESS = 64
const PER_PERSON = 8
const AGAIN_IN_S = 5

/** How many uploads send at the same time; whoever finds no place comes again. */
export function createPlaces() {
  const taken = new Map<string, number>()
  let all = 0
  return async function <T>(personId: string, work: () => Promise<T>): Promise<T> {
    const own = taken.get(personId) ?? 0
    if (all >= PER_PROCESS || own >= PER_PERSON)
      throw new DomainError('too_many_requests', { seconds: AGAIN_IN_S })
    taken.set(personId, own + 1)
    all += 1
    try {
      return await work()
    } finally {
      all -= 1
      const left = taken.get(personId)! - 1
      if (left > 0) taken.set(personId, left)
      else taken.delete(personId)
    }
  }
}
