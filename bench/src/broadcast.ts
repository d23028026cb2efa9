import { newId } from '@belfry/shared'
import { sql } from 'kysely'
import { cancelShift, floorFrame, followInbox } from './calls.ts'
import { median, ms, now, table, times } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople, makeShifts } from './people.ts'
import { cpuOf, residentBytes } from './processes.ts'
import type { Stage } from './stage.ts'

const ROUNDS = 9
const WARM_UP = 2

/**
 * One event to many connected people: from the call that causes it to the moment when the last of their sockets has the
 * notification and its new count. The floor does the same rows and frames in the same run, turn by turn.
 */
export async function broadcast(stage: Stage, size: number): Promise<void> {
  const station = `all-${size}`
  const officers = await makePeople(stage.db, stage.secret, size, `officer-${size}`)
  const [owner, driver] = (await makePeople(stage.db, stage.secret, 2, `vendor-${size}`)) as [
    BenchPerson,
    BenchPerson,
  ]
  await grantOfficers(stage.db, officers, station)
  await sql`update people set deactivated_at = now() where id = ${driver.id}`.execute(stage.db)
  const shifts = await makeShifts(stage.db, owner.id, driver.id, station, ROUNDS + WARM_UP)
  await sql`analyze`.execute(stage.db)

  const before = residentBytes(stage.pids.api)
  const headers = officers.map(({ id, cookie }) => ({ cookie, origin: stage.apiUrl, 'x-person': id }))
  const connecting = await stage.clients.connect(
    'api',
    `${stage.apiUrl.replace('http', 'ws')}/trpc`,
    headers,
    followInbox,
  )
  const perConnection = (residentBytes(stage.pids.api) - before) / size
  await stage.clients.connect('floor', stage.floorUrl, headers, null)

  const ours: number[] = []
  const floor: number[] = []
  const cpu = { floor: 0, api: 0, worker: 0, postgres: 0 }
  for (const [round, shift] of shifts.entries()) {
    const tell = officers.map(({ id }) => id)
    const event = newId()
    const idle = cpuOf(stage.pids)
    const bare = stage.clients.expect('floor', size)
    let started = now()
    await stage.floor({ tell, event, frame: floorFrame(event) })
    const floorMs = (await bare).last - started

    const used = cpuOf(stage.pids)
    const arrived = stage.clients.expect('api', size)
    started = now()
    await cancelShift(stage.apiUrl, owner, shift)
    const oursMs = (await arrived).last - started
    await settled(stage)
    const after = cpuOf(stage.pids)
    if (round < WARM_UP) continue
    floor.push(floorMs)
    ours.push(oursMs)
    cpu.floor += (used.floor - idle.floor) / ROUNDS
    for (const name of ['api', 'worker', 'postgres'] as const)
      cpu[name] += (after[name] - used[name]) / ROUNDS
  }
  await check(stage, officers, shifts.length)
  await Promise.all([stage.clients.disconnect('api'), stage.clients.disconnect('floor')])

  table(`One event to ${size} connected people (${ROUNDS} rounds, median)`, [
    ['floor: last socket has it', ms(median(floor))],
    ['Belfry: last socket has notification and count', ms(median(ours))],
    ['ratio', times(median(ours) / median(floor))],
    ['ratio, round by round', ours.map((value, i) => times(value / floor[i]!)).join(' ')],
    ['CPU seconds an event, without Postgres: floor', cpu.floor.toFixed(3)],
    [
      'CPU seconds an event: API, worker, Postgres',
      [cpu.api, cpu.worker, cpu.postgres].map((s) => s.toFixed(3)).join(', '),
    ],
    ['connecting them all', ms(connecting)],
    ['API memory per subscribed connection', `${(perConnection / 1024).toFixed(1)} KiB`],
  ])
}

/** Waits until the audit entry is written and every job is done, so that rounds do not overlap. */
async function settled(stage: Stage): Promise<void> {
  const deadline = now() + 10_000
  while (now() < deadline) {
    const { rows } = await sql<{
      left: number
    }>`select count(*)::int as left from graphile_worker.jobs where task_identifier <> 'seal_audit'`.execute(
      stage.db,
    )
    if (rows[0]!.left === 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('The jobs were not done in time.')
}

/** Everything that was measured must be in the tables as well: rows, counts and the audit entries. */
async function check(stage: Stage, officers: BenchPerson[], events: number): Promise<void> {
  const { rows } = await sql<{ wrong: number; audited: number }>`
    select (select count(*) from inboxes i where i.person_id = any(${officers.map((p) => p.id)}::uuid[])
        and (i.unread <> ${events} or (select count(*) from notifications n where n.person_id = i.person_id) <> ${events}))::int as wrong,
      (select count(*) from audit_entries where action = 'shift.cancel')::int as audited`.execute(stage.db)
  const { wrong, audited } = rows[0]!
  if (wrong > 0 || audited < events)
    throw new Error(`${wrong} inboxes are wrong, ${audited} audit entries for ${events} events.`)
}
