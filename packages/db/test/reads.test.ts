import { insertCase } from '@belfry/db/queries/case-steps'
import { listCasesById } from '@belfry/db/queries/cases'
import { changesSince, listMessages } from '@belfry/db/queries/inbox'
import { isPickable } from '@belfry/db/queries/people'
import { sessionExpiries } from '@belfry/db/queries/sessions'
import { newId } from '@belfry/shared'
import { freshDatabase } from '@belfry/testing'
import { givenIn, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

test('asked for nothing, a query finds nothing', async () => {
  const { db } = await freshDatabase()

  expect(await listCasesById(db, [], new Date())).toEqual([])
  expect(await sessionExpiries(db, [], new Date())).toEqual(new Map())
  expect(await changesSince(db, [])).toEqual([])
  expect(await listMessages(db, [])).toEqual([])
})

test('rows are found by their ids, and absent ones are left out', async () => {
  const { db } = await freshDatabase()
  const { vendor, driver } = await givenIn(db)
  const [caseId, session] = [newId(), newId()]
  const expires = new Date('2030-01-01T00:00:00Z')
  const item = {
    workflow: 'shift',
    state: 'pending',
    stage: null,
    title: 'Bus',
    scope: null,
    parentId: null,
    slot: null,
    data: {},
    urgentAt: null,
    dueAt: null,
    closedAt: null,
  }
  await inTx(db, (tx) => insertCase(tx, { id: caseId, ownerId: vendor.id, at: new Date(), ...item }, []))
  await sql`insert into auth.session (id, token, user_id, expires_at) values (${session}, 't', ${vendor.id}, ${expires})`.execute(
    db,
  )

  expect(await listCasesById(db, [caseId, newId()], new Date())).toMatchObject([
    { id: caseId, ownerName: 'Vera Vendor' },
  ])
  expect(await sessionExpiries(db, [session, newId()], new Date())).toEqual(new Map([[session, expires]]))
  const drivers = { role: 'driver', supervisor: null } as const
  expect(await isPickable(db, drivers, vendor.id)).toBe(false)
  expect(await isPickable(db, drivers, driver.id)).toBe(true)
})
