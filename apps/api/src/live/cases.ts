import type { Db } from '@belfry/db'
import { type CaseRow, listCasesById } from '@belfry/db/queries/cases'
import {
  belongs,
  concerns,
  factsOf,
  getQueue,
  needsDatabase,
  queueFilter,
  readCase,
  viewCase,
  viewWhole,
} from '@belfry/engine/cases'
import type { Log } from '@belfry/log'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { maySee } from '@belfry/shared/machine'
import type { CaseEvent, QueueCount, QueueEvent, QueueLiveInput } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { Held } from './held.ts'
import { Moment } from './moment.ts'
import { Pump } from './pump.ts'
import { QueueCounts } from './queue-counts.ts'
import { Stream } from './stream.ts'

const CASES_PER_READ = 200

/** One who watches cases; `sees` hears of each changed case, `restart` that changes may have been missed. */
interface Watcher {
  sees: (row: CaseRow, moment: Moment) => Promise<void>
  restart: () => Promise<void>
}

/**
 * Live queues and cases. A changed case is read once per process, however many watch it; what each of them may do with it
 * is worked out from the rules, without asking the database again.
 */
export class Cases {
  readonly #db: Db
  readonly #queues = new Map<string, Set<Watcher>>()
  readonly #cases = new Map<string, Set<Watcher>>()
  readonly #counts: QueueCounts
  readonly #pump: Pump<string>

  constructor(db: Db, log: Log) {
    this.#db = db
    this.#counts = new QueueCounts(db, log)
    this.#pump = new Pump(log, CASES_PER_READ, (ids) => this.#read(ids))
  }

  /** All of one queue's first page, then each change of what the actor sees of it. */
  followQueue(actor: Actor, input: QueueLiveInput, signal: AbortSignal | undefined): Stream<QueueEvent> {
    const filter = queueFilter(actor, input)
    // A case that slips from somebody's hands says nothing of him any more: it has to be remembered that he had it.
    const held = new Held()
    return this.#watch<QueueEvent>(this.#queues, input.workflow, signal, (out) => ({
      sees: async (row, moment) => {
        if (!concerns(filter, row, actor) && !held.has(row.id)) return
        const [total, isIn] = await Promise.all([
          moment.count(filter),
          needsDatabase(filter) ? moment.has(filter, row.id) : belongs(filter, row, actor),
        ])
        if (isIn) held.add(row.id)
        else held.delete(row.id)
        out.push(
          isIn ? { kind: 'put', item: viewCase(row, actor), total } : { kind: 'drop', caseId: row.id, total },
        )
      },
      restart: async () => {
        const page = await getQueue(this.#db, actor, input)
        if (filter.reader !== null) for (const { id } of page.items) held.add(id)
        out.push({ kind: 'snapshot', ...page })
      },
    }))
  }

  /** One case with its history: as it is now, and again after each change. */
  followCase(actor: Actor, caseId: string, signal: AbortSignal | undefined): Stream<CaseEvent> {
    return this.#watch<CaseEvent>(this.#cases, caseId, signal, (out) => {
      const tell = async (row: CaseRow) => out.push(await viewWhole(this.#db, row, actor))
      return {
        sees: async (row) => {
          if (maySee(getWorkflow(row.workflow), actor, factsOf(row))) await tell(row)
          else out.end(new DomainError('not_found'))
        },
        restart: async () => tell(await readCase(this.#db, actor, caseId)),
      }
    })
  }

  /** How much waits in each of the actor's queues, now and whenever it changes. */
  followCounts(actor: Actor, signal: AbortSignal | undefined): Stream<QueueCount[]> {
    return this.#counts.follow(actor, signal)
  }

  changed(caseId: string): void {
    this.#pump.add(caseId)
  }

  /** Signals may have been missed: everybody starts over with all of it. */
  resync(): void {
    for (const watchers of [...this.#queues.values(), ...this.#cases.values()])
      for (const watcher of watchers) void watcher.restart()
    this.#counts.resync()
  }

  stop(): void {
    this.#pump.stop()
    this.#counts.stop()
  }

  #watch<Event>(
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
    const guarded = (work: () => Promise<unknown>): Promise<void> =>
      work().then(
        () => {},
        (error: Error) => stream.end(error),
      )
    // One after the other: a change that is being told must not be overtaken by the next one.
    let last: Promise<void> = Promise.resolve()
    const watcher: Watcher = {
      sees: (row, moment) => (last = last.then(() => guarded(() => sees(row, moment)))),
      restart: () => (last = last.then(() => guarded(restart))),
    }
    if (stream.ended) return stream
    const watchers = topics.get(topic)
    if (watchers) watchers.add(watcher)
    else topics.set(topic, new Set([watcher]))
    // Listening has begun, so nothing falls between this first read and the changes that follow.
    void watcher.restart()
    return stream
  }

  async #read(ids: string[]): Promise<void> {
    const isAnyWatched = this.#queues.size > 0 || this.#counts.size > 0
    const watched = ids.filter((id) => isAnyWatched || this.#cases.has(id))
    if (watched.length === 0) return
    const moment = new Moment(this.#db, watched)
    const rows = await listCasesById(this.#db, watched, clock.now())
    for (const row of rows)
      for (const watchers of [this.#queues.get(row.workflow), this.#cases.get(row.id)])
        for (const watcher of watchers ?? []) void watcher.sees(row, moment)
    this.#counts.changed(rows)
  }
}
