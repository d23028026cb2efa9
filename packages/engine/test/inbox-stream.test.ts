import type { Db } from '@belfry/db'
import { type InboxChanges, changesSince } from '@belfry/db/queries/inbox'
import { stateNumber } from '@belfry/db/queries/inbox-filter'
import { expireOld, fanOut, mark, pin, undo, wakeSnoozed } from '@belfry/engine/notify'
import type { Actor } from '@belfry/shared'
import { type NotificationState, notificationStates } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { happened } from './support/news.ts'

// What a person's windows are told must be all that happened to his inbox, in order and once, whoever writes to it at the
// same time and whenever the reader asks.

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A window that keeps what it has been told, and holds every answer against it. */
class Window {
  readonly states = new Map<string, number>()
  readonly revs: number[] = []
  wrong: string[] = []
  private readonly person: string
  private rev = 0

  constructor(person: string) {
    this.person = person
  }

  /** Asks for what changed since its position. */
  async look(db: Db): Promise<number> {
    const [inbox] = await changesSince(db, [{ personId: this.person, rev: this.rev }])
    for (const change of inbox!.changes) {
      if (change.rev <= this.rev) this.wrong.push(`rev ${change.rev} after ${this.rev}`)
      this.rev = change.rev
      this.revs.push(change.rev)
      this.states.set(change.eventId, change.state)
    }
    this.compare(inbox!)
    return inbox!.changes.length
  }

  // One question has one moment: what was told up to now makes up the count and the revision of the answer.
  private compare({ rev, unread, changes }: InboxChanges) {
    if (changes.length === 200) return // there is more to come
    const own = [...this.states.values()].filter((state) => state === stateNumber('unread')).length
    if (own !== unread) this.wrong.push(`${own} unread here, ${unread} there`)
    if (this.rev !== rev) this.wrong.push(`at ${this.rev} here, at ${rev} there`)
  }
}

/** Somebody who believes that what is newer has a later id. */
class WindowById {
  readonly seen = new Set<string>()
  private last = '00000000-0000-0000-0000-000000000000'
  private readonly person: string

  constructor(person: string) {
    this.person = person
  }

  async look(db: Db) {
    const { rows } = await sql<{ id: string }>`select event_id as id from notifications
      where person_id = ${this.person} and event_id > ${this.last} order by event_id`.execute(db)
    for (const { id } of rows) this.seen.add((this.last = id))
  }
}

/** A snoozed one comes back as soon as somebody looks at the clock. */
const until = (as: NotificationState) => (as === 'snoozed' ? { until: new Date().toISOString() } : {})

const statesIn = async (db: Db, person: string) => {
  const rows = await db
    .selectFrom('notifications')
    .select(['event_id', 'state'])
    .where('person_id', '=', person)
    .execute()
  return new Map(rows.map((row) => [row.event_id, row.state]))
}

