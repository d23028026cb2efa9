import { followInbox } from './calls.ts'
import { ms, table } from './measure.ts'
import { makePeople } from './people.ts'
import { residentBytes } from './processes.ts'
import type { Stage } from './stage.ts'

/** That many people connected to one process at once. */
export async function many(stage: Stage, size: number): Promise<void> {
  const people = await makePeople(stage.db, stage.secret, size, 'many')
  const headers = people.map(({ cookie }) => ({ cookie, origin: stage.apiUrl }))
  const before = residentBytes(stage.pids.api)
  const connecting = await stage.clients.connect(
    'many',
    `${stage.apiUrl.replace('http', 'ws')}/trpc`,
    headers,
    followInbox,
  )
  const used = residentBytes(stage.pids.api) - before
  const ready = await fetch(`${stage.apiUrl}/readyz`)
  await stage.clients.disconnect('many')
  table(`${size} connections on one process`, [
    ['all connected and subscribed after', ms(connecting)],
    ['API memory per subscribed connection', `${(used / size / 1024).toFixed(1)} KiB`],
    ['/readyz meanwhile', String(ready.status)],
  ])
}
