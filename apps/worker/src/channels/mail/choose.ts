import type { Db, Tx } from '@belfry/db'
import type { ChosenMail } from '@belfry/db/queries/deliveries'
import { type DueMail, lockDueMail, putOff, takeSlowDomains } from '@belfry/db/queries/mail-due'
import { pauseMs } from './follow.ts'
import { type Door, type Health, ableFor } from './health.ts'
import type { MailProvider } from './provider.ts'

export interface Choosing {
  tx: Tx
  /** For what has to be known before the transaction ends, so that no other worker waits for it. */
  db: Db
  providers: MailProvider[]
  health: Health
  now: Date
}

export interface Choice {
  chosen: ChosenMail[]
  due: DueMail[]
  /** How many are not where they were. */
  moved: number
}

/** A mail that nobody can take looks again after this time at the latest. */
const LOOK_AGAIN_MS = 60_000

/**
 * Holds the next mails that are due and gives each to the first of its providers that is open. Those that have to wait (all
 * providers closed, or all have said no in this round, or their domain wants them one by one) are put off; those whose
 * provider is only busy stay where they are.
 */
export async function chooseMails(choosing: Choosing, limit: number): Promise<Choice> {
  const { tx, db, providers, health, now } = choosing
  const due = await lockDueMail(tx, now, limit)
  const { ready, slow } = await inStep(db, due)
  const doors = new Map<string, Door>(providers.map((provider) => [provider.name, health.doorOf(provider)]))
  const late: { id: string; at: Date; round: boolean }[] = slow.map(({ id, waitMs }) => ({
    id,
    at: new Date(now.getTime() + waitMs),
    round: false,
  }))
  const wanted = new Map<MailProvider, DueMail[]>()
  for (const mail of ready) {
    const place = placeFor(mail, providers, doors)
    if (place.kind === 'give') {
      wanted.set(place.provider, [...(wanted.get(place.provider) ?? []), mail])
      const door = doors.get(place.provider.name)
      if (door?.kind === 'open')
        doors.set(
          place.provider.name,
          door.places > 1 ? { kind: 'open', places: door.places - 1 } : { kind: 'busy' },
        )
    }
    if (place.kind === 'wait')
      late.push({ id: mail.id, at: new Date(now.getTime() + place.ms), round: place.round })
  }
  await putOff(tx, late)
  const chosen: ChosenMail[] = []
  for (const [provider, mails] of wanted) {
    const places = await health.take(provider, mails.length)
    chosen.push(...mails.slice(0, places).map(({ id }) => ({ id, provider: provider.name })))
  }
  return { chosen, due, moved: chosen.length + late.length }
}

type Place =
  | { kind: 'give'; provider: MailProvider }
  /** Until somebody has ended. */
  | { kind: 'stay' }
  | { kind: 'wait'; ms: number; round: boolean }

function placeFor(mail: DueMail, providers: MailProvider[], doors: Map<string, Door>): Place {
  const able = ableFor(mail, providers)
  let opensInMs = LOOK_AGAIN_MS
  for (const provider of able.filter(({ name }) => !mail.passed.includes(name))) {
    const door = doors.get(provider.name)!
    if (door.kind === 'open') return { kind: 'give', provider }
    if (door.kind === 'busy') return { kind: 'stay' }
    opensInMs = Math.min(opensInMs, door.opensInMs)
  }
  // Whoever has not been asked is closed, and the others have said no: all are asked again after a pause.
  if (mail.passed.length > 0) return { kind: 'wait', ms: pauseMs(mail.rounds), round: true }
  return { kind: 'wait', ms: opensInMs + Math.random() * 500, round: false }
}

/** Mails to domains that want them one by one: the first may go if it is time, the others later. */
async function inStep(db: Db, due: DueMail[]) {
  const slowDomains = [...new Set(due.filter(({ slow }) => slow).map(({ domain }) => domain))]
  const free = new Set(await takeSlowDomains(db, slowDomains))
  const behind = new Map<string, number>()
  const slow: { id: string; waitMs: number }[] = []
  const ready = due.filter(({ id, domain, slow: pace }) => {
    if (!pace || free.delete(domain)) return true
    const place = (behind.get(domain) ?? 0) + 1
    behind.set(domain, place)
    // Spread out, since more than these may be waiting.
    slow.push({ id, waitMs: pace.freeInMs + pace.gapMs * place * (1 + Math.random()) })
    return false
  })
  return { ready, slow }
}