test('readers that come back at any moment hear everything once and in order, while many write', async () => {
  const { db, given } = await databaseWithPeople({ max: 20 })
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  const people = [given.officerNorth, given.officerNorth2, given.officerAnywhere, given.vendor]
  const events: string[] = []
  for (let i = 0; i < 120; i++) events.push(await happened(db, caseId, i % 2 ? given.driver : given.admin))
  // Not told in the order in which they happened: workers take what they get.
  const left = events.toSorted((a, b) => (a.slice(-4) < b.slice(-4) ? -1 : 1))
  let isOver = false

  const worker = async () => {
    for (let event = left.pop(); event; event = left.pop()) await fanOut(db, event)
  }
  const marker = async (person: Actor, nth: number) => {
    for (let turn = nth; !isOver; turn++) {
      const as = notificationStates[turn % 4]!
      const undoToken = await inTx(db, async (tx) => {
        const filter = { state: [notificationStates[(turn + 1) % 4]!] }
        const marked = await mark(tx, person, { filter, as })
        await pause(turn % 5) // others wait for the inbox meanwhile
        return marked.undoToken
      })
      if (undoToken && turn % 3 === 0) await inTx(db, (tx) => undo(tx, person, undoToken)).catch(() => {}) // marked again meanwhile
    }
  }
  const windows = people.flatMap(({ id }) => [new Window(id), new Window(id)])
  const byId = people.map(({ id }) => new WindowById(id))
  const reader = async (window: { look(db: Db): Promise<unknown> }, nth: number) => {
    for (let turn = nth; !isOver; turn++) {
      await window.look(db)
      await pause((turn * 7) % 23)
    }
  }

  const markers = people.map(marker)
  const readers = [...windows, ...byId].map(reader)
  await Promise.all([worker(), worker(), worker(), worker()])
  isOver = true
  await Promise.all([...markers, ...readers])
  for (const window of windows) while ((await window.look(db)) > 0);
  for (const window of byId) await window.look(db)

  for (const [i, window] of windows.entries()) {
    const { id } = people[i >> 1]!
    expect(window.wrong).toEqual([])
    expect(window.states).toEqual(await statesIn(db, id))
    expect([...window.states.keys()].filter((event) => events.includes(event))).toHaveLength(120)
  }
  // The same run shows what the revisions are for.
  const missed = byId.reduce(
    (sum, { seen }) => sum + 120 - events.filter((event) => seen.has(event)).length,
    0,
  )
  expect(missed).toBeGreaterThan(0)
})

test('as long as nobody marks anything, revisions come without a gap', async () => {
  const { db, given } = await databaseWithPeople({ max: 20 })
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  const crowd = await given.crowd(300, { role: 'officer', scope: null })
  const events = await Promise.all(Array.from({ length: 40 }, () => happened(db, caseId, given.vendor)))
  const windows = crowd.slice(0, 5).map((person) => new Window(person))
  let isOver = false

  const readers = windows.map(async (window) => {
    while (!isOver) await window.look(db)
  })
  await Promise.all(events.map((event) => fanOut(db, event)))
  isOver = true
  await Promise.all(readers)

  for (const window of windows) {
    await window.look(db)
    expect(window.wrong).toEqual([])
    expect(window.revs).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  }
})

test('a reader who was away for long catches up in several reads', async () => {
  const { db, given } = await databaseWithPeople()
  const person = given.officerNorth.id
  await sql`insert into notifications (person_id, event_id, rev, variant)
    select ${person}, gen_random_uuid(), n, 0 from generate_series(1, 450) n`.execute(db)
  await sql`update inboxes set rev = 450, unread = 450 where person_id = ${person}`.execute(db)
  const window = new Window(person)

  expect([
    await window.look(db),
    await window.look(db),
    await window.look(db),
    await window.look(db),
  ]).toEqual([200, 200, 50, 0])

  expect(window.wrong).toEqual([])
  expect(window.revs).toEqual(Array.from({ length: 450 }, (_, i) => i + 1))
})

test('many inboxes are read at once, each from its own position', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor }) // told to the officers
  await fanOut(db, await happened(db, caseId, given.driver)) // told to the officers and the vendor
  const positions = [
    { personId: given.officerNorth.id, rev: 1 },
    { personId: given.vendor.id, rev: 0 },
    { personId: given.officerSouth.id, rev: 0 },
    { personId: given.officerAnywhere.id, rev: 2 },
    { personId: '00000000-0000-7000-8000-000000000000', rev: 0 },
  ]

  const read = await changesSince(db, positions)

  const told = new Map(read.map((inbox) => [inbox.personId, inbox.changes.map(({ rev }) => rev)]))
  expect(told).toEqual(
    new Map([
      [given.officerNorth.id, [2]],
      [given.vendor.id, [1]],
      [given.officerSouth.id, []],
      [given.officerAnywhere.id, []],
    ]),
  )
  expect(await changesSince(db, [])).toEqual([])
})

