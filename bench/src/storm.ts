import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { firstFreePort } from '../../scripts/ports.ts'
import { cancelShift } from './calls.ts'
import { ms, now, quantile, table } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople, makeShifts } from './people.ts'
import type { Stage } from './stage.ts'
import type { FromStorm, ToStorm } from './storm-clients.ts'

/** Events that everybody misses while their process is away. */
const MISSED = 3
const AWAY_MS = 3_000
const LOOK_EVERY_MS = 1_000 // a look at the figures of a process costs it some milliseconds

/**
 * An API process is killed and started again: all who were connected to it come back by the client's own back-off, and each
 * is told what it missed. From the moment when the new process answers.
 */
export async function storm(stage: Stage, size: number): Promise<void> {
  const officers = await makePeople(stage.db, stage.secret, size, 'storm')
  const [owner, driver] = (await makePeople(stage.db, stage.secret, 2, 'storm-vendor')) as [
    BenchPerson,
    BenchPerson,
  ]
  await grantOfficers(stage.db, officers, 'storm')
  await sql`update people set deactivated_at = now() where id = ${driver.id}`.execute(stage.db)
  const shifts = await makeShifts(stage.db, owner.id, driver.id, 'storm', MISSED)
  await sql`analyze`.execute(stage.db)
  const port = await firstFreePort(56_100)
  const hit = await stage.startApi(port)

  const clients = fork(path.join(import.meta.dirname, 'storm-clients.ts'))
  const ended = once(clients, 'exit').then((): never => {
    throw new Error('The clients ended.')
  })
  ended.catch(() => {}) // at the end they are to
  try {
    const heard = async <Did extends FromStorm['did']>(did: Did) => {
      for (;;) {
        const [message] = (await Promise.race([once(clients, 'message'), ended])) as [FromStorm]
        if (message.did === did) return message as Extract<FromStorm, { did: Did }>
      }
    }
    const follow = {
      do: 'follow',
      url: hit.url!,
      tokens: officers.map(tokenOf),
      missed: MISSED,
    } satisfies ToStorm
    clients.send(follow)
    await heard('follow')

    const caughtUp = heard('caughtUp')
    await hit.kill()
    for (const shift of shifts) await cancelShift(stage.apiUrl, owner, shift)
    await pause(AWAY_MS)
    const again = await stage.startApi(port)
    const began = now()
    const watched = await watch(stage, `${again.url}/metrics`, caughtUp)
    const { times, wrong } = await caughtUp
    if (wrong > 0) throw new Error(`${wrong} clients were told something else than what they missed.`)

    const after = times.map((time) => Math.max(0, time - began))
    table(`${size} clients whose API process was killed, and back ${AWAY_MS / 1_000} s later`, [
      [
        'each has what it missed after: p50, p99, last',
        `${ms(quantile(after, 0.5))}, ${ms(quantile(after, 0.99))}, ${ms(Math.max(...after))}`,
      ],
      ['sessions of the database at most (of the limit)', `${watched.sessions} (${watched.limit})`],
      ['event loop of the new process meanwhile: highest p99 of a look', ms(watched.lag * 1_000)],
    ])
  } finally {
    clients.kill()
  }
}

/** Until it is over: the most sessions that the database had, and how late the event loop was. */
async function watch(stage: Stage, metrics: string, over: Promise<unknown>) {
  const seen = { sessions: 0, limit: 0, lag: 0 }
  let isOver = false
  void over.then(() => (isOver = true))
  while (!isOver) {
    const { rows } = await sql<{ sessions: number; limit: number }>`
      select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as sessions,
        current_setting('max_connections')::int as limit`.execute(stage.db)
    seen.sessions = Math.max(seen.sessions, rows[0]!.sessions)
    seen.limit = rows[0]!.limit
    const text = await (await fetch(metrics)).text()
    const [, lag] = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text) ?? []
    seen.lag = Math.max(seen.lag, Number(lag))
    await pause(LOOK_EVERY_MS)
  }
  return seen
}

/** What a cookie holds is a bearer token as well. */
const tokenOf = ({ cookie }: BenchPerson): string => decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1))
