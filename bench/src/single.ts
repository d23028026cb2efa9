import { newId } from '@belfry/shared'
import { sql } from 'kysely'
import { cancelShift, floorFrame, followInbox } from './calls.ts'
import { ms, now, quantile, table, times } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople, makeShifts } from './people.ts'
import { cpuOf } from './processes.ts'
import type { Stage } from './stage.ts'

const PER_SECOND = 50
const EVENTS = 500
const IDLE = 1_000

/** Single notifications at a steady pace, while a thousand others are connected and hear nothing. */
export async function single(stage: Stage): Promise<void> {
  const [officer, owner, driver] = (await makePeople(stage.db, stage.secret, 3, 'single')) as [
    BenchPerson,
    BenchPerson,
    BenchPerson,
  ]
  const idle = await makePeople(stage.db, stage.secret, IDLE, 'idle')
  await grantOfficers(stage.db, [officer], 'single')
  await sql`update people set deactivated_at = now() where id = ${driver.id}`.execute(stage.db)
  const shifts = await makeShifts(stage.db, owner.id, driver.id, 'single', EVENTS + PER_SECOND)
  await sql`analyze`.execute(stage.db)
  const headersOf = (person: BenchPerson) => ({
    cookie: person.cookie,
    origin: stage.apiUrl,
    'x-person': person.id,
  })
  const socketUrl = `${stage.apiUrl.replace('http', 'ws')}/trpc`
  await stage.clients.connect('idle', socketUrl, idle.map(headersOf), followInbox)
  await stage.clients.connect('idle-floor', stage.floorUrl, idle.map(headersOf), null)
  await stage.clients.connect('one', socketUrl, [headersOf(officer)], followInbox)
  await stage.clients.connect('one-floor', stage.floorUrl, [headersOf(officer)], null)

  const floor: number[] = []
  const ours: number[] = []
  const cpu = { api: 0, worker: 0, postgres: 0 }
  for (let at = 0; at < shifts.length; at += PER_SECOND) {
    const second = shifts.slice(at, at + PER_SECOND)
    const bare = await oneSecond(stage, 'one-floor', second, () => {
      const event = newId()
      return stage.floor({ tell: [officer.id], event, frame: floorFrame(event) })
    })
    const idle = cpuOf(stage.pids)
    const full = await oneSecond(stage, 'one', second, (shift) => cancelShift(stage.apiUrl, owner, shift))
    if (at === 0) continue // the first second warms up
    const used = cpuOf(stage.pids)
    for (const name of ['api', 'worker', 'postgres'] as const) cpu[name] += (used[name] - idle[name]) / EVENTS
    floor.push(...bare)
    ours.push(...full)
  }
  for (const group of ['idle', 'idle-floor', 'one', 'one-floor']) await stage.clients.disconnect(group)

  const base = quantile(floor, 0.5)
  table(`Single notifications, ${PER_SECOND} a second, beside ${IDLE} idle sockets (${EVENTS} events)`, [
    ['floor p50, p99', `${ms(base)}, ${ms(quantile(floor, 0.99))}`],
    ['Belfry p50, p99', `${ms(quantile(ours, 0.5))}, ${ms(quantile(ours, 0.99))}`],
    ['p50 against the floor’s p50', times(quantile(ours, 0.5) / base)],
    ['p99 against the floor’s p50', times(quantile(ours, 0.99) / base)],
    [
      'CPU an event: API, worker, Postgres',
      [cpu.api, cpu.worker, cpu.postgres].map((s) => ms(s * 1_000)).join(', '),
    ],
  ])
}

/** Causes one event for each shift, evenly over a second whether or not the last one has arrived; how long each took. */
async function oneSecond(
  stage: Stage,
  group: string,
  shifts: string[],
  cause: (shift: string) => Promise<void>,
): Promise<number[]> {
  const arrivals = stage.clients.expect(group, shifts.length)
  const began = now()
  const starts: number[] = []
  const caused: Promise<void>[] = []
  for (const [i, shift] of shifts.entries()) {
    const wait = began + (i * 1_000) / PER_SECOND - now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    starts.push(now())
    caused.push(cause(shift))
  }
  await Promise.all(caused)
  const { times: arrived } = await arrivals
  return arrived.map((time, i) => time - starts[i]!)
}
