import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@belfry/db'
import { sql } from 'kysely'
import { givenMails } from './mails.ts'
import { type Behaviour, type SmtpServer, startSmtp } from './smtp.ts'

export interface MailChaos {
  db: Db
  mails: number
  /** Starts a worker with that setting for `MAIL_PROVIDERS`. */
  startWorker: (providers: string) => Promise<{ kill: () => Promise<void> }>
  killEveryMs: number
  failEveryMs: number
  withinMs: number
  /** After that everything is well again; otherwise it goes on until the last mail. */
  chaosMs?: number
  onStep?: (states: Record<string, number>) => void
}

export interface ChaosFindings {
  states: Record<string, number>
  kills: number
  seconds: number
  /** Said to be sent, but no server has it. */
  lost: number
  /** Mails that were taken more than once, by whomever. */
  doubled: number
  /** Of the unclear ones, how many had been taken. */
  unclearTaken: number
  /** Not where a mail may end. */
  unfinished: number
}

/** How a provider fails, one after the other. */
const failures: Behaviour[] = [
  { kind: 'answers', at: 'mail', code: 421, words: '4.3.2 Closing for maintenance' },
  { kind: 'takes and cuts' },
  { kind: 'answers', at: 'rcpt', code: 451, words: '4.2.0 Local error' },
  { kind: 'cuts' },
  { kind: 'hangs', at: 'data' },
  { kind: 'answers', at: 'data', code: 554, words: '5.6.0 Not this one' },
  { kind: 'hangs', at: 'greeting' },
]

/**
 * Many mails, two workers of which one is killed again and again, and three providers of which one fails at any time, each in
 * every way there is. Servers remember what they have taken whether or not they said so.
 */
export async function mailChaos(chaos: MailChaos): Promise<ChaosFindings> {
  const servers = await Promise.all(['a', 'b', 'c'].map(() => startSmtp({ keepsWords: false })))
  const providers = servers.map(({ url }, i) => `${'abc'[i]}=${url}&parallel=10`).join(', ')
  const since = performance.now()
  const over = new AbortController()
  try {
    const domains = Array.from({ length: 50 }, (_, i) => `d${i}.test`)
    for (let made = 0; made < chaos.mails; made += 10_000)
      await chaos.db
        .transaction()
        .execute((tx) => givenMails(tx, Math.min(10_000, chaos.mails - made), { domains }))
    const calm = AbortSignal.any([
      over.signal,
      ...(chaos.chaosMs ? [AbortSignal.timeout(chaos.chaosMs)] : []),
    ])
    const failing = failInTurn(servers, chaos.failEveryMs, calm)
    const killing = killInTurn(chaos, providers, calm, over.signal)
    const states = await untilDone(chaos, since)
    over.abort()
    const kills = await killing
    await failing
    return {
      ...(await findings(chaos.db, servers)),
      states,
      kills,
      seconds: (performance.now() - since) / 1_000,
    }
  } finally {
    over.abort()
    await Promise.all(servers.map((server) => server.close()))
  }
}

async function failInTurn(servers: SmtpServer[], everyMs: number, over: AbortSignal): Promise<void> {
  for (let turn = 0; !over.aborted; turn += 1) {
    for (const server of servers) server.does({ kind: 'takes' })
    servers[turn % servers.length]!.does(failures[turn % failures.length]!)
    await pause(everyMs, undefined, { signal: over }).catch(() => {})
  }
  for (const server of servers) {
    server.does({ kind: 'takes' })
    server.cut() // who hangs, hangs no longer
  }
}

/** Two workers at any time; the older one is killed. Returns how often. */
async function killInTurn(
  chaos: MailChaos,
  providers: string,
  calm: AbortSignal,
  over: AbortSignal,
): Promise<number> {
  const workers = [await chaos.startWorker(providers), await chaos.startWorker(providers)]
  let kills = 0
  while (!calm.aborted) {
    await pause(chaos.killEveryMs, undefined, { signal: calm }).catch(() => {})
    if (calm.aborted) break
    await workers.shift()!.kill()
    kills += 1
    workers.push(await chaos.startWorker(providers))
  }
  if (!over.aborted) await new Promise((done) => over.addEventListener('abort', done, { once: true }))
  await Promise.all(workers.map((worker) => worker.kill()))
  return kills
}

async function untilDone(chaos: MailChaos, since: number): Promise<Record<string, number>> {
  for (;;) {
    // The pauses between rounds are for the real world; here what waits is due soon.
    await sql`update deliveries set next_at = now() + interval '1 second'
      where channel = 'mail' and state = 'queued' and next_at > now() + interval '2 seconds'`.execute(
      chaos.db,
    )
    const states = await statesOf(chaos.db)
    chaos.onStep?.(states)
    if (!states['queued'] && !states['sending']) return states
    if (performance.now() - since > chaos.withinMs) return states
    await pause(1_000)
  }
}

async function statesOf(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*)::int as n from deliveries where channel = 'mail' group by state order by state`.execute(
    db,
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

async function findings(db: Db, servers: SmtpServer[]) {
  const taken = new Map<string, number>()
  for (const { messageId } of servers.flatMap((server) => server.taken))
    taken.set(messageId, (taken.get(messageId) ?? 0) + 1)
  const { rows } = await sql<{ state: string; message_id: string | null }>`
    select state, message_id from deliveries where channel = 'mail'`.execute(db)
  const of = (state: string) => rows.filter((row) => row.state === state)
  return {
    lost: of('sent').filter((row) => !taken.has(row.message_id!)).length,
    doubled: [...taken.values()].filter((times) => times > 1).length,
    unclearTaken: of('unclear').filter((row) => taken.has(row.message_id!)).length,
    unfinished: rows.filter(({ state }) => !['sent', 'unclear', 'failed'].includes(state)).length,
  }
}
