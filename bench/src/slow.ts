import { setTimeout as pause } from 'node:timers/promises'
import { cancelShift, followInbox } from './calls.ts'
import { now, table } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople, makeShifts } from './people.ts'
import { residentBytes } from './processes.ts'
import type { Stage } from './stage.ts'

const APART_MS = 20

/** Sockets that stop reading while news for all of them goes on: what the API holds for them. */
export async function slow(stage: Stage, size: number, seconds: number): Promise<void> {
  const officers = await makePeople(stage.db, stage.secret, size, 'slow')
  const [owner, driver] = (await makePeople(stage.db, stage.secret, 2, 'slow-vendor')) as [
    BenchPerson,
    BenchPerson,
  ]
  await grantOfficers(stage.db, officers, 'slow')
  await stage.db
    .updateTable('people')
    .set({ deactivated_at: new Date() })
    .where('id', '=', driver.id)
    .execute()
  const shifts = await makeShifts(stage.db, owner.id, driver.id, 'slow', (seconds * 1_000) / APART_MS)
  const headers = officers.map(({ cookie }) => ({ cookie, origin: stage.apiUrl }))
  const url = `${stage.apiUrl.replace('http', 'ws')}/trpc`
  await stage.clients.connect('slow', url, headers, followInbox)
  const before = residentBytes(stage.pids.api)
  await stage.clients.stall('slow')

  let most = before
  let events = 0
  const end = now() + seconds * 1_000
  for (const shift of shifts) {
    if (now() > end) break
    await cancelShift(stage.apiUrl, owner, shift)
    events += 1
    most = Math.max(most, residentBytes(stage.pids.api))
    await pause(APART_MS)
  }
  await stage.clients.disconnect('slow')
  table(`${size} sockets that nobody reads, for ${seconds} seconds`, [
    ['events that each was told of', String(events)],
    ['API memory grew by at most', `${((most - before) / 2 ** 20).toFixed(1)} MiB`],
  ])
}
