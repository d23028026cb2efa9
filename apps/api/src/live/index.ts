import { hostname } from 'node:os'
import { type Db, type Signal, channel } from '@belfry/db'
import { jobsOverview } from '@belfry/engine/jobs'
import { health } from '@belfry/engine/system'
import type { Log } from '@belfry/log'
import type { Actor } from '@belfry/shared'
import type {
  AnnouncementNews,
  BulkRun,
  CaseEvent,
  InboxEvent,
  JobsOverview,
  MailNews,
  QueueCount,
  QueueEvent,
  QueueLiveInput,
  QueueViewers,
  SystemHealth,
  Viewers,
} from '@belfry/shared/wire'
import type { TrackedEnvelope } from '@trpc/server'
import type { FlagMemory } from '../flags.ts'
import type { SessionMemory } from '../sessions.ts'
import { followAnnouncement } from './announcement.ts'
import { BulkRuns } from './bulk.ts'
import { type Bus, type Ears, postgresBus } from './bus.ts'
import { Cases } from './cases.ts'
import { Connections } from './connections.ts'
import { Inboxes, type Line } from './inbox.ts'
import { createListener } from './listener.ts'
import { followLook } from './look.ts'
import { Mails } from './mail.ts'
import { Presence } from './presence.ts'

const SELF_TEST_EVERY_MS = 10_000

type Ending = AbortSignal | undefined

/** Everything live in one API process: it listens to Postgres and tells those who follow. */
export interface Live {
  inbox(
    actor: Actor,
    lastEventId: string | null,
    signal: Ending,
    line?: Line,
  ): AsyncIterable<TrackedEnvelope<InboxEvent>>
  announcement(actor: Actor, id: string, signal: Ending): AsyncIterable<AnnouncementNews>
  bulkRun(actor: Actor, runId: string, signal: Ending): AsyncIterable<BulkRun>
  case(actor: Actor, caseId: string, signal: Ending): AsyncIterable<CaseEvent>
  queue(actor: Actor, input: QueueLiveInput, signal: Ending): AsyncIterable<QueueEvent>
  queueCounts(actor: Actor, signal: Ending): AsyncIterable<QueueCount[]>
  viewers(actor: Actor, caseId: string, signal: Ending): AsyncIterable<Viewers>
  queueViewers(actor: Actor, workflow: string, signal: Ending): AsyncIterable<QueueViewers>
  health(actor: Actor, signal: Ending): AsyncIterable<SystemHealth>
  jobs(actor: Actor, signal: Ending): AsyncIterable<JobsOverview>
  mail(actor: Actor, signal: Ending): AsyncIterable<MailNews>
  readonly connections: Connections
  /** What the last self-test of NOTIFY found. */
  status(): SystemHealth['live']
  selfTest(): Promise<number>
  figures(): { delivered: number; reconnects: number }
  start(): Promise<void>
  stop(): Promise<void>
}

export interface LiveOptions {
  db: Db
  /** Told of what ends sessions and changes rights. */
  sessions: SessionMemory
  flags: FlagMemory
  url: string
  log: Log
  processId: string
  version: string
  /** Postgres by itself, unless it is another. */
  makeBus?: (ears: Ears) => Bus
}

const byPostgres = (ears: Ears): Bus => postgresBus(channel, ears)

export function createLive({
  db,
  sessions,
  flags,
  url,
  log,
  processId,
  version,
  makeBus = byPostgres,
}: LiveOptions): Live {
  const inboxes = new Inboxes(db, log)
  const cases = new Cases(db, log)
  const bulkRuns = new BulkRuns(db)
  const mails = new Mails()
  const presence = new Presence(db, processId, log)
  const connections = new Connections(db, processId, log)
  const self = { id: processId, kind: 'api' as const, host: hostname(), pid: process.pid, version }
  const listener = createListener(
    { db, url, process: self, log, makeBus },
    { onSignal: route, onListening: resync, onHearing: (isHearing) => sessions.hears(isHearing) },
  )
  let latencyMs: number | null = null
  let timer: NodeJS.Timeout | undefined

  function route(signal: Signal): void {
    switch (signal.kind) {
      case 'inbox':
        return inboxes.changed(signal.people)
      case 'told':
        return inboxes.told(signal)
      case 'case':
        return cases.changed(signal.caseId)
      case 'presence':
        return presence.changed(signal.cases)
      case 'bulk':
        return bulkRuns.changed(signal.runId)
      case 'mail':
        return mails.changed()
      case 'session_ended':
        sessions.sessionChanged(signal.sessionId)
        return connections.sessionEnded(signal.sessionId)
      case 'rights_changed':
        sessions.rightsChanged(signal.personId)
        return connections.rightsChanged(signal.personId)
      case 'close_connection':
        return connections.closedByAdmin(signal.connectionId)
      case 'flags':
        return void reread().catch((error: Error) =>
          log.warn({ err: error.message }, 'live: flags cannot be read'),
        )
      case 'self_test':
    }
  }

  /** Live connections end when they are switched off; their clients go on by asking. */
  async function reread(): Promise<void> {
    await flags.refresh()
    if (!flags.current.realtime) connections.switchedOff()
  }

  async function resync(deafSince: Date): Promise<void> {
    await connections.resync(deafSince)
    await reread()
    inboxes.resync()
    cases.resync()
    bulkRuns.resync()
    presence.resync()
    mails.changed()
  }

  async function selfTest(): Promise<number> {
    try {
      return (latencyMs = await listener.selfTest())
    } catch (error) {
      latencyMs = null
      throw error
    }
  }

  const status = (): SystemHealth['live'] => ({ ok: listener.connected && latencyMs !== null, latencyMs })

  return {
    inbox: (actor, lastEventId, signal, line) => inboxes.follow(actor, lastEventId, signal, line),
    announcement: (actor, id, signal) => followAnnouncement(db, actor, id, signal),
    bulkRun: (actor, runId, signal) => bulkRuns.follow(actor, runId, signal),
    case: (actor, caseId, signal) => presence.during(actor, caseId, cases.followCase(actor, caseId, signal)),
    queue: (actor, input, signal) => cases.followQueue(actor, input, signal),
    queueCounts: (actor, signal) => cases.followCounts(actor, signal),
    viewers: (actor, caseId, signal) => presence.followCase(actor, caseId, signal),
    queueViewers: (actor, workflow, signal) => presence.followQueue(actor, workflow, signal),
    health: (actor, signal) => followLook(() => health(db, actor, status()), signal),
    jobs: (actor, signal) => followLook(() => jobsOverview(db, actor), signal),
    mail: (actor, signal) => mails.follow(actor, signal),
    connections,
    status,
    selfTest,
    figures: () => ({ delivered: inboxes.delivered, reconnects: listener.reconnects }),
    async start() {
      await listener.start()
      connections.start()
      presence.start()
      await selfTest()
      timer = setInterval(() => {
        selfTest().catch((error: Error) => log.warn({ err: error.message }, 'live: self-test failed'))
      }, SELF_TEST_EVERY_MS)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      inboxes.stop()
      cases.stop()
      bulkRuns.stop()
      mails.stop()
      await presence.stop()
      await connections.stop()
      await listener.stop()
    },
  }
}