const someone = fc.constantFrom<'officerNorth' | 'officerAnywhere' | 'vendor'>(
  'officerNorth',
  'officerAnywhere',
  'vendor',
)
const someStates = fc.subarray([...notificationStates], { minLength: 1 })
const change = fc.oneof(
  fc.record({
    do: fc.constant('tell' as const),
    by: fc.constantFrom<'driver' | 'vendor'>('driver', 'vendor'),
  }),
  fc.record({
    do: fc.constant('mark' as const),
    who: someone,
    state: someStates,
    as: fc.constantFrom(...notificationStates),
  }),
  fc.record({
    do: fc.constant('mark one' as const),
    who: someone,
    nth: fc.nat(20),
    as: fc.constantFrom(...notificationStates),
  }),
  fc.record({ do: fc.constant('undo' as const), who: someone, nth: fc.nat(5) }),
  fc.record({ do: fc.constant('pin' as const), who: someone, nth: fc.nat(20), pinned: fc.boolean() }),
  fc.record({ do: fc.constant('wake' as const) }),
  fc.record({ do: fc.constant('expire' as const) }),
)

const unlessNothingToUndo = (error: { code?: string }) => {
  if (error.code !== 'nothing_to_undo') throw error
}

/** No revision of an inbox is given twice, not even to what is gone by now. */
const refuseRevisionsTwice = (db: Db) =>
  sql`
    create table given (person_id uuid, rev bigint, primary key (person_id, rev));
    create function note_revision() returns trigger language plpgsql as $$
      begin insert into given values (new.person_id, new.rev); return new; end $$;
    create trigger note_revision after insert or update on notifications for each row when (new.state < 5)
      execute function note_revision()`.execute(db)

test('unread counts and revisions are exact, whatever happens at the same time', async () => {
  const { db, given } = await databaseWithPeople({ max: 12 })
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await refuseRevisionsTwice(db)
  const tokens: string[] = []
  let removed = 0
  const apply = async (step: typeof change extends fc.Arbitrary<infer T> ? T : never) => {
    if (step.do === 'tell') return fanOut(db, await happened(db, caseId, given[step.by]))
    if (step.do === 'wake') return wakeSnoozed(db)
    if (step.do === 'expire') {
      const gone = await expireOld(db, { read: 1e-7, deleted: 1e-7, unread: null })
      removed += gone['read']! + gone['deleted']!
      return
    }
    const who = given[step.who]
    if (step.do === 'undo') {
      const token = tokens.at(-1 - step.nth)
      return token && inTx(db, (tx) => undo(tx, who, token)).catch(unlessNothingToUndo)
    }
    const rows = step.do === 'mark' ? [] : [...(await statesIn(db, who.id)).keys()]
    const one = rows[step.do === 'mark' ? 0 : step.nth % rows.length] ?? caseId
    if (step.do === 'pin') return inTx(db, (tx) => pin(tx, who, { ids: [one], pinned: step.pinned }))
    const which = step.do === 'mark' ? { filter: { state: step.state } } : { ids: [one] }
    const { undoToken } = await inTx(db, (tx) => mark(tx, who, { ...which, as: step.as, ...until(step.as) }))
    if (undoToken) tokens.push(undoToken)
  }

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(change, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
      async (waves) => {
        for (const wave of waves) await Promise.all(wave.map(apply))

        const { rows } = await sql<Record<string, number>>`
          select i.unread, i.rev, count(n.*) filter (where n.state = 0)::int as "unreadRows",
            (select coalesce(max(g.rev), 0) from given g where g.person_id = i.person_id) as "lastRev"
          from inboxes i left join notifications n using (person_id) group by i.person_id`.execute(db)
        for (const { unread, rev, unreadRows, lastRev } of rows) {
          expect(unread).toBe(unreadRows)
          expect(rev).toBeGreaterThanOrEqual(lastRev!)
        }
      },
    ),
    { seed: 20261120, numRuns: 40 },
  )
  expect(tokens.length).toBeGreaterThan(20)
  expect(removed).toBeGreaterThan(20)
})
