import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Db } from '@belfry/db'
import { sql } from 'kysely'
import { median, ms, quantile, table } from './measure.ts'
import { type BenchPerson, makePeople } from './people.ts'
import type { Stage } from './stage.ts'

const SIZE = 100_000
/** Messages in the whole system, of which one person has `SIZE`. */
const MESSAGES = 250_000
const ROUNDS = 60
const FIRST_AT = Date.UTC(2026, 0, 1)
const EVERY_MS = 100_000

/** What is asked of an inbox of a hundred thousand notifications; each answer is 50 rows, or a number. */
const questions: [string, string, object?][] = [
  ['a call that reads nothing', 'workflows.list'],
  ['unread count', 'notifications.unread'],
  ['newest', 'notifications.list', {}],
  ['newest, in groups', 'notifications.list', { grouped: true }],
  ['from the middle on', 'notifications.list', { cursor: eventId(MESSAGES / 2) }],
  ['unread', 'notifications.list', { state: ['unread'] }],
  ['unread, in groups', 'notifications.list', { state: ['unread'], grouped: true }],
  ['archived', 'notifications.list', { state: ['archived'] }],
  ['pinned', 'notifications.list', { pinned: true }],
  ['mentions', 'notifications.list', { mentions: true }],
  ['of a category', 'notifications.list', { category: 'report' }],
  ['of a category that is rare', 'notifications.list', { category: 'survey' }],
  ['of one day', 'notifications.list', { from: at(100_000), to: at(100_864) }],
  ['of one case', 'notifications.list', { caseId: caseId(7) }],
  ['a word that all have', 'notifications.list', { search: 'notice' }],
  ['a word of one in ten', 'notifications.list', { search: 'tenth' }],
  ['a word of one in ten, of others', 'notifications.list', { search: 'other' }],
  ['a word of one in a hundred', 'notifications.list', { search: 'hundredth' }],
  ['a word of one in a thousand', 'notifications.list', { search: 'thousandth' }],
  ['a word that one has', 'notifications.list', { search: 'number 77776' }],
  ['a word that none has', 'notifications.list', { search: 'nowhere' }],
  ['three words', 'notifications.list', { search: 'notices hundredth tenth' }],
  ['the beginning of a word', 'notifications.list', { search: 'thousan' }],
  ['a word, in groups', 'notifications.list', { search: 'hundredth', grouped: true }],
  ['how many', 'notifications.count', {}],
  ['how many of a category', 'notifications.count', { category: 'report' }],
  ['how many with a word', 'notifications.count', { search: 'hundredth' }],
]

/** Reading and searching a long inbox, from the call over HTTP to the last byte of the answer. */
export async function inbox(stage: Stage): Promise<void> {
  const [reader, other] = (await makePeople(stage.db, stage.secret, 2, 'reader')) as [
    BenchPerson,
    BenchPerson,
  ]
  await fill(stage.db, reader.id, other.id)

  const rows: [string, string][] = [
    ['the newest 50, by one plain statement', figures(await plainly(stage.db, reader.id))],
  ]
  // A process that has just begun is slow in everything.
  for (let round = 0; round < 300; round++) await ask(stage.apiUrl, reader, 'notifications.list')
  for (const [name, path, input] of questions) {
    const times: number[] = []
    // The first ones open sessions and read the tables into memory.
    for (let round = -5; round < ROUNDS; round++) {
      const took = await ask(stage.apiUrl, reader, path, input)
      if (round >= 0) times.push(took)
    }
    rows.push([name, figures(times)])
  }
  for (const [name, input] of [
    ['marking all that are archived as read', { filter: { state: ['archived'] }, as: 'read' }],
    ['marking all as unread', { filter: { state: ['read'] }, as: 'unread' }],
  ] as const)
    rows.push([name, ms(await ask(stage.apiUrl, reader, 'notifications.mark', input, 'POST'))])
  table(`An inbox of ${SIZE.toLocaleString('en')} among ${MESSAGES.toLocaleString('en')} messages`, rows)
}

