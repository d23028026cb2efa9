import { type Signal, channel } from '@belfry/db'
import { comment } from '@belfry/engine/cases'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'

type Told = Extract<Signal, { kind: 'told' }>

/** People who will be told of a shift's comments, and what is said on the channel while they are. */
async function listening() {
  const { db, given, url } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const listener = new pg.Client(url)
  await listener.connect()
  onTestFinished(() => listener.end())
  const heard: { signal: Signal; bytes: number }[] = []
  listener.on('notification', ({ payload = '' }) =>
    heard.push({ signal: JSON.parse(payload) as Signal, bytes: Buffer.byteLength(payload) }),
  )
  await listener.query(`listen ${channel}`)
  const told = async () => {
    await listener.query('select 1') // what was said before comes before this answer
    return heard.filter(({ signal }) => signal.kind === 'told') as { signal: Told; bytes: number }[]
  }
  const commented = (text: string) => inTx(db, (tx) => comment(tx, given.vendor, { caseId: id, text }))
  return { db, given, told, commented }
}

test('few people hear of an event with its message, as the table has it', async () => {
  const { db, given, told, commented } = await listening()

  await commented('Is „Bus 1“ ready? \\o/')
  await runJobs(db)

  const signals = await told()
  const toNorth = signals.find(({ signal }) =>
    signal.people.some(([person]) => person === given.officerNorth.id),
  )!
  const { rows } = await sql<{ message: object }>`
    select to_jsonb(m) - 'search' as message from messages m
    where event_id = ${toNorth.signal.eventId} and variant = ${toNorth.signal.variant}`.execute(db)
  const { created_at: said, ...message } = toNorth.signal.message!
  const { created_at: written, ...row } = rows[0]!.message as typeof toNorth.signal.message & object
  expect(message).toEqual(row)
  expect(new Date(said)).toEqual(new Date(written))
  expect(message.body).toContain('Is „Bus 1“ ready? \\o/')
})

test('a text is written in the languages of those who are told, and in no other', async () => {
  const { db, given, commented } = await listening()
  await sql`update people set locale = case when id = ${given.driver.id} then 'ar' else 'fr' end`.execute(db)

  await commented('Ready.')
  await runJobs(db)

  const { rows } = await sql<{ locales: string[] }>`
    select array_agg(distinct m.locale order by m.locale) as locales from messages m join events e on e.id = m.event_id
    where e.type = 'case.comment'`.execute(db)
  expect(rows[0]!.locales).toEqual(['ar', 'fr'])
})

test('a long message, or many people, leave no room for it, and everybody is told all the same', async () => {
  const { db, given, told, commented } = await listening()
  const crowd = await given.crowd(300, { role: 'officer', scope: 'station:north' })

  await commented('é'.repeat(2_000))
  await commented('"\\'.repeat(990)) // twice as long once it is JSON
  await runJobs(db)

  const signals = await told()
  expect(signals.every(({ bytes }) => bytes < 8_000)).toBe(true)
  const full = signals.filter(({ signal }) => signal.people.length > 100)
  expect(full.length).toBeGreaterThan(3)
  expect(full.some(({ signal }) => signal.message)).toBe(false)
  const people = new Set(signals.flatMap(({ signal }) => signal.people.map(([person]) => person)))
  expect(crowd.every((person) => people.has(person))).toBe(true)
  const { rows } = await sql<{ untold: number }>`
    select count(*)::int as untold from inboxes where person_id = any(${crowd}::uuid[]) and (rev <> 2 or unread <> 2)`.execute(
    db,
  )
  expect(rows[0]!.untold).toBe(0)
})
