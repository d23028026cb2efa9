import type { Db } from '@belfry/db'
import { type CaseRow, listCasesById } from '@belfry/db/queries/cases'
import { listViewedCases, listViewers } from '@belfry/db/queries/presence'
import { factsOf, queueFilter, readCase } from '@belfry/engine/cases'
import { RENEW_EVERY_MS, endLapsedClaims, keepClaims } from '@belfry/engine/together'
import type { Log } from '@belfry/log'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { decides, maySee } from '@belfry/shared/machine'
import type { CaseEvent, QueueViewers, Viewers } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { Pump } from './pump.ts'
import { repeat } from './repeat.ts'
import { CaseSeats } from './seats.ts'
import { Stream } from './stream.ts'

const WRITE_EVERY_MS = 1_000
/** Others see that a claim has lapsed at most this much later. */
const LOOK_FOR_LAPSED_EVERY_MS = 2_000
const CASES_PER_READ = 200
/** Cases of a queue that tell who has them open. */
const VIEWED = 500

/** One who watches who looks on. */
interface Watcher {
  sees: (seen: Seen[]) => void
  restart: () => Promise<void>
}

interface Seen {
  row: CaseRow
  viewers: Viewers
}

/**
 * Who has which case open, over all processes: each writes its own, and a signal says for which cases that has changed.
 * Colleagues who decide see one another; whoever filed a case does not see who looks at it. With it go the claims, which
 * last for as long as their holders have their cases open.
 */
export class Presence {
  readonly #db: Db
  readonly #log: Log
  readonly #processId: string
  readonly #seats: CaseSeats
  readonly #cases = new Map<string, Set<Watcher>>()
  readonly #queues = new Map<string, Set<Watcher>>()
  readonly #pump: Pump<string>
  #stops: (() => Promise<void>)[] = []

  constructor(db: Db, processId: string, log: Log) {
    this.#db = db
    this.#log = log
    this.#processId = processId
    this.#seats = new CaseSeats(db, processId)
    this.#pump = new Pump(log, CASES_PER_READ, (ids) => this.#read(ids))
  }

  /** The events of a case; whoever reads them has it open. */
  during(actor: Actor, caseId: string, events: AsyncIterable<CaseEvent>): AsyncIterable<CaseEvent> {
    return this.#seats.during(actor.id, caseId, events)
  }

  /** Who has a case open, now and whenever it changes. */
  followCase(actor: Actor, caseId: string, signal: AbortSignal | undefined): Stream<Viewers> {
    return this.#follow<Viewers>(this.#cases, caseId, signal, (out) => ({
      sees: ([seen]) => seen && isForHim(seen.row, actor) && out.push(seen.viewers),
      restart: async () => {
        const row = await readCase(this.#db, actor, caseId)
        if (!isForHim(row, actor)) throw new DomainError('not_permitted')
        const [viewers] = await listViewers(this.#db, [caseId])
        out.push(viewers ?? nobody(caseId))
      },
    }))
  }

  /** Who has which cases of a queue open: all of it first, then each change. */
  followQueue(actor: Actor, workflow: string, signal: AbortSignal | undefined): Stream<QueueViewers> {
    queueFilter(actor, { workflow })
    return this.#follow<QueueViewers>(this.#queues, workflow, signal, (out) => {
      const tell = (all: boolean, seen: Seen[]) => {
        const cases = seen.filter(({ row }) => isForHim(row, actor)).map(({ viewers }) => viewers)
        if (all || cases.length > 0) out.push({ all, cases })
      }
      return {
        sees: (seen) => tell(false, seen),
        restart: async () => tell(true, await this.#see(await listViewedCases(this.#db, workflow, VIEWED))),
      }
    })
  }

  changed(caseIds: string[]): void {
    for (const id of caseIds) if (this.#queues.size > 0 || this.#cases.has(id)) this.#pump.add(id)
  }

  /** Signals may have been missed, and this process may have been taken for dead. */
  resync(): void {
    this.#seats.rewrite()
    for (const watchers of [...this.#cases.values(), ...this.#queues.values()])
      for (const watcher of watchers) void watcher.restart()
  }

  start(): void {
    const keep = async () => {
      if (!this.#seats.isEmpty) await keepClaims(this.#db, this.#processId)
    }
    this.#stops = [
      repeat(WRITE_EVERY_MS, 'write who has which case open', () => this.#seats.write(), this.#log),
      repeat(RENEW_EVERY_MS, 'keep claims', keep, this.#log),
      repeat(LOOK_FOR_LAPSED_EVERY_MS, 'end lapsed claims', () => endLapsedClaims(this.#db), this.#log),
    ]
  }

  async stop(): Promise<void> {
    this.#pump.stop()
    await Promise.all(this.#stops.map((stop) => stop()))
  }

  #follow<Event>(
    topics: Map<string, Set<Watcher>>,
    topic: string,
    signal: AbortSignal | undefined,
    make: (out: Stream<Event>) => Watcher,
  ): Stream<Event> {
    const stream: Stream<Event> = new Stream<Event>(signal, () => {
      const watchers = topics.get(topic)
      watchers?.delete(watcher)
      if (watchers?.size === 0) topics.delete(topic)
    })
    const { sees, restart } = make(stream)
    const watcher = { sees, restart: () => restart().catch((error: Error) => stream.end(error)) }
    if (stream.ended) return stream
    const watchers = topics.get(topic)
    if (watchers) watchers.add(watcher)
    else topics.set(topic, new Set([watcher]))
    void watcher.restart()
    return stream
  }

  async #read(ids: string[]): Promise<void> {
    const seen = await this.#see(ids)
    for (const one of seen) for (const watcher of this.#cases.get(one.row.id) ?? []) watcher.sees([one])
    for (const [workflow, watchers] of this.#queues) {
      const own = seen.filter(({ row }) => row.workflow === workflow)
      if (own.length > 0) for (const watcher of watchers) watcher.sees(own)
    }
  }

  async #see(ids: string[]): Promise<Seen[]> {
    if (ids.length === 0) return []
    const [rows, viewers] = await Promise.all([
      listCasesById(this.#db, ids, clock.now()),
      listViewers(this.#db, ids),
    ])
    const byCase = new Map(viewers.map((one) => [one.caseId, one]))
    return rows.map((row) => ({ row, viewers: byCase.get(row.id) ?? nobody(row.id) }))
  }
}

const nobody = (caseId: string): Viewers => ({ caseId, people: [], total: 0 })

function isForHim(row: CaseRow, actor: Actor): boolean {
  const workflow = getWorkflow(row.workflow)
  const facts = factsOf(row)
  return maySee(workflow, actor, facts) && decides(workflow, actor, facts)
}
