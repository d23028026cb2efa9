import { startApi, startWorker } from '@belfry/testing'
import { databaseWithPeople, givenPassword, shiftData } from '@belfry/testing/given'
import { startWire } from '@belfry/testing/wire'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type ClientOptions, type ConnectionState, belfryError, createClient } from '../src/index.ts'
import { soon } from './soon.ts'

let database: Awaited<ReturnType<typeof databaseWithPeople>>
let url: string
beforeAll(async () => {
  database = await databaseWithPeople()
  const [api] = await Promise.all([
    startApi({ databaseUrl: database.url }),
    startWorker({ databaseUrl: database.url }),
  ])
  url = api.url
})

const client = (options: Partial<ClientOptions> = {}) => {
  const made = createClient({ url, ...options })
  onTestFinished(() => made.close())
  return made
}

async function signedIn(login: string, options: Partial<ClientOptions> = {}) {
  const made = client(options)
  await made.signIn(`${login.toLowerCase()}@belfry.test`, givenPassword)
  return made
}

/** What an inbox says, and how that ends. */
function follow({ trpc }: ReturnType<typeof client>, lastEventId?: string) {
  const heard: string[] = []
  let position = lastEventId
  const ended = new Promise<unknown>((resolve) =>
    trpc.notifications.live.subscribe(
      { lastEventId },
      {
        onData({ id, data }) {
          position = id
          heard.push(...(data.kind === 'hello' ? ['hello'] : data.items.map(({ title }) => title)))
        },
        onError: resolve,
        onComplete: () => resolve('completed'),
      },
    ),
  )
  return { heard, ended, position: () => position }
}

const file = async (vehicle: string) => {
  const vendor = await signedIn('vendor')
  const data = shiftData({ driver: database.given.driver, vehicle })
  return vendor.trpc.cases.submit.mutate({ workflow: 'shift', data })
}

describe('signing in', () => {
  test('gives a token that the next client can start with', async () => {
    const { token } = await signedIn('vendor')

    const next = client({ token })

    expect(await next.trpc.me.get.query()).toMatchObject({ name: 'Vera Vendor' })
  })

  test('with a wrong password says so in a way that a program can read', async () => {
    const attempt = client().signIn('vendor@belfry.test', 'guessed')

    const error: unknown = await attempt.catch((thrown: unknown) => thrown)

    expect(belfryError(error)).toEqual({
      key: 'wrong_credentials',
      details: {},
      message: expect.stringContaining('.'),
      requestId: expect.any(String),
    })
  })

  test('in a page leaves the session to the browser', async () => {
    const asPage: typeof fetch = (to, how) =>
      fetch(to, { ...how, headers: { ...(how!.headers as Record<string, string>), origin: url } })

    expect(await signedIn('vendor', { fetch: asPage })).toMatchObject({ token: undefined })
  })

  test('elsewhere than at a Belfry is an error that is not one of Belfry', async () => {
    const teapot = () => Promise.resolve(new Response('<html>', { status: 418 }))

    const error: unknown = await client({ fetch: teapot })
      .signIn('vendor@belfry.test', givenPassword)
      .catch((thrown: unknown) => thrown)

    expect(String(error)).toBe(`Error: ${url} answered with the status 418.`)
    expect(belfryError(error)).toBeUndefined()
  })

  test('out ends the session, its token and what it followed', async () => {
    const officer = await signedIn('officerNorth')
    const { token } = officer
    const following = follow(officer)
    await expect.poll(() => following.heard, soon).toEqual(['hello'])

    await officer.signOut()

    expect(await following.ended).toBe('completed')
    expect(officer.token).toBeUndefined()
    await expect(client({ token }).trpc.me.get.query()).rejects.toMatchObject({
      data: { key: 'session_ended' },
    })
  })
})

describe('a call', () => {
  test('that is refused tells what, why and under which number it is logged', async () => {
    const vendor = await signedIn('vendor')
    const { id } = await file('Bus 5')

    const error: unknown = await vendor.trpc.cases.act
      .mutate({ caseId: id, action: 'fly' })
      .catch((thrown: unknown) => thrown)

    expect(belfryError(error)).toMatchObject({ key: 'unknown_action', requestId: expect.any(String) })
  })

  test('that reaches nobody is no error of Belfry', async () => {
    const error: unknown = await client({ url: 'http://127.0.0.1:1' })
      .trpc.me.get.query()
      .catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(Error)
    expect(belfryError(error)).toBeUndefined()
  })
})

