import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { cancelShift, followInbox } from './calls.ts'
import { ms, now, quantile, table } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople, makeShifts } from './people.ts'
import type { Stage } from './stage.ts'

const SINGLES_APART_MS = 40

/** One event to many people of whom a few are connected, while somebody else is told of single things of his own. */
export async function crowd(stage: Stage, size: number, connected: number): Promise<void> {
  const officers = await makePeople(stage.db, stage.secret, size, 'crowd')
  const [owner, driver, other] = (await makePeople(stage.db, stage.secret, 3, 'crowd-beside')) as [
    BenchPerson,
    BenchPerson,
    BenchPerson,
  ]
  await grantOfficers(stage.db, officers, 'crowd')
  await grantOfficers(stage.db, [other], 'beside')
  await sql`update people set deactivated_at = now() where id = ${driver.id}`.execute(stage.db)
  const [warmUp, measured] = await makeShifts(stage.db, owner.id, driver.id, 'crowd', 2)
  const singles = await makeShifts(stage.db, owner.id, driver.id, 'beside', 2_000)
  await sql`analyze`.execute(stage.db)
  const url = `${stage.apiUrl.replace('http', 'ws')}/trpc`
  const headersOf = ({ cookie }: BenchPerson) => ({ cookie, origin: stage.apiUrl })
  await stage.clients.connect('crowd', url, officers.slice(0, connected).map(headersOf), followInbox)
  await stage.clients.connect('beside', url, [headersOf(other)], followInbox)

  const tell = async (shift: string) => {
    const arrived = stage.clients.expect('crowd', connected)
    const start = now()
    await cancelShift(stage.apiUrl, owner, shift)
    const took: number[] = []
    let persisted: number | undefined
    const watching = (async () => {
      while (await isBeingTold(stage, shift)) await pause(50)
      persisted = now() - start
    })()
    while (persisted === undefined) {
      const one = stage.clients.expect('beside', 1)
      const from = now()
      await cancelShift(stage.apiUrl, owner, singles.pop()!)
      took.push((await one).last - from)
      await pause(SINGLES_APART_MS)
    }
    await watching
    return { persisted, last: (await arrived).last - start, took }
  }
  await tell(warmUp!)
  const { persisted, last, took } = await tell(measured!)

  const { rows } = await sql<{ told: number }>`
    select count(*)::int as told from notifications where person_id = any(${officers.map(({ id }) => id)}::uuid[])`.execute(
    stage.db,
  )
  if (rows[0]!.told !== size * 2) throw new Error(`${rows[0]!.told} notifications instead of ${size * 2}.`)
  await stage.clients.disconnect('crowd')
  await stage.clients.disconnect('beside')
  table(`One event to ${size} people, ${connected} of them connected`, [
    ['persisted for all', `${ms(persisted)}, ${Math.round((size / persisted) * 1_000)} people a second`],
    ['last of the connected has it', ms(last)],
    [
      `single notifications of another meanwhile: p50, p99 (of ${took.length})`,
      `${ms(quantile(took, 0.5))}, ${ms(quantile(took, 0.99))}`,
    ],
  ])
}

/** Whether the fan-out of this case's event is still to be done. */
async function isBeingTold(stage: Stage, caseId: string): Promise<boolean> {
  const { rows } = await sql`
    select from graphile_worker._private_jobs j join events e on e.id = (j.payload ->> 'eventId')::uuid
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'fan_out' and e.case_id = ${caseId}`.execute(stage.db)
  return rows.length > 0
}
