import { getEventListeners } from 'node:events'
import { createLog } from '@belfry/log'
import { databaseWithPeople } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { Inboxes } from '../src/live/inbox.ts'

const CYCLES = 20_000

test('whoever followed and left again 20,000 times is heard by nobody', async () => {
  const { db, given } = await databaseWithPeople()
  const inboxes = new Inboxes(db, createLog('api', 'silent'))
  const connection = new AbortController()
  let left = 0
  // Only for somebody who follows is a message looked at.
  const message = new Proxy({}, { get: () => expect.fail('looked at') })
  const signal = {
    kind: 'told',
    eventId: given.vendor.id,
    variant: 0,
    people: [[given.vendor.id, 1, 1]],
    message,
  }
  const tell = () => inboxes.told(signal as never)
  const first = inboxes.follow(given.vendor, null, undefined)
  expect(tell).toThrow('looked at')
  await first.return()

  for (let i = 0; i < CYCLES; i++) {
    const own = new AbortController()
    const byAbort = inboxes.follow(given.vendor, null, own.signal)
    const byReturn = inboxes.follow(given.vendor, null, connection.signal)
    own.abort()
    await byReturn.return()
    left += Number(byAbort.ended) + Number(byReturn.ended) + getEventListeners(own.signal, 'abort').length
  }

  expect(left).toBe(2 * CYCLES)
  expect(getEventListeners(connection.signal, 'abort')).toHaveLength(0)
  expect(tell).not.toThrow()
  inboxes.stop()
})
