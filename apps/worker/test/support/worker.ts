import { setTimeout as pause } from 'node:timers/promises'
import { GiveUp } from '@belfry/shared'
import { sql } from 'kysely'
import { runProcess } from '../../src/process.ts'
import { handle } from '../../src/task.ts'
import { handlers } from '../../src/tasks/index.ts'
import { endProcess, failUntil, giveUp, leaveMark, throwOutside, waitForLock } from './jobs.ts'

// The worker itself, with some more tasks that misbehave as no real one should.
await runProcess([
  ...handlers,
  handle(leaveMark, async ({ key, workMs }, { db }) => {
    await pause(workMs)
    await sql`insert into marks (key) values (${key}) on conflict do nothing`.execute(db)
  }),
  handle(waitForLock, ({ key, lock }, { db }) =>
    db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock_shared(${lock})`.execute(tx)
      await sql`insert into marks (key) values (${key}) on conflict do nothing`.execute(tx)
    }),
  ),
  handle(endProcess, () => Promise.resolve(void process.kill(process.pid, 'SIGKILL'))),
  handle(throwOutside, async () => {
    setImmediate(() => {
      throw new Error('Nobody expected this.')
    })
    await pause(10_000)
  }),
  handle(failUntil, ({ attempt }, { job }) =>
    job.attempt < attempt ? Promise.reject(new Error('Not yet.')) : Promise.resolve(),
  ),
  handle(giveUp, () => Promise.reject(new GiveUp('The address does not exist.'))),
])
