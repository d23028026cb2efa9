import { startProxy } from '@belfry/testing/proxy'
import { expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { allJobsDone } from './support/jobs.ts'
import { row, toast, unreadOn } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const connections = async (name: string): Promise<string[]> => {
  const { rows } = await stage.database.pool.query<{ transport: string }>(
    'select transport from connections c join people p on p.id = c.person_id where p.name = $1',
    [name],
  )
  return rows.map(({ transport }) => transport)
}

test('all windows of a person use one connection, tell of news once, and go on when the one that has it is closed', async () => {
  const vendor = await stage.caller('vendor')
  const officer = await stage.signIn('officer.north', { path: '/notifications' })
  const first = officer.page
  const second = await officer.window('/notifications')
  await officer.mutate('notifications.mark', { filter: {}, as: 'archived' })
  for (const page of [first, second]) await eventually(() => unreadOn(page)).toBe(0)
  await eventually(() => connections('Nora North')).toEqual(['websocket'])

  await fileShift(vendor, { vehicle: 'Bus 71' })
  for (const page of [first, second]) await row(page, 'Bus 71').waitFor()
  await eventually(async () =>
    (await Promise.all([first, second].map((page) => toast(page, 'Bus 71').count()))).toSorted(
      (a, b) => a - b,
    ),
  ).toEqual([0, 1])

  await first.close()
  await fileShift(vendor, { vehicle: 'Bus 72' })
  await row(second, 'Bus 72').waitFor()
  await eventually(() => unreadOn(second)).toBe(2)
  await eventually(() => connections('Nora North')).toEqual(['websocket'])
})

test('where no WebSocket gets through, pages follow by an event stream, and say so', async () => {
  const proxy = await startProxy(stage.url, { upgrades: 'refuse' })
  const vendor = await stage.caller('vendor')
  const officer = await stage.signIn('officer.north', { path: '/notifications', url: proxy.url })
  officer.forgive(/WebSocket connection to .* failed/)
  const { page } = officer
  const menu = (state: string) => page.getByRole('button', { name: `Connection: ${state}` })
  await menu('Connected by event stream').waitFor({ timeout: 20_000 })

  await fileShift(vendor, { vehicle: 'Bus 73' })
  await row(page, 'Bus 73').waitFor()
  await allJobsDone(stage.database)

  proxy.set({ upgrades: 'pass' })
  await menu('Connected by event stream').click()
  await page.getByRole('button', { name: 'Try again' }).click()
  await menu('Connected live').waitFor()
  const unread = await unreadOn(page)
  await fileShift(vendor, { vehicle: 'Bus 74' })
  await eventually(() => unreadOn(page)).toBe(unread + 1)
  expect(await row(page, 'Bus 73').count()).toBe(1)
})
