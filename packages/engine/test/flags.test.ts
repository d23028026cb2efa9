import { pauseDelivery } from '@belfry/db/queries/throttle'
import { act } from '@belfry/engine/cases'
import { deliverHeld, fanOut } from '@belfry/engine/notify'
import { isOn, readFlags, setFlag, viewFlags } from '@belfry/engine/system'
import { SwitchedOff } from '@belfry/shared/flags'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'

const configured = SwitchedOff.parse('channel.push')
const reason = 'The mail provider is moving.'

test('configuration says what is on, until an administrator says otherwise', async () => {
  const { db, given } = await databaseWithPeople()
  expect(await readFlags(db, configured)).toEqual({
    realtime: true,
    'channel.mail': true,
    'channel.push': false,
    'channel.webhook': true,
  })

  await inTx(db, (tx) => setFlag(tx, given.admin, { name: 'channel.push', on: true, reason }, configured))
  await inTx(db, (tx) => setFlag(tx, given.admin, { name: 'realtime', on: false, reason }, configured))

  expect(await isOn(db, 'channel.push', configured)).toBe(true)
  expect(await viewFlags(db, given.admin, configured)).toMatchObject([
    { name: 'realtime', on: false, changedBy: { id: given.admin.id } },
    { name: 'channel.mail', on: true, changedAt: null },
    { name: 'channel.push', on: true },
    { name: 'channel.webhook', on: true },
  ])
  await runJobs(db)
  const audit = await db.selectFrom('audit_entries').select(['action', 'reason', 'target_id']).execute()
  expect(audit).toContainEqual({ action: 'flag.set', reason, target_id: 'realtime' })
})

test('only an administrator switches', async () => {
  const { db, given } = await databaseWithPeople()
  const change = { name: 'channel.mail', on: false, reason } as const
  await expect(inTx(db, (tx) => setFlag(tx, given.hr, change, configured))).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(viewFlags(db, given.hr, configured)).rejects.toMatchObject({ code: 'not_permitted' })
})

test('while mail is off nobody is sent any, and what was queued goes when it is on again', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  const queued = await db.selectFrom('deliveries').select('id').where('state', '=', 'queued').execute()
  const turn = (on: boolean) =>
    inTx(db, (tx) => setFlag(tx, given.admin, { name: 'channel.mail', on, reason }, configured))
  await turn(false)
  await db.updateTable('deliveries').set({ state: 'queued' }).where('state', '=', 'sent').execute()
  const before = await db.selectFrom('deliveries').select('id').execute()
  for (const { id } of before) await pauseDelivery(db, id)

  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId, action: 'approve' }))
  const event = await db
    .selectFrom('events')
    .select('id')
    .where('type', '=', 'shift.approve')
    .executeTakeFirstOrThrow()
  await fanOut(db, event.id)
  const during = await db.selectFrom('deliveries').select('state').where('event_id', '=', event.id).execute()
  expect(during).toEqual([])
  expect(queued.length + before.length).toBeGreaterThan(0)

  await turn(true)
  await deliverHeld(db)
  const states = await db.selectFrom('deliveries').select('state').execute()
  expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['queued']))
})
