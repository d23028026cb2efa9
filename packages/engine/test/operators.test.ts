import { getMail, listDeliveries, listMailbox } from '@belfry/engine/mail'
import { closeConnection, health, listConnections } from '@belfry/engine/system'
import { newId } from '@belfry/shared'
import { IdPageInput, MailboxInput, PageInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import pg from 'pg'
import { expect, test } from 'vitest'

test('administrators look through deliveries and mails, page by page', async () => {
  const { db, given } = await databaseWithPeople()
  for (const vehicle of ['Bus 1', 'Bus 2']) await given.case('shift', { by: given.vendor, vehicle })
  const deliveries = async (cursor: string | null) =>
    listDeliveries(db, given.admin, PageInput.parse({ limit: 4, cursor }))
  const mails = async (input: object) => listMailbox(db, given.admin, MailboxInput.parse(input))

  const first = await deliveries(null)
  const second = await deliveries(first.nextCursor)
  const found = await mails({ search: 'BUS 2' })

  expect([...first.items, ...second.items].map(({ state, attempts }) => [state, attempts])).toEqual(
    Array.from({ length: 6 }, () => ['sent', 1]),
  )
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6)
  expect(second.nextCursor).toBeNull()
  expect(found.items).toHaveLength(3)
  expect(await mails({ search: '100%' })).toMatchObject({ items: [] })
  expect(await mails({ limit: 5 })).toMatchObject({ nextCursor: expect.any(String) })
  expect(await getMail(db, given.admin, found.items[0]!.id)).toMatchObject({
    ...found.items[0],
    from: expect.any(String),
    text: expect.any(String),
  })
  await expect(getMail(db, given.admin, newId())).rejects.toMatchObject({ code: 'not_found' })
})

test.each([
  'x',
  'YWJj',
  Buffer.from(`2026-11-20T08:30:00.000000Z ${'-'.repeat(36)}`).toString('base64url'),
  Buffer.from(`+275760-09-13T00:00:00.000Z ${newId()}`).toString('base64url'),
  Buffer.from(`0000-01-01T00:00:00.000000Z ${newId()}`).toString('base64url'),
  Buffer.from(`2026-02-30T00:00:00.000000Z ${newId()}`).toString('base64url'),
  Buffer.from(`Fri Nov 20 2026 (evening) ${newId()}`).toString('base64url'),
])('a forged cursor is a mistake of its field', async (cursor) => {
  const { db, given } = await databaseWithPeople()

  const forged = listDeliveries(db, given.admin, PageInput.parse({ cursor }))

  await expect(forged).rejects.toMatchObject({
    code: 'invalid_input',
    details: { problems: [{ field: 'cursor' }] },
  })
})

test('health says what runs, what waits, and how far the trail is sealed', async () => {
  const { db, given } = await databaseWithPeople()
  await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) => closeConnection(tx, given.admin, newId())) // an event whose job waits
  await db
    .insertInto('processes')
    .values([
      { id: 'worker-1', kind: 'worker', host: 'here', pid: 1, version: '0' },
      {
        id: 'api-1',
        kind: 'api',
        host: 'here',
        pid: 2,
        version: '0',
        seen_at: new Date(Date.now() - 60_000),
      },
    ])
    .execute()

  const state = await health(db, given.admin, { ok: true, latencyMs: 2 })

  expect(state).toMatchObject({
    database: { ok: true, version: expect.any(String), sizeBytes: expect.any(Number) },
    live: { ok: true, latencyMs: 2 },
    processes: [
      { id: 'api-1', alive: false, connections: 0 },
      { id: 'worker-1', alive: true },
    ],
    connections: 0,
    jobs: { ready: 1, running: 0, later: 0, failed: 0 },
    audit: { entries: 1, unsealed: 0, sealedTo: 1 },
  })
})

test('a connection is closed by saying so to all processes, and the trail has it', async () => {
  const { db, given, url } = await databaseWithPeople()
  const listener = new pg.Client(url)
  await listener.connect()
  const heard: (string | undefined)[] = []
  listener.on('notification', ({ payload }) => heard.push(payload))
  await listener.query('listen belfry')
  await db
    .insertInto('processes')
    .values({ id: 'api-1', kind: 'api', host: 'here', pid: 2, version: '0' })
    .execute()
  const connection = {
    id: newId(),
    process_id: 'api-1',
    person_id: given.vendor.id,
    session_id: null,
    transport: 'websocket',
    ip: null,
    user_agent: null,
    since: new Date(),
  }
  await db.insertInto('connections').values(connection).execute()

  const { items } = await listConnections(db, given.admin, IdPageInput.parse({}))
  await inTx(db, (tx) => closeConnection(tx, given.admin, connection.id))
  await listener.query('select 1')
  await listener.end()

  expect(items).toMatchObject([{ id: connection.id, person: { name: 'Vera Vendor' }, process: 'api-1' }])
  expect(heard.map((payload) => JSON.parse(payload!))).toEqual([
    { kind: 'close_connection', connectionId: connection.id },
  ])
  await runJobs(db)
  const entry = await db.selectFrom('audit_entries').selectAll().executeTakeFirstOrThrow()
  expect(entry).toMatchObject({
    action: 'connection.close',
    target_kind: 'connection',
    target_id: connection.id,
  })
})

test('all of this is for administrators only, and asking leaves no trace', async () => {
  const { db, given } = await databaseWithPeople()

  for (const who of [given.vendor, given.officerAnywhere])
    for (const attempt of [
      () => listDeliveries(db, who, PageInput.parse({})),
      () => listMailbox(db, who, MailboxInput.parse({})),
      () => getMail(db, who, newId()),
      () => health(db, who, { ok: true, latencyMs: 1 }),
      () => listConnections(db, who, IdPageInput.parse({})),
      () => inTx(db, (tx) => closeConnection(tx, who, newId())),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_permitted' })
  expect(await queuedJobs(db)).toEqual([])
})