const figures = (times: number[]): string =>
  `${ms(median(times))} (95 % ${ms(quantile(times, 0.95))}, 99 % ${ms(quantile(times, 0.99))})`

function at(n: number): string {
  return new Date(FIRST_AT + n * EVERY_MS).toISOString()
}

/** As version 7 has it: the time first. */
function eventId(n: number): string {
  const hex = (FIRST_AT + n * EVERY_MS).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

function caseId(n: number): string {
  return `00000000-0000-7000-9000-${n.toString(16).padStart(12, '0')}`
}

async function fill(db: Db, reader: string, other: string): Promise<void> {
  await sql`
    insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, case_id, actor_id, actor_name, data, created_at)
    select (lpad(to_hex(${FIRST_AT}::bigint + n * ${EVERY_MS}::bigint), 12, '0') || '70008000000000000000')::uuid, 0, 'en',
      'shift.' || case when n % 200 = 0 then 'mentioned' else 'created' end,
      case when n % 10000 = 0 then 'survey' when n % 10 = 0 then 'report' else 'shift' end, 'info', 'normal',
      'Notice number ' || n || ' about Bus ' || n % 5000,
      'Somebody asks whether the station can do without it from the first to the last day of the week.'
        || case when n % 10 = 1 then ' The tenth.' when n % 10 = 3 then ' The other.' else '' end || case when n % 100 = 31 then ' The hundredth.' else '' end
        || case when n % 1000 = 331 then ' The thousandth.' else '' end,
      '/', ('00000000-0000-7000-9000-' || lpad(to_hex(n / 8), 12, '0'))::uuid, null, 'vendor', '{}',
      to_timestamp((${FIRST_AT}::bigint + n * ${EVERY_MS}::bigint) / 1000.0)
    from generate_series(1, ${MESSAGES}::int) n`.execute(db)
  await sql`
    insert into notifications (person_id, event_id, rev, variant, state, read_at, group_key, pinned)
    select person, event_id, row_number() over (partition by person order by event_id), 0, state,
      case when state in (1, 2) then created_at end, hashtextextended(case_id::text || '.' || type, 0), n % 5000 = 1
    from (
      select *, case when n % 5 < 2 then ${reader}::uuid else ${other}::uuid end as person,
        case when n % 50 = 0 then 0 when n % 4 = 0 then 2 else 1 end as state
      from (select *, row_number() over (order by event_id) as n from messages) k
    ) m`.execute(db)
  await sql`
    update inboxes i set rev = n.rev, unread = n.unread
    from (select person_id, max(rev) as rev, count(*) filter (where state = 0) as unread from notifications group by person_id) n
    where n.person_id = i.person_id`.execute(db)
  await sql`vacuum analyze messages, notifications, inboxes`.execute(db)
}

/** What no implementation can do without. */
async function plainly(db: Db, person: string): Promise<number[]> {
  const times: number[] = []
  for (let round = -5; round < ROUNDS; round++) {
    const start = performance.now()
    await sql`
      select n.event_id, n.state, m.title, m.body from notifications n join messages m using (event_id, variant)
      where n.person_id = ${person} order by n.event_id desc limit 50`.execute(db)
    if (round >= 0) times.push(performance.now() - start)
  }
  return times
}

const agent = new Agent({ keepAlive: true })

async function ask(
  apiUrl: string,
  { cookie }: BenchPerson,
  path: string,
  input: object = {},
  method: 'GET' | 'POST' = 'GET',
): Promise<number> {
  const json = JSON.stringify({ json: input })
  const query = method === 'GET' ? `?input=${encodeURIComponent(json)}` : ''
  const headers = {
    cookie,
    origin: apiUrl,
    ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
  }
  const start = performance.now()
  const call = request(`${apiUrl}/trpc/${path}${query}`, { method, agent, headers })
  call.end(method === 'POST' ? json : undefined)
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  const answer = await text(response)
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${answer}`)
  return performance.now() - start
}
