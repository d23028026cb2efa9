import type { Db } from '@belfry/db'
import type { DueMail } from '@belfry/db/queries/mail-due'
import {
  type ProviderHealth,
  listProviderHealth,
  noteTrouble,
  noteWell,
  takePlaces,
} from '@belfry/db/queries/providers'
import type { MailProvider } from './provider.ts'

/** What other workers find out is known here after this time. */
const KNOWN_FOR_MS = 500

/** `busy` has no place at this moment, and is waited for; who is `closed` is passed over. */
export type Door = { kind: 'open'; places: number } | { kind: 'busy' } | { kind: 'closed'; opensInMs: number }

export interface HealthOptions {
  db: Db
  providers: MailProvider[]
  firstRestMs?: number | undefined
}

/** So many are ready for each that is being handed over, so that nobody waits for the database. */
const AHEAD = 2
const UNTIL_TOMORROW_MS = 3_600_000 // looked at again after an hour at the latest

/** The health of all providers as this worker knows it, and how many mails each has from it. */
export function createHealth({ db, providers, firstRestMs }: HealthOptions) {
  let known = new Map<string, ProviderHealth>()
  let knownAt = Number.NEGATIVE_INFINITY
  const underWay = new Map(providers.map(({ name }) => [name, 0]))

  const age = () => performance.now() - knownAt
  async function refresh(): Promise<void> {
    if (age() < KNOWN_FOR_MS) return
    known = new Map((await listProviderHealth(db)).map((row) => [row.name, row]))
    knownAt = performance.now()
  }

  function doorOf(provider: MailProvider): Door {
    const row = known.get(provider.name)
    if (!row) return { kind: 'closed', opensInMs: 1_000 }
    if (row.state === 'resting') {
      if (row.restMs === null) return { kind: 'closed', opensInMs: UNTIL_TOMORROW_MS }
      if (row.isProbed) return { kind: 'closed', opensInMs: 1_000 }
      const left = row.restMs - age()
      return left > 0 ? { kind: 'closed', opensInMs: left } : { kind: 'open', places: 1 }
    }
    if (row.leftToday !== null && row.leftToday <= 0) return { kind: 'closed', opensInMs: UNTIL_TOMORROW_MS }
    const free = provider.parallel * AHEAD - underWay.get(provider.name)!
    const places = Math.min(free, row.leftInSecond ?? free, row.leftToday ?? free)
    return places > 0 ? { kind: 'open', places } : { kind: 'busy' }
  }

  /** Really takes places; where there are neither limits nor a rest to look at, nobody has to be asked. */
  async function take(provider: MailProvider, wanted: number): Promise<number> {
    const row = known.get(provider.name)
    if (row?.state === 'healthy' && row.leftInSecond === null && row.leftToday === null) return wanted
    const granted = await takePlaces(db, provider.name, wanted)
    knownAt = Number.NEGATIVE_INFINITY // what is left has changed
    return granted
  }

  return {
    refresh,
    doorOf,
    take,
    begun: (name: string) => void underWay.set(name, underWay.get(name)! + 1),
    ended: (name: string) => void underWay.set(name, underWay.get(name)! - 1),
    async trouble(name: string, kind: 'down' | 'doubtful', error: string): Promise<boolean> {
      knownAt = Number.NEGATIVE_INFINITY
      return noteTrouble(db, name, kind, error, firstRestMs)
    },
    async well(name: string): Promise<void> {
      const row = known.get(name)
      if (row?.state === 'healthy' && row.failures === 0) return
      knownAt = Number.NEGATIVE_INFINITY
      await noteWell(db, name)
    },
  }
}

export type Health = ReturnType<typeof createHealth>

/** Who may carry a mail, in order: not who has refused it, and nobody else where one may have it already. */
export const ableFor = (mail: DueMail, providers: readonly MailProvider[]): MailProvider[] =>
  providers.filter(
    ({ name }) => !mail.refusedBy.includes(name) && (mail.boundTo === null || mail.boundTo === name),
  )
