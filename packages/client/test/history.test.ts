import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@belfry/db'
import { migrate } from '@belfry/db/migrate'
import { type RunningApp, freshDatabase, startApi, startWorker } from '@belfry/testing'
import { givenIn } from '@belfry/testing/given'
import { ownPostgres } from '@belfry/testing/own-postgres'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Heard, type Inbox, faultsOf } from './history/check.ts'
import { startBadLine } from './history/line.ts'
import { play } from './history/play.ts'

const secret = 'only-for-tests-and-therefore-no-secret-at-all'
/** `npm run bench -- history` asks for many clients and a long time, in which Postgres and two APIs crash in turn. */
const clients = Number(process.env['HISTORY_CLIENTS'] ?? 15)
const seconds = Number(process.env['HISTORY_SECONDS'] ?? 5)
const isLong = process.env['HISTORY_SECONDS'] !== undefined

const between = (from: number, to: number) => from + Math.random() * (to - from)

async function own() {
  const server = await ownPostgres()
  await migrate(server.url)
  const { db, pool, close } = connect(server.url, { max: 20 })
  onTestFinished(close)
  return { db, pool, url: server.url, crash: server.crash }
}

test(
  'whatever breaks, everybody hears of everything once, in order, and counts right; a reader of greater ids does not',
  async () => {
    const database = isLong ? await own() : { ...(await freshDatabase({ max: 20 })), crash: undefined }
    const { db, pool, url: databaseUrl } = database
    const given = await givenIn(db)
    const env = { WRITES_PER_MINUTE: '100000', SENDING_PER_MINUTE: '0' }
    const [worker, ...apis] = await Promise.all([
      startWorker({ databaseUrl, env }),
      ...(isLong ? [1, 2] : [1]).map(() => startApi({ databaseUrl, env })),
    ])
    const urls = apis.map(({ url }) => url)
    const line = await startBadLine(urls, () => (isLong ? between(1_000, 5_000) : between(700, 2_500)))
    const running: RunningApp[] = [...apis]
    const restart = async (n: number, how: 'kill' | 'stop') => {
      await running[n]![how]()
      running[n] = await startApi({ databaseUrl, env: { ...env, PORT: new URL(urls[n]!).port } })
    }
    const accidents = async () => {
      if (!isLong) return pause(1_500).then(() => restart(0, 'kill'))
      const end = Date.now() + seconds * 1_000 - 20_000
      for (let n = 0; Date.now() < end; n++) {
        await pause(between(5_000, 15_000))
        if (n % 3 === 2) await database.crash?.()
        else await restart(n % running.length, n % 2 === 0 ? 'kill' : 'stop')
      }
    }

    const { faults, faultsOfWrong, ...counts } = await play({
      db,
      pool,
      given,
      secret,
      line,
      clients,
      ms: seconds * 1_000,
      everyMs: isLong ? 200 : 60,
      accidents,
      settlesWithinMs: 90_000, // after an outage a client waits for up to half a minute
    })

    if (isLong)
      console.log(`${clients} clients, ${seconds} s:`, { ...counts, cuts: line.cuts() }, faultsOfWrong.length)
    expect(faults).toEqual([])
    expect(faultsOfWrong).toContainEqual(expect.stringMatching(/^never heard of /))
    expect(counts.hellos).toBeGreaterThan(clients) // lines were cut
    expect(counts.told).toBeGreaterThan(clients * 5)
    expect(worker.process.exitCode).toBeNull()
  },
  seconds * 1_000 + 300_000,
)

describe('the check', () => {
  const inbox: Inbox = {
    epoch: 1,
    rev: 5,
    unread: 1,
    changes: [
      { rev: 2, id: 'a', state: 'unread' },
      { rev: 3, id: 'b', state: 'unread' },
      { rev: 4, id: 'a', state: 'read' },
      { rev: 5, id: 'c', state: 'deleted' },
    ],
  }
  const hello = (rev: number): Heard => ({ kind: 'hello', position: `1.${rev}`, reset: false })
  const news = (rev: number, unread: number, ...items: string[]): Heard => ({
    kind: 'changes',
    position: `1.${rev}`,
    unread,
    items: items.map((item) => {
      const [id, state] = item.split(' ') as [string, 'unread' | 'read' | 'deleted']
      return { id, state }
    }),
  })
  const [first, second] = [news(2, 1, 'a unread'), news(3, 2, 'b unread')]
  const rest = news(5, 1, 'a read', 'c deleted')

  test.each<[string, Heard[]]>([
    ['one by one', [hello(1), first, second, news(4, 1, 'a read'), news(5, 1, 'c deleted')]],
    ['after a break', [hello(1), first, hello(2), second, hello(3), rest]],
    ['all at once', [hello(1), news(5, 1, 'b unread', 'a read', 'c deleted')]],
    ['from later on', [hello(3), rest]],
  ])('finds nothing wrong with what comes %s', (_, heard) => {
    expect(faultsOf(heard, inbox)).toEqual([])
  })

  test.each<[string, Heard[], RegExp]>([
    ['a gap', [hello(1), first, rest], /change of b at 3 is missing/],
    ['what never comes', [hello(1), first, rest], /never heard of b/],
    ['something twice', [hello(1), first, news(3, 2, 'a unread', 'b unread')], /a came at 3 and was no news/],
    ['an event twice', [hello(1), first, first], /2 came after 2/],
    ['a wrong order', [hello(1), news(5, 1, 'a read', 'b unread', 'c deleted')], /b came out of order/],
    ['a jump', [hello(1), first, hello(3), rest], /went on at 3 instead of 2/],
    ['a wrong count', [hello(1), news(2, 7, 'a unread')], /7 unread at 2 instead of 1/],
    ['a wrong state', [hello(1), news(2, 1, 'a read')], /a was unread at 2, not read/],
    ['an early end', [hello(1), first], /at 2, the inbox at 5/],
    ['silence', [], /nothing at all/],
  ])('finds %s', (_, heard, fault) => {
    expect(faultsOf(heard, inbox)).toContainEqual(expect.stringMatching(fault))
  })
})