describe('a subscription', () => {
  test('goes on in another process at the position that was kept', async () => {
    const officer = await signedIn('officerSouth')
    const first = follow(officer)
    await expect.poll(() => first.heard, soon).toEqual(['hello'])
    await officer.close()
    await database.given.case('shift', { by: database.given.vendor, station: 'south', vehicle: 'Bus 6' })

    const second = follow(client({ token: officer.token }), first.position())

    await expect.poll(() => second.heard, soon).toEqual(['hello', expect.stringContaining('Bus 6')])
  })

  test('can be read in a loop', async () => {
    const officer = await signedIn('officerNorth')

    for await (const { data } of officer.trpc.notifications.live.subscribe()) if (data.kind === 'hello') break

    expect(await officer.trpc.me.get.query()).toMatchObject({ name: 'Nora North' })
  })

  test('is over when the session is ended elsewhere', async () => {
    const states: ConnectionState[] = []
    const officer = await signedIn('officerNorth2', { onConnection: (state) => states.push(state) })
    const elsewhere = await signedIn('officerNorth2')
    const following = follow(officer)
    await expect.poll(() => following.heard, soon).toEqual(['hello'])
    const sessions = await officer.trpc.me.sessions.query()

    await elsewhere.trpc.me.endSession.mutate({ id: sessions.find(({ current }) => current)!.id })

    expect(belfryError(await following.ended)).toMatchObject({ key: 'session_ended' })
    await expect.poll(() => states, soon).toEqual(['connecting', 'connected', 'idle'])
  })

  test('is refused to a token that is none', async () => {
    const following = follow(client({ token: 'made.up' }))

    expect(belfryError(await following.ended)).toMatchObject({ key: 'session_ended' })
  })

  test('does not knock again with a token that was refused', async () => {
    let knocks = 0
    class Counted extends WebSocket {
      constructor(to: string) {
        super(to)
        knocks += 1
      }
    }

    // The refusal can come before, while or after the subscription is sent: often enough to meet each.
    for (let time = 0; time < 30; time++) await follow(client({ token: 'made.up', WebSocket: Counted })).ended

    expect(knocks).toBe(30)
  })

  test('of a case one may not see ends at once', async () => {
    const officer = await signedIn('officerSouth')
    const { id } = await file('Bus 7')

    const error = await new Promise((onError) =>
      officer.trpc.cases.live.subscribe({ caseId: id }, { onError }),
    )

    expect(belfryError(error)).toMatchObject({ key: 'not_found' })
  })

  test('waits for a server that is not there yet', async () => {
    const { token } = await signedIn('officerNorth')
    const wire = await startWire(url)
    wire.cut()
    const states: ConnectionState[] = []

    const following = follow(client({ url: wire.url, token, onConnection: (state) => states.push(state) }))
    await expect.poll(() => states, soon).toEqual(['connecting'])
    wire.mend()

    await expect.poll(() => following.heard, soon).toEqual(['hello'])
    expect(states).toEqual(['connecting', 'connected'])
  })

  test('does not keep a program that closes its client while the server is away', async () => {
    const { token } = await signedIn('officerNorth')
    const wire = await startWire(url)
    const states: ConnectionState[] = []
    const officer = client({ url: wire.url, token, onConnection: (state) => states.push(state) })
    const following = follow(officer)
    await expect.poll(() => following.heard, soon).toEqual(['hello'])
    wire.cut()
    await expect.poll(() => states.at(-1), soon).toBe('connecting')

    await officer.close()

    expect(await following.ended).toBe('completed')
    expect(states.at(-1)).toBe('idle')
  })

  test('comes by server-sent events where the runtime has no WebSocket', async () => {
    vi.stubGlobal('WebSocket', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    const ways: (string | null)[] = []
    const officer = await signedIn('officerNorth', { onConnection: (_, transport) => ways.push(transport) })

    const { heard } = follow(officer)
    await file('Bus 31')

    await expect.poll(() => heard, soon).toEqual(['hello', 'New shift for Bus 31'])
    expect(ways).toEqual([null, 'sse'])
  })

  test('says what is missing where it may be a WebSocket only and there is none', async () => {
    vi.stubGlobal('WebSocket', undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    const officer = await signedIn('officerNorth', { transport: 'websocket' })

    expect(await officer.trpc.me.get.query()).toMatchObject({ name: 'Nora North' })
    expect(() => officer.trpc.queues.counts.subscribe(undefined, { onError: () => {} })).toThrow(
      "Pass one: createClient({ url, WebSocket }), with import { WebSocket } from 'ws'.",
    )
  })
})

describe('with an API key', () => {
  test('a program calls and follows without signing in, until the key is revoked', async () => {
    const owner = await signedIn('officerSouth')
    const { secret, key } = await owner.trpc.access.createApiKey.mutate({ name: 'Shift planner' })
    const robot = client({ apiKey: secret! })

    expect(await robot.trpc.me.get.query()).toMatchObject({ id: database.given.officerSouth.id })
    expect(robot.token).toBeUndefined()
    const { heard, ended } = follow(robot)
    await expect.poll(() => heard, soon).toContain('hello')
    await owner.trpc.access.revokeApiKey.mutate({ id: key.id })

    expect(belfryError(await ended)?.key).toBe('invalid_key')
    const refused: unknown = await robot.trpc.me.get.query().catch((error: unknown) => error)
    expect(belfryError(refused)?.key).toBe('invalid_key')
  })
})
