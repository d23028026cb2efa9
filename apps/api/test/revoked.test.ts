import { type RunningApp, startApi } from '@belfry/testing'
import { databaseWithPeople } from '@belfry/testing/given'
import { beforeAll, expect, test } from 'vitest'
import { caller, person, program } from './callers.ts'
import { connected } from './connections.ts'

let database: Awaited<ReturnType<typeof databaseWithPeople>>
let apis: (RunningApp & { url: string })[]
beforeAll(async () => {
  database = await databaseWithPeople()
  apis = await Promise.all([1, 2].map(() => startApi({ databaseUrl: database.url })))
})

const calls = [
  { id: 1, method: 'subscription', params: { path: 'notifications.live', input: { json: null } } },
]

/** A stream over HTTP that has begun; what it says last, and when it has ended. */
async function streaming(url: string, headers: Record<string, string>) {
  const answer = await fetch(`${url}/trpc/stream`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(calls),
  })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let said = ''
  while (!said.includes('"hello"')) said += (await reader.read()).value ?? ''
  const closed = (async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) said += next.value ?? ''
    return { code: Number(/"code":(\d+)/.exec(said)?.[1]), at: performance.now() }
  })()
  return { closed }
}

async function following(url: string, headers: Record<string, string>) {
  const connection = await connected(url, { headers })
  connection.subscribe(1, 'notifications.live')
  await connection.frame((frame) => frame.result?.type === 'data')
  return connection
}

const begins = {
  async role() {
    const { headers } = await program(apis[0]!.url, 'officerNorth')
    const end = () =>
      database.pool.query('update role_grants set revoked_at = now() where person_id = $1', [
        database.given.officerNorth.id,
      ])
    return { headers, end, code: 4403 }
  },
  async session() {
    const [here, there] = await Promise.all(apis.map(({ url }) => program(url, 'officerSouth')))
    const { id } = (await there!.trpc.me.sessions.query()).find(({ current }) => current)!
    return { headers: there!.headers, end: () => here!.trpc.me.endSession.mutate({ id }), code: 4401 }
  },
  async 'API key'() {
    const owner = await person(apis[0]!.url, 'vendor')
    const { secret, key } = await owner.trpc.access.createApiKey.mutate({ name: 'Doomed' })
    const { headers } = caller(apis[0]!.url, { 'x-api-key': secret! })
    return { headers, end: () => owner.trpc.access.revokeApiKey.mutate({ id: key.id }), code: 4401 }
  },
}

test.each(['role', 'session', 'API key'] as const)(
  'a revoked %s ends its streams at every process within a second, whatever way they come',
  async (what) => {
    const { headers, end, code } = await begins[what]()
    const streams = await Promise.all(
      apis.flatMap(({ url }) => [following(url, headers), streaming(url, headers)]),
    )

    const start = performance.now()
    await end()

    const ends = await Promise.all(streams.map(({ closed }) => closed))
    expect(ends.map((each) => each.code)).toEqual(Array(4).fill(code))
    for (const { at } of ends) expect(at - start).toBeLessThan(5_000)
  },
)
