import { listConnections } from '@belfry/db/queries/connections'
import { registerProcess } from '@belfry/db/queries/processes'
import { createLog } from '@belfry/log'
import { type Actor, clock } from '@belfry/shared'
import { databaseWithPeople } from '@belfry/testing/given'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { Connections } from '../src/live/connections.ts'
import { POLLER_SILENT_MS } from '../src/live/poller.ts'
import { PollSocket } from '../src/socket/http-socket.ts'

afterEach(() => vi.restoreAllMocks())
const soon = { timeout: 15_000 }

test('who polls is one line of the list, however often he asks, until he is silent', async () => {
  const { db, given } = await databaseWithPeople()
  await registerProcess(db, { id: 'a', kind: 'api', host: 'here', pid: 1, version: '1' })
  const connections = new Connections(db, 'a', createLog('api', 'silent'))
  connections.start()
  onTestFinished(() => connections.stop())
  const ask = ({ id: personId }: Actor) => {
    const from = { personId, sessionId: null, sessionExpiresAt: null, ip: null, userAgent: null }
    const socket = new PollSocket([{ id: 1 }])
    connections.close(connections.open({ ...from, socket, transport: 'polling' }))
    socket.close()
  }
  const listed = async () => (await listConnections(db, { limit: 100 })).map(({ name }) => name)

  for (let times = 0; times < 50; times++) [given.vendor, given.vendor2].forEach(ask)
  await expect.poll(listed, soon).toEqual(['Victor Vendor', 'Vera Vendor'])
  expect(connections.count).toBe(2)

  const later = Date.now() + POLLER_SILENT_MS
  vi.spyOn(clock, 'now').mockImplementation(() => new Date(later - 1_000))
  ask(given.vendor)
  vi.spyOn(clock, 'now').mockImplementation(() => new Date(later + 1_000))
  await expect.poll(listed, soon).toEqual(['Vera Vendor'])
  expect(connections.count).toBe(1)
})
