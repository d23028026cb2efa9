import { setFlag } from '@belfry/engine/system'
import { flagsFrom } from '@belfry/shared/flags'
import { startApi } from '@belfry/testing'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { program } from './callers.ts'
import { follow } from './following.ts'

test('while live delivery is switched off everybody asks now and then, and comes back when it is on', async () => {
  const { db, given, url } = await databaseWithPeople()
  const api = await startApi({ databaseUrl: url })
  const { token } = await program(api.url, 'officerNorth')
  const client = follow(api.url, { token, retry: { firstMs: 200, everyMs: 200 } })
  const way = (name: string) => expect.poll(() => client.ways.at(-1), { timeout: 20_000 }).toBe(name)
  const told = (titles: string[]) => expect.poll(() => client.told, { timeout: 20_000 }).toEqual(titles)
  const file = async (vehicle: string) => {
    await given.case('shift', { by: given.vendor, station: 'north', vehicle })
    return `New shift for ${vehicle}`
  }
  const turn = (on: boolean) =>
    inTx(db, (tx) =>
      setFlag(tx, given.admin, { name: 'realtime', on, reason: 'A test of the sirens.' }, flagsFrom([])),
    )

  await way('websocket')
  await expect.poll(() => client.positions.length).toBeGreaterThan(0)

  await turn(false)
  await way('polling')
  const first = await file('Bus 1')
  await told([first])

  await turn(true)
  await way('websocket')
  const second = await file('Bus 2')
  await told([first, second])
}, 60_000)
