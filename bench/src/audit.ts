import { execFile } from 'node:child_process'
import { createWriteStream, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { type Db, enqueue } from '@belfry/db'
import { jobs } from '@belfry/shared/jobs'
import { eventually } from '@belfry/testing/eventually'
import { sql } from 'kysely'
import { median, ms, quantile, table } from './measure.ts'
import { type BenchPerson, makeAdmin, makePeople } from './people.ts'
import type { Stage } from './stage.ts'

const SIZE = Number(process.env['AUDIT_ENTRIES'] ?? 1_000_000)
const ROUNDS = 20
const PERSON = 7
const SEALED_WITHIN_MS = 900_000

/** What is asked of the trail; each answer is 50 entries. */
const questions = (people: BenchPerson[]): [string, Record<string, unknown>][] => [
  ['newest', {}],
  ['of a person, by name', { actor: `auditor ${PERSON}` }],
  ['of a person, by address', { actor: `auditor.${PERSON}@belfry.test` }],
  ['of an action', { action: 'shift.reject' }],
  ['of an action of any workflow', { action: 'case.approve' }],
  ['of all actions of one', { action: 'shift.*' }],
  ['of a person and an action', { actorId: people[PERSON]!.id, action: 'shift.reject' }],
  ['of a kind of thing', { target: 'session' }],
  ['of an address', { ip: '10.0.3.9' }],
  ['of a request that is not there', { requestId: 'nowhere' }],
  ['of one day', { from: '2026-11-12T00:00:00Z', to: '2026-11-13T00:00:00Z' }],
  ['a word that all have', { words: 'bus' }],
  ['a word that one in a hundred has', { words: 'route77' }],
  ['a word that one has', { words: 'n777777' }],
  ['a word that none has', { words: 'nowhere' }],
]

/** A trail of a million entries: how fast it is sealed, searched, exported and verified. */
export async function audit(stage: Stage): Promise<void> {
  const people = await makePeople(stage.db, stage.secret, 200, 'auditor')
  const [admin] = people as [BenchPerson]
  await makeAdmin(stage.db, admin)
  await makeEntries(stage.db, people)

  const sealing = await timed(() => seal(stage.db))
  await sql`vacuum analyze audit_entries`.execute(stage.db)
  const rows: [string, string][] = []
  for (const [name, question] of questions(people)) {
    const times: number[] = []
    for (let round = -2; round < ROUNDS; round++) {
      const took = await timed(() => ask(stage.apiUrl, admin, 'search', { limit: 50, ...question }))
      if (round >= 0) times.push(took)
    }
    rows.push([name, `${ms(median(times))} (95 % ${ms(quantile(times, 0.95))})`])
  }
  table(`The first 50 of a trail of ${SIZE.toLocaleString('en')} entries`, rows)

  const file = path.join(tmpdir(), `belfry-audit-${process.pid}.jsonl`)
  try {
    const exporting = await timed(() => download(stage.apiUrl, admin, file))
    const verifying = await timed(() => verify(file))
    const each = (took: number) =>
      `${(took / 1000).toFixed(1)} s, ${Math.round(SIZE / (took / 1000))} a second`
    table('The whole chain', [
      ['sealed by the worker', each(sealing)],
      ['exported', `${each(exporting)}, ${Math.round(statSync(file).size / 2 ** 20)} MiB`],
      ['verified by audit:verify', each(verifying)],
    ])
  } finally {
    rmSync(file, { force: true })
  }
}

async function makeEntries(db: Db, people: BenchPerson[]): Promise<void> {
  const ids = people.map(({ id }) => id)
  const PART = 50_000
  for (let from = 1; from <= SIZE; from += PART)
    await sql`
      insert into audit_entries (id, at, action, actor_kind, actor_id, actor_name, target_kind, target_id, target_title, before, after,
        reason, request_id, ip, user_agent, case_id, words)
      select id, at, action, 'person', (${ids}::uuid[])[n % 200 + 1], 'auditor ' || n % 200, kind, id::text, title, '{"state": "pending"}', after,
        'other', id::text, '10.0.' || n % 250 || '.9', 'A browser of some version', id,
        audit_words('auditor ' || n % 200, action, title, 'other', null, '{"state": "pending"}', after)
      from (
        select n, gen_random_uuid() as id, timestamptz '2026-12-01 00:00Z' - (${SIZE}::int - n) * interval '2 seconds' as at,
          'shift.' || case n % 4 when 0 then 'reject' else 'approve' end as action,
          case n % 5 when 0 then 'session' else 'case' end as kind, 'Bus n' || n || ' route' || n % 100 as title,
          jsonb_build_object('state', 'approved', 'vehicle', n) as after
        from generate_series(${from}::int, ${Math.min(from + PART - 1, SIZE)}::int) n
      ) k`.execute(db)
}

/** By the worker, as it always does. */
async function seal(db: Db): Promise<void> {
  await db.transaction().execute((tx) => enqueue(tx, jobs.sealAudit, {}))
  const isSealed = async () => {
    const { rows } = await sql<{ is: boolean }>`
      select coalesce(max(seq), 0) >= ${SIZE}::int as is from audit_checkpoints`.execute(db)
    return rows[0]!.is
  }
  await eventually('all is sealed', isSealed, SEALED_WITHIN_MS)
}

async function ask(
  apiUrl: string,
  { cookie }: BenchPerson,
  name: string,
  question: object,
): Promise<Record<string, unknown>> {
  const json = JSON.stringify({ json: question })
  const isChange = name === 'export'
  const answer = await fetch(
    `${apiUrl}/trpc/audit.${name}${isChange ? '' : `?input=${encodeURIComponent(json)}`}`,
    {
      headers: { cookie, origin: apiUrl, 'content-type': 'application/json' },
      ...(isChange && { method: 'POST', body: json }),
    },
  )
  if (!answer.ok) throw new Error(`audit.${name}: ${answer.status} ${await answer.text()}`)
  const said = (await answer.json()) as { result: { data: { json: Record<string, unknown> } } }
  return said.result.data.json
}

async function download(apiUrl: string, admin: BenchPerson, file: string): Promise<void> {
  const { url } = await ask(apiUrl, admin, 'export', { scope: 'chain' })
  const answer = await fetch(`${apiUrl}${String(url)}`)
  await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file))
}

async function verify(file: string): Promise<void> {
  const program = path.resolve(import.meta.dirname, '../../scripts/audit-verify.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, file])
  if (!stdout.startsWith('Whole')) throw new Error(stdout)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
