import { type Db, notify } from '@belfry/db'
import { type DeliveryToSend, type Settlement, beginAttempts } from '@belfry/db/queries/deliveries'
import { type DueMail, nextMailDue, noteSlowDomain } from '@belfry/db/queries/mail-due'
import { registerProviders } from '@belfry/db/queries/providers'
import { pauseMails } from '@belfry/db/queries/throttle'
import { isOn } from '@belfry/engine/system'
import { type Log, reasonOf } from '@belfry/log'
import { clock } from '@belfry/shared'
import type { Flags } from '@belfry/shared/flags'
import { chooseMails } from './choose.ts'
import { followUp } from './follow.ts'
import { createGate } from './gate.ts'
import { createHealth } from './health.ts'
import type { Mailer } from './mailer.ts'
import { type MailProvider, type SendOutcome, unsaid } from './provider.ts'
import { createSettler } from './settler.ts'

export interface PostOfficeOptions {
  db: Db
  log: Log
  providers: MailProvider[]
  write: Mailer
  /** Behind the @ of every Message-ID; it must be ours, so that nobody else's can be the same. */
  domain: string
  flags?: Flags | undefined
  firstRestMs?: number
}

/** Mails go out of here. */
export interface PostOffice {
  /** Begins work as that process. */
  open(processId: string): Promise<void>
  /** Sends what is due. Resolves when that is done, when it takes long, or at once where somebody is at it already. */
  sendDue(): Promise<void>
  /** Begins nothing more; resolves when all that is under way has an answer and stands in the database. */
  close(): Promise<void>
}

/** Others want to work, too: whoever asked gets an answer after this time, and the rest goes on by itself. */
const TURN_MS = 2_000
/** Mails begun at once, and the most that a turn holds at a time. */
const BATCH = 100
/** The minute's job looks in any case. */
const LOOK_WITHIN_MS = 60_000
const SOON_MS = 200
const FEW = 5
/** What takes longer is not waited for: its end is noted all the same. */
const ANSWERS_WITHIN_MS = 5_000

/** Its provider went to rest while the mail waited for its turn. */
const NOT_ASKED: SendOutcome = {
  kind: 'failed',
  error: 'The provider went to rest before it was asked.',
  ...unsaid,
}

/**
 * Takes mails that are due, has an attempt with each on record before its provider is called, and notes what came of it.
 * Several of these work side by side without knowing of each other: what they share is in Postgres.
 */
