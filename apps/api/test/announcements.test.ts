import { startApi } from '@belfry/testing'
import { databaseWithPeople, givenPassword } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { person } from './callers.ts'
import { connected } from './connections.ts'

test('how far an announcement comes moves while its author looks, and the same key sends it once', async () => {
  const fresh = await databaseWithPeople()
  const { url } = await startApi({ databaseUrl: fresh.url })
  const hr = await person(url, 'hr@belfry.test', { password: givenPassword })
  const vendor = await person(url, 'vendor@belfry.test', { password: givenPassword })
  const call = async (caller: typeof hr, path: string, input: unknown) => {
    const answer = await fetch(`${url}/trpc/${path}`, {
      method: 'POST',
      headers: { ...caller.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ json: input }),
    })
    const { result } = (await answer.json()) as { result: { data: { json: { id: string } } } }
    return result.data.json
  }
  const news = { to: { roles: ['vendor'] }, title: 'Hello', idempotencyKey: 'once' }

  const sent = await call(hr, 'announcements.send', news)
  expect(await call(hr, 'announcements.send', news)).toEqual(sent)
  expect(sent).toMatchObject({ recipients: 2 })
  const connection = await connected(url, hr)
  connection.subscribe(1, 'announcements.live', { id: sent.id })
  const reaches = (delivered: number, read: number) =>
    connection.frame(({ result }) => {
      const said = result?.data?.json as { reach: { delivered: number; read: number } } | undefined
      return said?.reach.delivered === delivered && said.reach.read === read
    })

  await reaches(0, 0)
  await runJobs(fresh.db)
  const told = await reaches(2, 0)
  const [sending] = (told.result!.data!.json as { sendings: { id: string }[] }).sendings
  await call(vendor, 'notifications.mark', { ids: [sending!.id], as: 'read' })
  expect((await reaches(2, 1)).result!.data!.json).toMatchObject({
    state: 'sent',
    reach: { recipients: 2, delivered: 2, read: 1 },
  })
})
