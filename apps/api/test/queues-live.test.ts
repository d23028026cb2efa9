import { act } from '@belfry/engine/cases'
import type { Actor } from '@belfry/shared'
import { newId } from '@belfry/shared'
import type { QueueCount, QueueEvent, QueueLiveInput } from '@belfry/shared/wire'
import { freshDatabase, startApi } from '@belfry/testing'
import { type Given, givenIn, inTx } from '@belfry/testing/given'
import { beforeAll, expect, test } from 'vitest'
import { person } from './callers.ts'
import { type Connection, connected } from './connections.ts'

let database: Awaited<ReturnType<typeof freshDatabase>> & { given: Given }
let api: Awaited<ReturnType<typeof startApi>>

beforeAll(async () => {
  const fresh = await freshDatabase()
  database = { ...fresh, given: await givenIn(fresh.db) }
  api = await startApi({ databaseUrl: fresh.url })
})

/** Everything a subscription says, in order and in short; `until` waits for the next thing. */
async function follow(login: string, path: 'queues.live' | 'queues.counts', input?: Partial<QueueLiveInput>) {
  const connection: Connection = await connected(api.url, await person(api.url, login))
  connection.subscribe(1, path, input)
  let seen = 0
  const next = async () => {
    const place = ++seen
    await connection.frame(
      () => connection.frames.filter(({ result }) => result?.type === 'data').length >= place,
    )
    const frame = connection.frames.filter(({ result }) => result?.type === 'data')[place - 1]
    return (frame!.result!.data as { json: unknown }).json
  }
  return next
}

const queue = async (login: string, input: Partial<QueueLiveInput>) => {
  const next = await follow(login, 'queues.live', input)
  return async () => {
    const event = (await next()) as QueueEvent
    if (event.kind === 'snapshot') return ['snapshot', ...event.items.map(({ title }) => title)]
    return event.kind === 'put' ? ['put', event.item.title, event.total] : ['drop', event.caseId, event.total]
  }
}

const decide = (who: Actor, caseId: string, action: string, reason?: string) =>
  inTx(database.db, (tx) => act(tx, who, { caseId, action, ...(reason && { reason }) }))

test('a filtered queue puts what has come to fit, and drops what does not any more', async () => {
  const { given } = database
  const [one, two] = [
    await given.case('shift', { by: given.vendor, vehicle: 'Fits 1' }),
    await given.case('shift', { by: given.vendor, vehicle: 'Fits 2' }),
  ]
  const approved = await queue('officerNorth', { workflow: 'shift', state: ['approved'] })
  const byWord = await queue('officerNorth', { workflow: 'shift', search: 'fits 2 vera', sort: 'title' })
  const open = await queue('officerNorth2', { workflow: 'shift', sort: 'newest' })
  expect(await approved()).toEqual(['snapshot'])
  expect(await byWord()).toEqual(['snapshot', 'Fits 2'])
  expect(await open()).toEqual(['snapshot', 'Fits 2', 'Fits 1'])

  await decide(given.officerNorth, one.id, 'approve')
  expect(await approved()).toEqual(['put', 'Fits 1', 1])
  expect(await byWord()).toEqual(['drop', one.id, 1])
  expect(await open()).toEqual(['drop', one.id, 1])

  await decide(given.officerNorth, two.id, 'reject', 'other')
  expect(await approved()).toEqual(['drop', two.id, 1])
  expect(await byWord()).toEqual(['drop', two.id, 0])
  expect(await open()).toEqual(['drop', two.id, 0])

  await decide(given.vendor, one.id, 'cancel')
  expect(await approved()).toEqual(['drop', one.id, 0])
})

test('who decides on single cases has a queue of them, which follows whose they are', async () => {
  const { given } = database
  const goal = { by: given.employee, data: { kind: 'individual', goal: 'Read more', dueOn: '2027-01-01' } }
  const supervisors = await queue('supervisor', { workflow: 'goal' })
  expect(await supervisors()).toEqual(['snapshot'])

  const own = await given.case('goal', goal)
  expect(await supervisors()).toEqual(['put', 'Read more', 1])
  // Not his: of this nothing is said.
  await given.case('goal', {
    ...goal,
    by: await given.person({ grants: [{ role: 'employee', scope: null }] }),
  })
  await decide(given.employee, own.id, 'cancel')
  expect(await supervisors()).toEqual(['drop', own.id, 0])
})

test('a case that is given to somebody else leaves the queue it was in', async () => {
  const { given } = database
  const shift = await given.case('shift', { by: given.vendor, vehicle: 'Given' })
  const mine = await queue('officerNorth', { workflow: 'shift', assignee: 'me' })
  expect(await mine()).toEqual(['snapshot'])
  const officer = await person(api.url, 'officerNorth')
  const give = (to: Actor) =>
    officer.trpc.cases.assign.mutate({ caseId: shift.id, personId: to.id, idempotencyKey: newId() })

  await give(given.officerNorth)
  expect(await mine()).toEqual(['put', 'Given', 1])
  await give(given.officerNorth2)
  expect(await mine()).toEqual(['drop', shift.id, 0])
})

test('counts follow the queues of one’s roles and the single cases that are one’s turn', async () => {
  const { given } = database
  const next = await follow('tutor', 'queues.counts')
  const supervisor = await follow('supervisor', 'queues.counts')
  const goalsOf = async (source: () => Promise<unknown>) =>
    ((await source()) as QueueCount[]).find(({ workflow }) => workflow === 'goal')?.open
  await next()
  const before = (await goalsOf(supervisor)) ?? 0

  const data = { kind: 'individual', goal: 'Count me', dueOn: '2027-01-01' }
  const filed = await given.case('goal', { by: given.employee2, data })
  expect(await goalsOf(supervisor)).toBe(before + 1)
  await decide(given.employee2, filed.id, 'cancel')
  let after: number | undefined
  do after = (await goalsOf(supervisor)) ?? 0
  while (after > before)
  expect(after).toBe(before)
})

test('a queue may be asked for in every way over the wire, and nothing breaks it', async () => {
  const officer = await person(api.url, 'officerNorth')
  const { get } = officer.trpc.queues
  const all = { workflow: 'shift', closed: 'any' } as const
  const first = await get.query({ ...all, limit: 1, sort: 'title' })
  const second = await get.query({ ...all, limit: 1, sort: 'title', cursor: first.nextCursor })

  expect(second.items[0]?.id).not.toBe(first.items[0]?.id)
  for (const wrong of [
    { ...all, sort: 'newest' as const, cursor: first.nextCursor },
    { ...all, cursor: Buffer.from(`oldest ${newId()} tomorrow`).toString('base64url') },
    { ...all, cursor: Buffer.from(`oldest ${newId()} 2026-13-45 99:00:00+00`).toString('base64url') },
    { ...all, fields: { remarks: ['x'] } },
    { ...all, fields: { __proto__x: ['x'] } },
    { ...all, opened: { from: 'yesterday' } },
    { ...all, state: [] },
  ])
    await expect(get.query(wrong as typeof all)).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } })
})
