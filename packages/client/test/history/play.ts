import { setTimeout as pause } from 'node:timers/promises'
import type { Db, Tx } from '@belfry/db'
import { act } from '@belfry/engine/cases'
import { mark } from '@belfry/engine/notify'
import type { Actor } from '@belfry/shared'
import { eventually } from '@belfry/testing/eventually'
import { type Given, inTx } from '@belfry/testing/given'
import type { Pool } from 'pg'
import { faultsOf } from './check.ts'
import type { BadLine } from './line.ts'
import { inboxesOf, noteChanges, signedInOfficers, waitingShifts } from './people.ts'
import { type Reader, follow, followWrongly } from './readers.ts'

export interface Play {
  db: Db
  pool: Pool
  given: Given
  secret: string
  line: BadLine
  clients: number
  ms: number
  /** From one event to the next. */
  everyMs: number
  /** What happens to the servers meanwhile. */
  accidents: () => Promise<void>
  settlesWithinMs: number
}

export interface Findings {
  /** By reader; of those whose history is right there is none. */
  faults: string[][]
  faultsOfWrong: string[]
  events: number
  told: number
  hellos: number
  refused: number
}

const LONGEST_HELD_MS = 2_000
const marks = ['read', 'unread', 'archived', 'deleted'] as const
const some = <T>(things: readonly T[]): T | undefined => things[Math.floor(Math.random() * things.length)]

/**
 * Lets things happen to many readers at once: events, marks by the readers themselves and by others, many of them in
 * transactions that stay open for up to two seconds, while lines are cut and servers go away. Then all is given time to
 * settle, and every reader's history is checked.
 */
export async function play({
  db,
  pool,
  given,
  secret,
  line,
  clients,
  ms,
  everyMs,
  ...more
}: Play): Promise<Findings> {
  await noteChanges(pool)
  // Some have two windows. Of the last one nothing is marked, so that the wrong reader has no other excuse.
  const officers = await signedInOfficers(pool, given, secret, Math.ceil((clients * 2) / 3))
  const watched = officers.at(-1)!
  const shifts = await waitingShifts(pool, given, Math.ceil(ms / everyMs) + 10)
  const readers = Array.from({ length: clients }, (_, i) =>
    follow(officers[i % officers.length]!, { url: line.url, transport: i % 3 === 0 ? 'auto' : 'websocket' }),
  )
  const wrong = followWrongly(pool, watched)
  await eventually('all have been greeted', async () =>
    [...readers, wrong].every(({ heard }) => heard.length > 0),
  )

  const accidents = more.accidents()
  const work: Promise<unknown>[] = []
  let events = 0
  let refused = 0
  // Refused while a server is away: nothing was promised.
  const note = (what: Promise<unknown>): void => void work.push(what.catch(() => (refused += 1)))
  const cancel = (heldMs: number) => {
    const caseId = shifts.pop()!
    const held = inHeld(db, heldMs, (tx) => act(tx, given.vendor, { caseId, action: 'cancel' }))
    note(held.then(() => (events += 1)))
  }
  const end = Date.now() + ms
  for (let i = 0; Date.now() < end; i++) {
    cancel(i % 4 === 0 ? Math.random() * LONGEST_HELD_MS : 0)
    const reader = some(readers)!
    const ids = heardBy(reader)
    if (ids.length > 0 && reader.personId !== watched.id) {
      const input = { ids: [some(ids)!, some(ids)!], as: some(marks)! }
      if (i % 8 === 0)
        note(inHeld(db, (Math.random() * LONGEST_HELD_MS) / 2, (tx) => mark(tx, actor(reader), input)))
      else note(reader.client.trpc.notifications.mark.mutate(input))
    }
    await pause(everyMs)
  }
  await accidents
  await Promise.all(work)

  line.calm()
  // One for sure: what was begun first is committed after the reader has heard of what was begun second.
  const heardSoFar = wrong.heard.length
  const late = inHeld(db, 0, async (tx) => {
    await act(tx, given.vendor, { caseId: shifts.pop()!, action: 'cancel' })
    cancel(0)
    await eventually(
      'the wrong reader has heard of the second',
      async () => wrong.heard.length > heardSoFar,
      more.settlesWithinMs,
    )
  })
  await late
  events += 1
  await Promise.all(work)
  await eventually('everybody was told', async () => (await fanOutsLeft(pool)) === 0, more.settlesWithinMs)
  const inboxes = await inboxesOf(
    pool,
    officers.map(({ id }) => id),
  )
  const isThere = ({ personId, heard }: Reader) =>
    heard.at(-1)?.position.endsWith(`.${inboxes.get(personId)!.rev}`)
  // Who has not caught up in time is found by the check.
  await eventually('all have it', async () => readers.every(isThere), more.settlesWithinMs).catch(() => {})
  await wrong.stop()
  const check = ({ heard, personId }: Reader) => faultsOf(heard, inboxes.get(personId)!)
  const all = readers.flatMap(({ heard }) => heard)
  return {
    faults: readers.map(check).filter((faults) => faults.length > 0),
    faultsOfWrong: check(wrong),
    events,
    told: all.reduce((sum, event) => sum + (event.kind === 'changes' ? event.items.length : 0), 0),
    hellos: all.filter(({ kind }) => kind === 'hello').length,
    refused,
  }
}

/** In a transaction that stays open for a while after its work is done. */
const inHeld = <T>(db: Db, ms: number, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTx(db, async (tx) => {
    const done = await work(tx)
    await pause(ms)
    return done
  })

const heardBy = ({ heard }: Reader): string[] =>
  heard.slice(-20).flatMap((event) => (event.kind === 'changes' ? event.items.map(({ id }) => id) : []))

const actor = ({ personId }: Reader): Actor => ({
  kind: 'person',
  id: personId,
  name: 'Crowd',
  locale: 'en',
  grants: [{ role: 'officer', scope: 'station:north' }],
})

async function fanOutsLeft(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ left: number }>(
    `select count(*)::int as left from graphile_worker.jobs where task_identifier = 'fan_out'`,
  )
  return rows[0]!.left
}