export function createPostOffice(options: PostOfficeOptions): PostOffice {
  const { db, log, providers, write, domain, flags, firstRestMs } = options
  const health = createHealth({ db, providers, firstRestMs })
  const byName = new Map(providers.map((provider) => [provider.name, provider]))
  const gates = new Map(providers.map(({ name, parallel }) => [name, createGate(parallel)]))
  const names = providers.map(({ name }) => name)
  const settler = createSettler(db, log)
  const underWay = new Set<Promise<void>>()
  let processId: string | undefined
  let turn: Promise<void> | undefined
  let again = false
  let timer: NodeJS.Timeout | undefined
  let looksAt = Number.POSITIVE_INFINITY

  async function sendOne(delivery: DeliveryToSend, due: DueMail): Promise<void> {
    const provider = byName.get(delivery.provider)!
    const outcome = await attempt(delivery, provider)
    health.ended(provider.name)
    await note(provider, delivery, due, outcome)
    const tried = { ...due, attempt: delivery.attempt }
    const settlement: Settlement = followUp(tried, provider, names, outcome, clock.now())
    await settler.settle(settlement, outcome.kind === 'sent' ? outcome.alongside : undefined)
    if (settlement.nextAt) lookAt(settlement.nextAt)
  }

  async function attempt(delivery: DeliveryToSend, provider: MailProvider): Promise<SendOutcome> {
    const gate = gates.get(provider.name)!
    let isIn = false
    try {
      const mail = await write(delivery) // while others are being sent
      isIn = await gate.enter()
      if (!isIn) return NOT_ASKED
      return await provider.send(
        mail,
        () => void trouble(provider.name, 'doubtful', 'It takes long to answer.'),
      )
    } catch (error) {
      // Nothing of ours throws once the provider has been called, so this mail cannot be written.
      log.error({ err: error, delivery: delivery.id }, 'A mail could not be made')
      return { kind: 'refused', why: 'later', error: reasonOf(error), ...unsaid }
    } finally {
      if (isIn) gate.leave()
    }
  }

  /** What the outcome says of the provider and of the domain. It must not keep the mail from being settled. */
  async function note(
    provider: MailProvider,
    { id }: DeliveryToSend,
    { domain: to }: DueMail,
    outcome: SendOutcome,
  ) {
    const work = (): Promise<unknown> => {
      if (outcome === NOT_ASKED) return Promise.resolve()
      if (outcome.kind === 'sent') return health.well(provider.name)
      log.warn(
        { delivery: id, provider: provider.name, outcome: outcome.kind, code: outcome.code },
        outcome.error,
      )
      if (outcome.kind === 'failed') return trouble(provider.name, 'down', outcome.error)
      if (outcome.kind === 'unclear') return trouble(provider.name, 'doubtful', outcome.error)
      if (outcome.why === 'pace') return noteSlowDomain(db, to, outcome.error)
      return outcome.why === 'later' && outcome.response
        ? trouble(provider.name, 'doubtful', outcome.error)
        : Promise.resolve()
    }
    await work().catch((error: unknown) =>
      log.warn({ reason: reasonOf(error) }, 'The health of a provider is not on record'),
    )
  }

  async function trouble(name: string, kind: 'down' | 'doubtful', error: string): Promise<void> {
    if (await health.trouble(name, kind, error)) {
      log.error({ provider: name }, `A mail provider rests. ${error}`)
      gates.get(name)!.sendAway()
      await notify(db, { kind: 'mail' })
    }
  }

  /** Begins as many as there is room for. Returns how many were begun or moved out of the way. */
  async function begin(): Promise<number> {
    const by = processId
    await health.refresh()
    const room = providers.reduce((sum, provider) => {
      const door = health.doorOf(provider)
      return sum + (door.kind === 'open' ? door.places : 0)
    }, 0)
    // A few at a time: each beginning is a transaction.
    if (!by || room === 0 || (room < FEW && underWay.size > FEW)) return 0
    const now = clock.now()
    const { begun, due, moved } = await db.transaction().execute(async (tx) => {
      const choosing = { tx, db, providers, health, now }
      const { chosen, ...rest } = await chooseMails(choosing, Math.min(BATCH, room))
      return { ...rest, begun: await beginAttempts(tx, chosen, { processId: by, domain }, now) }
    })
    const dueById = new Map(due.map((mail) => [mail.id, mail]))
    for (const delivery of begun) {
      health.begun(delivery.provider)
      const work = sendOne(delivery, dueById.get(delivery.id)!).catch((error: unknown) =>
        log.error({ err: error, delivery: delivery.id }, 'What became of a mail is not on record'),
      )
      underWay.add(work)
      void work.then(() => underWay.delete(work))
    }
    return moved
  }

  async function work(): Promise<void> {
    if (!(await isOn(db, 'channel.mail', flags))) return pauseMails(db, clock.now()) // sent as soon as it is on again
    const until = performance.now() + TURN_MS
    while (processId && performance.now() < until) {
      again = false
      if ((await begin()) > 0) continue
      if (underWay.size === 0 && !again) break
      // What ends makes room, or is due again with the next provider.
      if (underWay.size > 0) await Promise.race([...underWay, pauseFor(SOON_MS)])
    }
    await lookAgain()
  }

  /** Looks by itself when the next one is due. */
  async function lookAgain(): Promise<void> {
    const next = await nextMailDue(db)
    if (!next) return
    await health.refresh()
    const doors = providers.map((provider) => health.doorOf(provider))
    const opensInMs = Math.min(...doors.map((door) => (door.kind === 'closed' ? door.opensInMs : 0)))
    lookAt(new Date(Math.max(next.getTime(), clock.now().getTime() + Math.min(opensInMs, LOOK_WITHIN_MS))))
  }

  function lookAt(at: Date): void {
    const wait = Math.max(SOON_MS, at.getTime() - clock.now().getTime())
    const due = performance.now() + wait
    if (!processId || wait > LOOK_WITHIN_MS || due >= looksAt) return
    clearTimeout(timer)
    looksAt = due
    timer = setTimeout(() => {
      looksAt = Number.POSITIVE_INFINITY
      void sendDue().catch(onFailure)
    }, wait)
    timer.unref()
  }

  const onFailure = (error: unknown) =>
    log.warn({ reason: reasonOf(error) }, 'Mails that are due could not be sent')

  async function sendDue(): Promise<void> {
    again = true
    if (turn) return // who is at it sees to this, too
    turn = work().finally(() => (turn = undefined))
    await turn
    await Promise.race([Promise.all(underWay), pauseFor(ANSWERS_WITHIN_MS)])
  }

  return {
    async open(id) {
      await db.transaction().execute((tx) => registerProviders(tx, providers))
      processId = id
      void sendDue().catch(onFailure)
    },
    sendDue,
    async close() {
      processId = undefined
      clearTimeout(timer)
      looksAt = Number.POSITIVE_INFINITY
      await turn?.catch(() => {})
      await Promise.all(underWay)
      await settler.idle()
      await Promise.all(providers.map((provider) => provider.close()))
    },
  }
}

const pauseFor = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
