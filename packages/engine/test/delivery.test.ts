import type { Db } from '@belfry/db'
import { type Audience, fanOutBatch, listMembers } from '@belfry/db/queries/fan-out'
import { deliverHeld, mark } from '@belfry/engine/notify'
import { setPreferences } from '@belfry/engine/preferences'
import { type Actor, clock, locales, newId } from '@belfry/shared'
import {
  type Channel,
  type Outcome,
  type QuietWindow,
  QuietHours,
  type Rule,
  factsOfRule,
  isDigest,
  packRouting,
  rhythmsOf,
  route,
} from '@belfry/shared/delivery'
import { nextDigest, nextQuiet } from '@belfry/shared/delivery/times'
import { MarkInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'

// Random people, rules and days, followed by a model in memory that says what has to be in the tables after every step.

afterEach(() => vi.restoreAllMocks())
const HOUR = 3_600_000
const start = Date.parse('2026-10-23T10:00:00Z') // clocks go back two days later
const people = ['officerNorth', 'officerNorth2', 'officerSouth', 'driver'] as const

interface Wishes {
  app: 'off' | 'instant' | null
  mail: 'off' | 'instant' | 'hourly' | 'daily' | 'weekly' | null
  push: 'off' | 'instant' | null
  muted: boolean
  quiet: QuietWindow[]
  timeZone: string
  digestHour: number
}
type Step =
  | { kind: 'event'; rule: Rule; ofCase: boolean }
  | { kind: 'read'; person: number }
  | { kind: 'hours'; hours: number }

const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, '0')}:00`)
const wishes: fc.Arbitrary<Wishes> = fc.record({
  app: fc.constantFrom(null, ...(rhythmsOf.app as ('off' | 'instant')[])),
  mail: fc.constantFrom(null, ...(rhythmsOf.mail as Exclude<Wishes['mail'], null>[])),
  push: fc.constantFrom(null, ...(rhythmsOf.push as ('off' | 'instant')[])),
  muted: fc.boolean(),
  quiet: fc
    .array(fc.record({ days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 3 }), from: time, to: time }), {
      maxLength: 2,
    })
    .filter((windows) => QuietHours.safeParse(windows).success),
  timeZone: fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/New_York'),
  digestHour: fc.integer({ min: 0, max: 23 }),
})
const rule: fc.Arbitrary<Rule> = fc.record({
  mail: fc.boolean(),
  priority: fc.constantFrom('low', 'normal', 'high', 'critical'),
  own: fc.boolean(),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('event' as const), rule, ofCase: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('read' as const), person: fc.nat({ max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('hours' as const), hours: fc.integer({ min: 1, max: 9 }) }),
  },
)

interface Told {
  event: string
  routing: number
  state: number
  mail: Outcome
  /** Of the mail: what is to be in its delivery. */
  delivery: 'none' | 'sent' | 'held' | 'withdrawn'
  due: number | null
  sentAt: number | null
  digest: number | null
}

/** One person, as he ought to be. */
class Model {
  readonly wishes: Wishes
  readonly told: Told[] = []
  next: number | null = null

  constructor(own: Wishes, now: number) {
    this.wishes = own
    this.next = this.#isGathering() ? this.#nextDigest(now) : null
  }

  hears(event: string, of: Rule, ofCase: boolean, now: number) {
    const quiet = this.#quietUntil(now)
    const outcomes = Object.fromEntries(
      factsOfRule(of).map((facts) => [
        facts.channel,
        route({
          ...facts,
          rhythm: facts.channel === 'webhook' ? null : this.wishes[facts.channel],
          muted: this.wishes.muted && ofCase,
          quiet: quiet !== null,
          available: facts.channel === 'app' || facts.channel === 'mail',
        }),
      ]),
    ) as Record<Channel, Outcome>
    const { mail } = outcomes
    this.told.push({
      event,
      routing: packRouting(outcomes),
      state: outcomes.app === 'now' ? 0 : 5,
      mail,
      delivery: mail === 'now' ? 'sent' : mail === 'quiet' || isDigest(mail) ? 'held' : 'none',
      due: mail === 'quiet' ? quiet : null,
      sentAt: mail === 'now' ? now : null,
      digest: null,
    })
  }

  reads() {
    for (const one of this.told) if (one.state === 0) one.state = 1
  }

  /** The minute's job. */
  minute(now: number) {
    const quiet = this.#quietUntil(now)
    for (const one of this.told) {
      if (one.delivery !== 'held' || one.due === null || one.due > now) continue
      if (one.state === 1) Object.assign(one, { delivery: 'withdrawn', due: null })
      else if (quiet !== null) one.due = quiet
      else Object.assign(one, { delivery: 'sent', due: null, sentAt: now })
    }
    if (this.next === null || this.next > now) return
    if (quiet !== null) {
      this.next = quiet
      return
    }
    for (const one of this.told.filter(({ delivery, mail }) => delivery === 'held' && isDigest(mail)))
      Object.assign(
        one,
        one.state === 1 ? { delivery: 'withdrawn' } : { delivery: 'sent', sentAt: now, digest: now },
      )
    this.next = this.#nextDigest(now)
  }

  #isGathering = () => this.wishes.mail !== null && isDigest(this.wishes.mail)

  #nextDigest(now: number): number {
    const { mail, timeZone, digestHour } = this.wishes
    if (mail === null || !isDigest(mail)) throw new Error('No digest.')
    return nextDigest(mail, { zone: timeZone, hour: digestHour, weekday: 1 }, new Date(now)).getTime()
  }

  #quietUntil(now: number): number | null {
    const span = nextQuiet(this.wishes.quiet, this.wishes.timeZone, new Date(now))
    return span && span.from.getTime() <= now ? span.to.getTime() : null
  }
}

test('whatever people wish and whenever it happens, each message takes the way that was decided, and none is lost', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  const actors = people.map((name) => given[name])
  await fc.assert(
    fc.asyncProperty(
      fc.array(wishes, { minLength: 4, maxLength: 4 }),
      fc.array(step, { minLength: 8, maxLength: 16 }),
      async (all, steps) => {
        let now = start
        const moveTo = (at: number) => vi.spyOn(clock, 'now').mockReturnValue(new Date((now = at)))
        moveTo(start)
        await forget(db)
        const models = all.map((own) => new Model(own, now))
        for (const [i, own] of all.entries()) await wish(db, actors[i]!, own, caseId)
        const tick = async () => {
          await deliverHeld(db)
          for (const model of models) model.minute(now)
          await runJobs(db)
        }

        for (const one of steps) {
          if (one.kind === 'event') {
            const event = newId()
            await tell(db, event, one.rule, one.ofCase ? caseId : null, actors)
            for (const model of models) model.hears(event, one.rule, one.ofCase, now)
            await runJobs(db)
          } else if (one.kind === 'read') {
            await read(db, actors[one.person]!)
            models[one.person]!.reads()
          } else
            for (let hour = 0; hour < one.hours; hour++) {
              moveTo(now + HOUR)
              await tick()
            }
          await compare(db, actors, models)
        }
        // Within ten days there is an hour that is quiet for nobody, and the day of every digest.
        const waits = () => models.some(({ told }) => told.some(({ delivery }) => delivery === 'held'))
        for (let hours = 0; hours < 240 && (hours < 26 || waits()); hours++) {
          moveTo(now + HOUR)
          await tick()
        }
        await compare(db, actors, models)
        expect(models.flatMap(({ told }) => told).filter(({ delivery }) => delivery === 'held')).toEqual([])
      },
    ),
    { numRuns: 5, timeout: 120_000 },
  )
}, 240_000)

async function forget(db: Db) {
  await sql`truncate notifications, messages, preferences, mutes, digests, deliveries, mailbox, delivery_attempts, delivery_events, push_receipts`.execute(
    db,
  )
  await sql`update inboxes set unread = 0`.execute(db)
  await sql`update people set quiet = null, quiet_from = null, quiet_to = null, digest_hour = 8, time_zone = null`.execute(
    db,
  )
}

const wish = (db: Db, actor: Actor, own: Wishes, caseId: string) =>
  inTx(db, async (tx) => {
    const { app, mail, push, muted, ...settings } = own
    await setPreferences(tx, actor, { categories: { shift: { app, mail, push } }, ...settings })
    if (muted)
      await tx.insertInto('mutes').values({ case_id: caseId, person_id: actor.id, at: clock.now() }).execute()
  })

async function tell(db: Db, id: string, of: Rule, caseId: string | null, actors: Actor[]) {
  const audience: Audience = {
    people: sql`select unnest(${actors.map((actor) => actor.id)}::uuid[])`,
    texts: locales.map((locale, variant) => ({
      variant,
      locale,
      type: 'shift.told',
      category: 'shift',
      tone: 'info',
      priority: of.priority,
      title: 'Told',
      body: '',
      link: '/',
      data: {},
    })),
    mail: of.mail,
    own: of.own,
    leaveOut: null,
  }
  const event = { id, at: clock.now(), caseId, actor: { id: null, name: 'Belfry' } }
  const members = await listMembers(db, [audience], null, 1_000)
  await fanOutBatch(db, event, [audience], members, clock.now())
  await fanOutBatch(db, event, [audience], members, clock.now())
}

const read = (db: Db, actor: Actor) =>
  inTx(db, (tx) => mark(tx, actor, MarkInput.parse({ filter: { state: ['unread'] }, as: 'read' })))

async function compare(db: Db, actors: Actor[], models: Model[]) {
  const { rows } = await sql<{
    person: string
    event: string
    routing: number
    state: number
    delivery: string
    due: Date | null
    sentAt: Date | null
    digest: Date | null
  }>`
    select n.person_id as person, n.event_id as event, n.routing, n.state, coalesce(d.state, 'none') as delivery,
      d.due_at as due, d.sent_at as "sentAt", case when d.digest_id is not null then d.sent_at end as digest
    from notifications n
    left join deliveries d on d.event_id = n.event_id and d.person_id = n.person_id and d.channel = 'mail'
    order by n.event_id`.execute(db)
  const { rows: counts } = await sql<{ person: string; unread: number; mails: number }>`
    select i.person_id as person, i.unread, (select count(*)::int from mailbox b join deliveries d on d.id = b.id
      where d.person_id = i.person_id) as mails from inboxes i`.execute(db)
  for (const [i, { told }] of models.entries()) {
    const { id } = actors[i]!
    const found = rows
      .filter(({ person }) => person === id)
      .map(({ person: _, due, sentAt, digest, ...row }) => ({
        ...row,
        due: due?.getTime() ?? null,
        sentAt: sentAt?.getTime() ?? null,
        digest: digest?.getTime() ?? null,
      }))
    const byId = (a: { event: string }, b: { event: string }) => (a.event < b.event ? -1 : 1)
    expect(found).toEqual(told.map(({ mail: _, ...row }) => row).toSorted(byId))
    const singles = told.filter((one) => one.delivery === 'sent' && one.digest === null).length
    const digests = new Set(told.map(({ digest }) => digest).filter((at) => at !== null)).size
    const count = counts.find(({ person }) => person === id)!
    expect(count.mails).toBe(singles + digests)
    expect(count.unread).toBe(told.filter(({ state }) => state === 0).length)
  }
}
