import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@belfry/db'
import type { BulkPreview, BulkRun } from '@belfry/shared/wire'
import { sql } from 'kysely'
import { cancelShift } from './calls.ts'
import { median, ms, quantile, table } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople, makeShifts } from './people.ts'
import type { Stage } from './stage.ts'

const STATION = 'bulk'
const deed = { kind: 'act', action: 'approve' }

/** So many shifts are approved in one run, while other people go on deciding on single ones. */
export async function bulk(stage: Stage, size: number): Promise<void> {
  const { db, secret, apiUrl } = stage
  const owners = await makePeople(db, secret, 2_000, 'bulk owner')
  const drivers = await makePeople(db, secret, 2_000, 'bulk driver')
  const [officer, owner] = (await makePeople(db, secret, 2, 'bulk')) as [BenchPerson, BenchPerson]
  await grantOfficers(db, [officer], STATION)
  await makeCases(db, owners, drivers, size)
  const singles = await makeShifts(db, owner.id, owner.id, 'elsewhere', 2_000)
  const question = { workflow: 'shift', deed, filter: {} }
  const preview = () => ask<BulkPreview>(apiUrl, officer, 'bulk.preview', question)

  await preview() // opens sessions and reads the tables into memory
  const looked: number[] = []
  for (let round = 0; round < 5; round++) looked.push((await timed(preview)).took)
  const { total } = await preview()
  const alone = await singlesUntil(stage, owner, singles, pause(5_000))

  const begun = performance.now()
  const run = await tell<BulkRun>(apiUrl, officer, 'bulk.start', { ...question, expected: total })
  const meanwhile = await singlesUntil(stage, owner, singles, over(stage, officer, run.id))
  const took = performance.now() - begun
  await newsOut(db, run.id)
  const { rows } = await sql<{ cases: number; events: number; audited: number; told: number }>`
    select (select count(distinct case_id)::int from events where run_id = ${run.id}::uuid) as cases,
      (select count(*)::int from events where run_id = ${run.id}::uuid) as events,
      (select count(*)::int from audit_entries a join events e on e.id = a.id where e.run_id = ${run.id}::uuid) as audited,
      (select count(*)::int from notifications n join people p on p.id = n.person_id where p.name like 'bulk %') as told`.execute(
    db,
  )
  const { cases, events, audited, told } = rows[0]!
  table(`${size.toLocaleString('en')} shifts approved in one run`, [
    ['dry run', `${ms(median(looked))} (worst ${ms(Math.max(...looked))})`],
    ['from the call to the last decision', `${ms(took)}, ${Math.round((1_000 * total) / took)} a second`],
    ['until everybody is told, eight seconds to undo included', ms(performance.now() - begun)],
    ['cases decided, events, audit entries, people told', `${cases}, ${events}, ${audited}, ${told}`],
    ['single decisions before', `median ${ms(median(alone))}, 99 % ${ms(quantile(alone, 0.99))}`],
    [
      'single decisions meanwhile',
      `median ${ms(median(meanwhile))}, 99 % ${ms(quantile(meanwhile, 0.99))} of ${meanwhile.length}`,
    ],
  ])
}

async function makeCases(db: Db, owners: BenchPerson[], drivers: BenchPerson[], size: number): Promise<void> {
  await sql`
    insert into cases (id, workflow, state, title, scope, owner_id, data, opened_at, changed_at, entered_at, timed_at)
    select gen_random_uuid(), 'shift', 'pending', 'Bus ' || n, ${`station:${STATION}`},
      (${owners.map(({ id }) => id)}::uuid[])[n % 2000 + 1],
      jsonb_build_object('station', ${STATION}::text, 'vehicle', 'Bus ' || n, 'startsAt', '2026-12-01T08:00:00Z',
        'endsAt', '2026-12-01T12:00:00Z', 'driver', (${drivers.map(({ id }) => id)}::uuid[])[n / 5 % 2000 + 1]),
      now(), now(), now(), now()
    from generate_series(0, ${size - 1}::int) n`.execute(db)
  await sql`vacuum analyze cases`.execute(db)
}

/** One person decides ten times a second; how long each takes. */
async function singlesUntil(
  { apiUrl }: Stage,
  owner: BenchPerson,
  ids: string[],
  end: Promise<unknown>,
): Promise<number[]> {
  let isOver = false
  const ending = end.finally(() => (isOver = true))
  const times: number[] = []
  while (!isOver && ids.length > 0) {
    const id = ids.pop()!
    times.push((await timed(() => cancelShift(apiUrl, owner, id))).took)
    await pause(100)
  }
  await ending
  return times
}

async function over({ apiUrl }: Stage, officer: BenchPerson, runId: string): Promise<void> {
  while ((await ask<BulkRun>(apiUrl, officer, 'bulk.get', { runId })).state === 'running') await pause(200)
}

/** People are told, and every entry of the audit trail is written. */
async function newsOut(db: Db, runId: string): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ owed: boolean }>`
      select exists (select from bulk_news where run_id = ${runId}::uuid and state = 'untold')
        or exists (select from graphile_worker.jobs where task_identifier in ('write_audits', 'tell_bulk')) as owed`.execute(
      db,
    )
    if (!rows[0]!.owed) return
    await pause(200)
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ took: number; value: T }> {
  const start = performance.now()
  const value = await work()
  return { took: performance.now() - start, value }
}

async function ask<T>(apiUrl: string, person: BenchPerson, path: string, input: object): Promise<T> {
  const query = encodeURIComponent(JSON.stringify({ json: input }))
  return read<T>(path, request(`${apiUrl}/trpc/${path}?input=${query}`, { headers: of(apiUrl, person) }))
}

async function tell<T>(apiUrl: string, person: BenchPerson, path: string, input: object): Promise<T> {
  const body = JSON.stringify({ json: input })
  const headers = { ...of(apiUrl, person), 'content-type': 'application/json' }
  return read<T>(path, request(`${apiUrl}/trpc/${path}`, { method: 'POST', headers }), body)
}

const of = (apiUrl: string, { cookie }: BenchPerson) => ({ cookie, origin: apiUrl })

async function read<T>(path: string, call: ReturnType<typeof request>, body?: string): Promise<T> {
  call.end(body)
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  const answer = await text(response)
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${answer}`)
  return (JSON.parse(answer) as { result: { data: { json: T } } }).result.data.json
}
