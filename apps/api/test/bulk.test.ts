import { newId } from '@belfry/shared'
import type { BulkRun } from '@belfry/shared/wire'
import { freshDatabase, startApi } from '@belfry/testing'
import { type Given, givenIn } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { beforeAll, expect, test } from 'vitest'
import { errorOf, person } from './callers.ts'
import { connected } from './connections.ts'

let database: Awaited<ReturnType<typeof freshDatabase>> & { given: Given }
let api: Awaited<ReturnType<typeof startApi>>
const codeOf = async (call: Promise<unknown>) => (await errorOf(call)).key
const deed = { kind: 'act', action: 'approve' } as const

beforeAll(async () => {
  const fresh = await freshDatabase()
  database = { ...fresh, given: await givenIn(fresh.db) }
  api = await startApi({ databaseUrl: fresh.url })
})

test('a run begins once per key, is followed live, and nobody but its owner and administrators gets at it', async () => {
  const { db, given } = database
  for (const vehicle of ['One', 'Two', 'Three']) await given.case('shift', { by: given.vendor, vehicle })
  const officer = await person(api.url, 'officerNorth')
  const other = await person(api.url, 'officerNorth2')
  const seen = await officer.trpc.bulk.preview.query({ workflow: 'shift', deed, filter: {} })
  expect(seen.groups).toMatchObject([{ outcome: 'will', count: 3 }])
  const page = await officer.trpc.bulk.previewItems.query({
    workflow: 'shift',
    deed,
    filter: {},
    group: seen.groups[0]!.key,
    limit: 2,
  })
  expect(page.items).toHaveLength(2)
  expect(page.nextCursor).toBe(page.items[1]!.caseId)

  const start = { workflow: 'shift', deed, filter: {}, expected: 3, idempotencyKey: newId() }
  const run = await officer.trpc.bulk.start.mutate(start)
  expect((await officer.trpc.bulk.start.mutate(start)).id).toBe(run.id)
  const line = await connected(api.url, officer)
  line.subscribe(1, 'bulk.live', { runId: run.id })
  const said = () =>
    line.frames.flatMap(({ result }) =>
      result?.type === 'data' ? [(result.data as { json: BulkRun }).json] : [],
    )
  await expect.poll(() => said().at(-1)?.state).toBe('running')
  await runJobs(db)

  await expect.poll(() => said().at(-1)).toMatchObject({ state: 'done', counts: { done: 3 } })
  const { id: runId } = run
  for (const call of [
    () => other.trpc.bulk.get.query({ runId }),
    () => other.trpc.bulk.items.query({ runId }),
    () => other.trpc.bulk.results.query({ runId }),
    () => other.trpc.bulk.undo.mutate({ runId }),
    () => other.trpc.bulk.cancel.mutate({ runId }),
    () => other.trpc.bulk.retryFailed.mutate({ runId }),
  ])
    expect(await codeOf(call())).toBe('not_found')
  expect((await other.trpc.bulk.list.query({})).items).toEqual([])
  const admin = await person(api.url, 'admin')
  expect((await admin.trpc.bulk.list.query({})).items.map(({ id }) => id)).toEqual([runId])
  expect((await officer.trpc.bulk.items.query({ runId, state: 'done' })).items).toHaveLength(3)
  expect(await codeOf(officer.trpc.bulk.cancel.mutate({ runId }))).toBe('run_over')
})

test('either ids or a filter is asked for, not both', async () => {
  const officer = await person(api.url, 'officerNorth')
  const both = { workflow: 'shift', deed, filter: {}, ids: [newId()] }

  expect(await codeOf(officer.trpc.bulk.preview.query(both))).toBe('invalid_input')
  expect(await codeOf(officer.trpc.bulk.preview.query({ workflow: 'shift', deed }))).toBe('invalid_input')
})
