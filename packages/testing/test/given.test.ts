import { submit } from '@belfry/engine/cases'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { databaseWithPeople, inTx, shiftData } from '../src/given.ts'
import { queuedJobs, runJobs } from '../src/jobs.ts'

test('a case is given with all that follows from it done', async () => {
  const { db, given } = await databaseWithPeople()

  await given.case('shift', { by: given.vendor })

  expect(await queuedJobs(db)).toEqual([])
  const { rows } = await sql`select (select count(*) from notifications)::int as notifications,
    (select count(*) from mailbox)::int as mails, (select count(*) from audit_entries where seq is not null)::int as sealed`.execute(
    db,
  )
  expect(rows).toEqual([{ notifications: 3, mails: 3, sealed: 1 }])
})

test('a job whose work fails stays, and says why', async () => {
  const { db, given } = await databaseWithPeople()
  const data = shiftData({ driver: given.driver })
  await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))
  await sql`alter table audit_entries rename to hidden`.execute(db)

  await expect(runJobs(db)).rejects.toThrow('audit_entries')
  expect((await queuedJobs(db)).map(({ task }) => task)).toContain('write_audit')

  await sql`alter table hidden rename to audit_entries`.execute(db)
  await runJobs(db)
  expect(await queuedJobs(db)).toEqual([])
})

test('a crowd is as large as it is asked for, and has its role', async () => {
  const { db, given } = await databaseWithPeople()

  const ids = await given.crowd(50, { role: 'driver', scope: null })

  expect(ids).toEqual(ids.toSorted())
  const held = await db.selectFrom('role_grants').select('person_id').where('role', '=', 'driver').execute()
  expect(new Set(held.map((row) => row.person_id))).toEqual(
    new Set([...ids, given.driver.id, given.driver2.id]),
  )
})
