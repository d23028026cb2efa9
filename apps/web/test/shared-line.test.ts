import { locks } from 'node:worker_threads'
import { LineSocket, type Lines } from '@belfry/transport'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SharedLine, type TabSocket } from '../src/live/shared-line.ts'

interface Call {
  id: string
  method: string
  params?: { path: string }
}

/** The other end of all connections of one browser. */
class FakeServer {
  readonly lines: FakeLine[] = []
  answersPings = true
  readonly #ways: Lines

  constructor() {
    // oxlint-disable-next-line typescript/no-this-alias
    const server = this
    this.#ways = {
      WebSocket: class extends FakeLine {
        constructor() {
          super(server)
          server.lines.push(this)
        }
      } as unknown as typeof WebSocket,
      heardAt: () => 0,
      retry: () => {},
      hurry: () => {},
    }
  }

  get ways(): Lines {
    return this.#ways
  }

  get open(): FakeLine[] {
    return this.lines.filter(({ readyState }) => readyState === LineSocket.OPEN)
  }

  /** What is followed, over all connections. */
  get followed(): string[] {
    return this.open.flatMap(({ calls }) => [...calls.values()].map(({ params }) => params!.path))
  }

  tell(path: string, data: unknown): void {
    for (const line of this.open)
      for (const { id, params } of line.calls.values())
        if (params!.path === path) line.tell({ id, result: { type: 'data', data } })
  }
}

class FakeLine extends LineSocket {
  readonly calls = new Map<string, Call>()
  readonly #server: FakeServer

  constructor(server: FakeServer) {
    super()
    this.#server = server
    setTimeout(() => this.opened(), 1)
  }

  override send(text: string): void {
    if (text === 'PING') return void (this.#server.answersPings && this.say('PONG'))
    for (const call of [JSON.parse(text) as Call | Call[]].flat())
      if (call.method === 'subscription') this.calls.set(call.id, call)
      else this.calls.delete(call.id)
  }

  override close(code = 1005): void {
    this.closed(code, '')
  }

  tell(frame: object): void {
    this.say(JSON.stringify(frame))
  }
}

let name = 0
const windows: SharedLine[] = []
let server: FakeServer
beforeEach(() => {
  name += 1
  server = new FakeServer()
})
afterEach(() => {
  for (const window of windows.splice(0)) window.leave()
})

const nameNow = () => `belfry.test.${name}`

function openWindow() {
  const shared = new SharedLine({
    name: nameNow(),
    lines: server.ways,
    locks: locks as unknown as LockManager,
    onLine: () => {},
  })
  windows.push(shared)
  return shared
}

/** A socket as tRPC's client uses it, with what it heard. */
function connect(window: SharedLine) {
  const socket: TabSocket = window.connect('ws://belfry.test/trpc')
  const heard: unknown[] = []
  const closed: number[] = []
  socket.addEventListener('message', (event) => heard.push((event as MessageEvent<string>).data))
  socket.addEventListener('close', (event) => closed.push((event as CloseEvent).code))
  const opened = new Promise<void>((resolve) => socket.addEventListener('open', () => resolve()))
  const follow = (id: number, path: string) =>
    socket.send(JSON.stringify({ id, method: 'subscription', params: { path } }))
  return { socket, heard, closed, opened, follow }
}

describe('windows of one browser', () => {
  test('share one connection, and each hears what it follows, under its own numbers', async () => {
    const [first, second] = [connect(openWindow()), connect(openWindow())]
    await Promise.all([first.opened, second.opened])

    first.follow(1, 'inbox')
    second.follow(1, 'queue')
    await expect.poll(() => server.followed).toEqual(['inbox', 'queue'])
    server.tell('queue', 'a case')

    await expect.poll(() => second.heard).toHaveLength(1)
    expect(JSON.parse(String(second.heard[0]))).toEqual({ id: 1, result: { type: 'data', data: 'a case' } })
    expect(first.heard).toEqual([])
    expect(server.lines).toHaveLength(1)
  })

  test('go on without the one that had the connection', async () => {
    const leading = openWindow()
    const following = openWindow()
    const [first, second] = [connect(leading), connect(following)]
    await Promise.all([first.opened, second.opened])

    leading.leave()

    await expect.poll(() => second.closed).toEqual([1006])
    const again = connect(following)
    await again.opened
    again.follow(7, 'inbox')
    await expect.poll(() => server.followed).toEqual(['inbox'])
    expect(server.open).toHaveLength(1)
  })

  test('do without one that sleeps, which steps down when it wakes', async () => {
    let steppedDown = false
    const asleep = locks.request(nameNow(), () => new Promise<void>(() => {}))
    asleep.catch(() => (steppedDown = true))

    const window = connect(openWindow())
    await window.opened

    expect(server.open).toHaveLength(1)
    expect(steppedDown).toBe(true)
  })

  test('learn why the server hung up, all of them', async () => {
    const all = [connect(openWindow()), connect(openWindow()), connect(openWindow())]
    await Promise.all(all.map(({ opened }) => opened))

    server.open[0]!.close(4401)

    await expect.poll(() => all.map(({ closed }) => closed)).toEqual([[4401], [4401], [4401]])
  })

  test('leave nothing running at the server, whether they say goodbye or not', async () => {
    const leading = connect(openWindow())
    await leading.opened
    leading.follow(1, 'inbox')
    const polite = connect(openWindow())
    await polite.opened
    polite.follow(1, 'queue')
    // A window that crashes just lets go of its lock.
    let crash = () => {}
    void locks.request(`${nameNow()}.crashing`, () => new Promise<void>((resolve) => (crash = resolve)))
    const channel = new BroadcastChannel(nameNow())
    channel.postMessage({ kind: 'join', socket: 'crashing/1', url: 'ws://belfry.test/trpc' })
    const text = JSON.stringify({ id: 1, method: 'subscription', params: { path: 'case' } })
    channel.postMessage({ kind: 'send', socket: 'crashing/1', text })
    await expect.poll(() => server.followed.toSorted()).toEqual(['case', 'inbox', 'queue'])

    polite.socket.close()
    crash()
    channel.close()

    await expect.poll(() => server.followed).toEqual(['inbox'])
  })

  test('take another connection where there are more than five', async () => {
    const all = Array.from({ length: 6 }, () => connect(openWindow()))
    await Promise.all(all.map(({ opened }) => opened))

    expect(server.open).toHaveLength(2)
  })

  test(
    'ask the server whether it is still there, and hang up where it is not',
    { timeout: 15_000 },
    async () => {
      const [first, second] = [connect(openWindow()), connect(openWindow())]
      await Promise.all([first.opened, second.opened])
      second.socket.send('PING')
      await expect.poll(() => second.heard).toEqual(['PONG'])

      server.answersPings = false
      second.socket.send('PING')

      await expect
        .poll(() => [first.closed.length, second.closed.length], { timeout: 10_000 })
        .toEqual([1, 1])
    },
  )
})
