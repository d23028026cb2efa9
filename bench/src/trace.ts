import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { cancelShift, followInbox } from './calls.ts'
import { median, now, table } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople, makeShifts } from './people.ts'
import type { Stage } from './stage.ts'
import type { FromHook, Step, ToHook } from './trace-hook.ts'

export const traceHook = path.join(import.meta.dirname, 'trace-hook.ts')

const EVENTS = 150
const WARM_UP = 50
const APART_MS = 40
/** What happens after the frame has arrived, while the next call is still far away. */
const AFTERWARDS_MS = 15

/** Where the time of one notification goes: every step of API and worker, in milliseconds since the call (medians). */
export async function trace(stage: Stage): Promise<void> {
  const [officer, owner, driver] = (await makePeople(stage.db, stage.secret, 3, 'trace')) as [
    BenchPerson,
    BenchPerson,
    BenchPerson,
  ]
  await grantOfficers(stage.db, [officer], 'trace')
  await sql`update people set deactivated_at = now() where id = ${driver.id}`.execute(stage.db)
  const shifts = await makeShifts(stage.db, owner.id, driver.id, 'trace', EVENTS + WARM_UP)
  await sql`analyze`.execute(stage.db)
  const headers = [{ cookie: officer.cookie, origin: stage.apiUrl }]
  await stage.clients.connect('traced', `${stage.apiUrl.replace('http', 'ws')}/trpc`, headers, followInbox)

  const calls: { from: number; arrived: number }[] = []
  for (const shift of shifts) {
    const arrival = stage.clients.expect('traced', 1)
    const from = now()
    await cancelShift(stage.apiUrl, owner, shift)
    calls.push({ from, arrived: (await arrival).last })
    await pause(APART_MS)
  }
  await stage.clients.disconnect('traced')

  const steps = (
    await Promise.all(
      (['api', 'worker'] as const).map(async (name) =>
        (await take(stage.processes[name])).map((step) => ({ ...step, what: `${name}  ${step.what}` })),
      ),
    )
  ).flat()
  const own = calls.slice(WARM_UP).map(({ from, arrived }) => ({
    took: arrived - from,
    steps: numbered(steps.filter((step) => step.from >= from && step.from < arrived + AFTERWARDS_MS)).map(
      ({ what, from: at, to }) => ({ what, at: at - from, took: to - at }),
    ),
  }))
  const arrival = { what: 'client  arrived', at: median(own.map(({ took }) => took)), took: 0 }
  show(`One notification, step by step (${EVENTS} events, medians, ms since the call)`, [
    ...medians(own.map((call) => call.steps)),
    arrival,
  ])
  const slow = own.toSorted((x, y) => x.took - y.took)[Math.floor(EVENTS * 0.99) - 1]!
  show('The slowest but one in a hundred', [...slow.steps, { ...arrival, at: slow.took }])
}

interface Place {
  what: string
  /** Since the call. */
  at: number
  took: number
}

/** In order; of steps that look the same, the second is called so. */
function numbered(steps: Step[]): Step[] {
  const seen = new Map<string, number>()
  return steps
    .toSorted((a, b) => a.from - b.from)
    .map((step) => {
      const nth = (seen.get(step.what) ?? 0) + 1
      seen.set(step.what, nth)
      return nth === 1 ? step : { ...step, what: `${step.what} (${nth})` }
    })
}

/** What belongs to most of the events, where it usually is. */
function medians(events: Place[][]): Place[] {
  return [...Map.groupBy(events.flat(), ({ what }) => what)]
    .filter(([, places]) => places.length >= events.length / 2)
    .map(([what, places]) => ({
      what,
      at: median(places.map(({ at }) => at)),
      took: median(places.map(({ took }) => took)),
    }))
}

function show(title: string, places: Place[]): void {
  table(
    title,
    places
      .toSorted((a, b) => a.at - b.at)
      .map(({ what, at, took }) => [
        `${at.toFixed(2).padStart(6)}  ${took > 0.02 ? `+${took.toFixed(2)}` : '     '}`,
        what,
      ]),
  )
}

async function take(process: ChildProcess): Promise<Step[]> {
  const said = once(process, 'message') as Promise<[FromHook]>
  process.send({ trace: 'take' } satisfies ToHook)
  return (await said)[0].traced
}
