import { submit } from '@belfry/engine/cases'
import type { CaseEvent, QueueViewers, Viewers } from '@belfry/shared/wire'
import { startApi, startWorker } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { sql } from 'kysely'
import superjson from 'superjson'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { AppRouter } from '../src/client.ts'
import { errorOf, person, program } from './callers.ts'

/** Somebody with a connection of his own. */
async function connected(url: string, login: string) {
  const { token, trpc: http } = await program(url, login)
  const client = createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    connectionParams: { token },
    WebSocket: WebSocket as never,
  })
  onTestFinished(() => client.close())
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })
  return { http, trpc, leave: () => client.close() }
}

async function town() {
  const { db, url: databaseUrl, given } = await databaseWithPeople()
  const data = shiftData({ driver: given.driver })
  const shift = await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))
  const apis = await Promise.all([startApi({ databaseUrl }), startApi({ databaseUrl })])
  return { db, databaseUrl, given, shift, apis }
}

/** Whoever only has it open. */
const looking = { onData: () => {} }

const names = ({ people }: Pick<Viewers, 'people'>) => people.map(({ name }) => name)

test('who has a case open is seen at every API, by those who decide, until the window closes', async () => {
  const { shift, apis } = await town()
  const { id: caseId } = shift
  const [one, other] = [apis[0].url, apis[1].url]
  const [nora, noel, vendor] = await Promise.all([
    connected(one, 'officerNorth'),
    connected(other, 'officerNorth2'),
    connected(other, 'vendor'),
  ])
  const seen: string[][] = []
  const queue: QueueViewers[] = []
  const refused: string[] = []
  noel.trpc.cases.viewers.subscribe({ caseId }, { onData: (event) => seen.push(names(event)) })
  noel.trpc.queues.viewers.subscribe({ workflow: 'shift' }, { onData: (event) => queue.push(event) })
  vendor.trpc.cases.viewers.subscribe(
    { caseId },
    { onError: ({ data }) => refused.push(String(data?.key)), onData: () => refused.push('let in') },
  )
  await eventually('he is told of nobody first', async () => seen.length === 1 && queue.length === 1)
  await eventually('the owner is not told', async () => refused[0] === 'not_permitted')

  const first = nora.trpc.cases.live.subscribe({ caseId }, looking)
  const second = nora.trpc.cases.live.subscribe({ caseId }, looking)
  await eventually('she is seen', async () => seen.at(-1)?.includes('Nora North'))
  first.unsubscribe()
  vendor.trpc.cases.live.subscribe({ caseId }, looking)
  await eventually('both are seen', async () => seen.at(-1)?.length === 2)
  second.unsubscribe()
  await eventually('she is gone', async () => seen.at(-1)?.join() === 'Vera Vendor')
  await vendor.leave()
  await eventually('he is gone', async () => seen.at(-1)?.length === 0)

  expect(queue[0]).toEqual({ all: true, cases: [] })
  expect(queue.slice(1).map(({ cases }) => cases.map(names))).toEqual(seen.slice(1).map((each) => [each]))
})

test('who may not see a case is not seen there either', async () => {
  const { db, given, shift, apis } = await town()
  const simone = await connected(apis[0].url, 'officerSouth')
  const errors: string[] = []
  simone.trpc.cases.live.subscribe(
    { caseId: shift.id },
    { onError: ({ data }) => errors.push(String(data?.key)) },
  )
  await eventually('she is refused', async () => errors[0] === 'not_found')
  const nora = await connected(apis[0].url, 'officerNorth')
  nora.trpc.cases.live.subscribe({ caseId: shift.id }, looking)

  const rows = await eventually('somebody is seen', async () => {
    const found = await db.selectFrom('presence').select('person_id').execute()
    return found.length > 0 && found
  })
  expect(rows).toEqual([{ person_id: given.officerNorth.id }])
})

test('a claim lasts while its holder has the case open, and lapses when his API is killed, as others see', async () => {
  const { db, databaseUrl, shift, apis } = await town()
  await startWorker({ databaseUrl })
  const { id: caseId } = shift
  const [nora, noel] = await Promise.all([
    connected(apis[0].url, 'officerNorth'),
    connected(apis[1].url, 'officerNorth2'),
  ])
  const holders: (string | null)[] = []
  const seen: string[][] = []
  noel.trpc.cases.live.subscribe(
    { caseId },
    { onData: (event: CaseEvent) => holders.push(event.case.claimedBy?.name ?? null) },
  )
  noel.trpc.cases.viewers.subscribe({ caseId }, { onData: (event) => seen.push(names(event)) })
  nora.trpc.cases.live.subscribe({ caseId }, looking)
  await nora.http.cases.claim.mutate({ caseId })
  await eventually('he sees her claim', async () => holders.at(-1) === 'Nora North')
  await eventually('he sees her', async () => seen.at(-1)?.includes('Nora North'))
  expect(await errorOf(noel.http.cases.act.mutate({ caseId, action: 'approve' }))).toMatchObject({
    key: 'claimed',
    code: 'CONFLICT',
    details: { by: 'Nora North' },
  })

  const expiry = async () =>
    (await db.selectFrom('claims').select('expires_at').executeTakeFirst())?.expires_at
  const passes = (seconds: number) =>
    sql`update claims set expires_at = expires_at - make_interval(secs => ${seconds})`.execute(db)
  await passes(40)
  const soon = await expiry()
  await eventually('it is prolonged', async () => (await expiry())! > soon!, 15_000)

  await apis[0].kill()
  await eventually('she is seen no more', async () => !seen.at(-1)?.includes('Nora North'))
  expect(holders.at(-1)).toBe('Nora North')
  const left = (await expiry())!.getTime() - Date.now()
  expect(left).toBeGreaterThan(30_000)
  expect(left).toBeLessThanOrEqual(60_000)
  await passes(60)
  const lapsedAt = Date.now()
  await eventually('the claim is gone', async () => holders.at(-1) === null)
  expect(Date.now() - lapsedAt).toBeLessThan(25_000)
  expect(await noel.http.cases.act.mutate({ caseId, action: 'approve' })).toMatchObject({
    state: 'approved',
    claimedBy: null,
  })
}, 60_000)

test('two people who ask for the next case at two APIs get two', async () => {
  const { db, given, shift, apis } = await town()
  const data = shiftData({ driver: given.driver, vehicle: 'Bus 13' })
  const another = await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))
  const people = await Promise.all([
    person(apis[0].url, 'officerNorth'),
    person(apis[1].url, 'officerNorth2'),
  ])

  const taken = await Promise.all(people.map(({ trpc }) => trpc.queues.next.mutate({ workflow: 'shift' })))

  expect(new Set(taken.map((item) => item?.id))).toEqual(new Set([shift.id, another.id]))
  expect(taken.map((item) => item?.claimedBy?.name)).toEqual(['Nora North', 'Noël Nord'])
  expect(await people[0]!.trpc.queues.next.mutate({ workflow: 'shift' })).toBe(null)
})
