import type { Db } from '@belfry/db'
import { sql } from 'kysely'
import { median, ms, quantile, table } from './measure.ts'
import { type BenchPerson, grantOfficers, makePeople } from './people.ts'
import type { Stage } from './stage.ts'

const SIZE = 100_000
const ROUNDS = 20
const STATION = 'crowded'

/** What is asked of a queue of a hundred thousand cases; each answer is 50 rows, and how many there are. */
const questions: [string, Record<string, unknown>][] = [
  ['oldest first', {}],
  ['newest first', { sort: 'newest' }],
  ['urgent first', { sort: 'urgent' }],
  ['changed last', { sort: 'changed' }],
  ['by title', { sort: 'title' }],
  ['closed ones', { closed: 'yes' }],
  ['urgent ones', { urgent: true }],
  ['of one day', { opened: { from: '2026-10-01T00:00:00Z', before: '2026-10-02T00:00:00Z' } }],
  ['a word that all have', { search: 'bus' }],
  ['a word that few have', { search: '1777' }],
  ['a word that none has', { search: 'nowhere' }],
  ['of an owner, by name', { owner: 'owner 7' }],
]

/** The first rows of a queue of 100,000 cases, from the call over HTTP to the last byte of the answer. */
export async function queue(stage: Stage): Promise<void> {
  const owners = await makePeople(stage.db, stage.secret, 200, 'owner')
  const [officer] = (await makePeople(stage.db, stage.secret, 1, 'officer')) as [BenchPerson]
  await grantOfficers(stage.db, [officer], STATION)
  await makeCases(stage.db, owners)

  const rows: [string, string][] = []
  for (const [name, question] of questions) {
    const times: number[] = []
    // The first two open sessions and read the tables into memory.
    for (let round = -2; round < ROUNDS; round++) {
      const took = await ask(stage.apiUrl, officer, question)
      if (round >= 0) times.push(took)
    }
    rows.push([name, `${ms(median(times))} (95 % ${ms(quantile(times, 0.95))})`])
  }
  table(`The first 50 of a queue of ${SIZE.toLocaleString('en')} cases, and how many there are`, rows)
}

async function makeCases(db: Db, owners: BenchPerson[]): Promise<void> {
  const ids = owners.map(({ id }) => id)
  await sql`
    insert into cases (id, workflow, state, title, scope, owner_id, data, opened_at, changed_at, entered_at, timed_at, urgent_at,
      closed_at)
    select gen_random_uuid(), 'shift', case when n % 10 = 3 then 'approved' else 'pending' end, 'Bus ' || n,
      ${`station:${STATION}`}, (${ids}::uuid[])[n % 200 + 1], jsonb_build_object('station', ${STATION}::text, 'vehicle', 'Bus ' || n),
      at, at, at, at, at + interval '7 days', case when n % 10 = 3 then at + interval '1 hour' end
    from (
      select n, timestamptz '2026-11-20 08:00Z' - n * interval '2 minutes' as at from generate_series(1, ${SIZE}::int) n
    ) k`.execute(db)
  await sql`vacuum analyze cases`.execute(db)
}

async function ask(apiUrl: string, { cookie }: BenchPerson, question: object): Promise<number> {
  const input = encodeURIComponent(JSON.stringify({ json: { workflow: 'shift', limit: 50, ...question } }))
  const start = performance.now()
  const answer = await fetch(`${apiUrl}/trpc/queues.get?input=${input}`, {
    headers: { cookie, origin: apiUrl },
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`queues.get: ${answer.status} ${text}`)
  return performance.now() - start
}
