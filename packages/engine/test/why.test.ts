import type { Db } from '@belfry/db'
import { grant } from '@belfry/engine/access'
import { send } from '@belfry/engine/announcements'
import { act, comment, submit } from '@belfry/engine/cases'
import { listInbox, why, whyNot } from '@belfry/engine/notify'
import { muteCase, setPreferences } from '@belfry/engine/preferences'
import { addParticipant } from '@belfry/engine/together'
import { type Actor, clock } from '@belfry/shared'
import { ListNotificationsInput, SendAnnouncementInput, SetPreferencesInput } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'
import type { z } from 'zod'

afterEach(() => vi.restoreAllMocks())
const itIs = (at: string) => vi.spyOn(clock, 'now').mockReturnValue(new Date(at))

const newest = async (db: Db, actor: Actor) => {
  const [item] = (await listInbox(db, actor, ListNotificationsInput.parse({}))).items
  return item!.id
}
const whyNewest = async (db: Db, actor: Actor) => why(db, actor, await newest(db, actor))
const choose = (db: Db, actor: Actor, input: unknown) =>
  inTx(db, (tx) => setPreferences(tx, actor, SetPreferencesInput.parse(input)))
const newestEvent = async (db: Db, type: string) =>
  (
    await db
      .selectFrom('events')
      .select('id')
      .where('type', '=', type)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).id

test('a message leads back to the decision, its reason, the rule and every delivery', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor, driver: given.driver2 })
  await inTx(db, (tx) =>
    act(tx, given.officerNorth, { caseId, action: 'reject', reason: 'unsafe', note: 'No brakes.' }),
  )
  await runJobs(db)

  const answer = await whyNewest(db, given.vendor)

  expect(answer).toMatchObject({
    event: { type: 'shift.reject', caseId },
    what: 'Nora North rejected this shift',
    actor: { id: given.officerNorth.id, name: 'Nora North', kind: 'person' },
    reason: 'Unsafe: rest time or vehicle',
    note: 'No brakes.',
    rule: ['You filed it.'],
    priority: 'normal',
    auditId: null,
  })
  expect(answer.channels).toMatchObject([
    { channel: 'app', outcome: 'now', delivery: null },
    {
      channel: 'mail',
      outcome: 'now',
      delivery: { state: 'sent', error: null, attempts: [{ provider: 'mailbox', outcome: 'sent' }] },
    },
    { channel: 'push', outcome: 'unavailable', delivery: null },
    { channel: 'webhook', outcome: 'unavailable', delivery: null },
  ])
  expect(await whyNewest(db, given.driver2)).toMatchObject({ rule: ['You are named in it: Driver.'] })
  expect(await whyNewest(db, given.officerAnywhere)).toMatchObject({
    what: expect.stringContaining('Vera Vendor'),
    rule: [`أنت مسؤول عنه بالدور «${words.ar.roles.officer}».`],
  })
})

test('each rule says in words how it names the reader', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) =>
    comment(tx, given.vendor, { caseId, text: 'Look.', mentions: [given.officerNorth.id] }),
  )
  await inTx(db, (tx) => grant(tx, given.admin, { personId: given.vendor2.id, role: 'tutor' }))
  await inTx(db, (tx) =>
    addParticipant(tx, given.officerNorth, { caseId, personId: given.officerAnywhere.id, part: 'watcher' }),
  )
  await runJobs(db)

  expect(await whyNewest(db, given.officerNorth)).toMatchObject({
    what: 'Vera Vendor commented',
    rule: ['You were mentioned.'],
  })
  expect(await whyNewest(db, given.officerNorth2)).toMatchObject({
    rule: [`Vous en avez la charge, avec le rôle « ${words.fr.roles.officer} ».`],
  })
  expect(await whyNewest(db, given.vendor2)).toMatchObject({
    what: `Ada Admin a accordé le rôle « ${words.fr.roles.tutor} »`,
    rule: ['Il s’agit de votre propre compte.'],
  })
  expect(await whyNewest(db, given.officerAnywhere)).toMatchObject({ rule: ['أُضفت إليه.'] })

  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId, action: 'approve' }))
  await runJobs(db)
  expect(await whyNewest(db, given.officerAnywhere)).toMatchObject({ rule: ['أنت تتابعه.'] })
})

test('reason and note are shown to nobody who has lost sight of the case, and the audit entry only to those who read the audit', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) => comment(tx, given.vendor, { caseId, text: 'Look.' }))
  await runJobs(db)
  const id = await newest(db, given.officerNorth)
  const blind: Actor = { ...given.officerNorth, grants: [] }
  const admin: Actor = { ...given.officerNorth, grants: [{ role: 'admin', scope: null }] }

  expect(await why(db, given.officerNorth, id)).toMatchObject({ note: 'Look.', auditId: null })
  expect(await why(db, blind, id)).toMatchObject({ note: null, reason: null, what: 'Vera Vendor commented' })
  expect(await why(db, admin, id)).toMatchObject({ auditId: id })
  await expect(why(db, given.officerSouth, id)).rejects.toMatchObject({ code: 'not_found' })
})

test('every channel says why it was not used, and what is held says until when', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T23:00:00Z')
  const nights = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }]
  await choose(db, given.officerNorth, { quiet: nights })
  await choose(db, given.officerNorth2, { categories: { shift: { mail: 'daily', push: 'off' } } })
  await given.case('shift', { by: given.vendor })

  expect((await whyNewest(db, given.officerNorth)).channels[1]).toMatchObject({
    outcome: 'quiet',
    delivery: { state: 'held', dueAt: '2026-11-21T07:00:00.000Z', attempts: [] },
  })
  expect((await whyNewest(db, given.officerNorth2)).channels[1]).toMatchObject({
    outcome: 'daily',
    delivery: { state: 'held', dueAt: '2026-11-21T08:00:00.000Z', attempts: [] },
  })
})

test('administrators learn why somebody was not told', async () => {
  const { db, given } = await databaseWithPeople()
  const ask = async (person: Actor, type: string) => {
    const eventId = await newestEvent(db, type)
    return whyNot(db, given.admin, { eventId, personId: person.id })
  }
  await choose(db, given.officerNorth, { categories: { shift: { app: 'off' } } })
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) => muteCase(tx, given.officerNorth2, caseId))
  await db
    .updateTable('people')
    .set({ deactivated_at: clock.now() })
    .where('id', '=', given.officerAnywhere.id)
    .execute()
  await inTx(db, (tx) => act(tx, given.vendor, { caseId, action: 'cancel' }))
  await runJobs(db)
  const { id: second } = await inTx(db, (tx) =>
    submit(tx, given.vendor, {
      workflow: 'shift',
      data: shiftData({ driver: given.driver, vehicle: 'Bus 2' }),
    }),
  )

  expect(await ask(given.officerNorth, 'shift.submit')).toMatchObject({
    verdict: 'pending',
    words: 'Nora North is about to be told.',
    event: { caseId: second },
  })
  await runJobs(db)

  expect(await ask(given.officerNorth, 'shift.submit')).toMatchObject({
    verdict: 'off',
    words: 'Nora North has switched these messages off in the app.',
    what: 'Vera Vendor filed this shift',
    rules: ['the officer in charge of it'],
    channels: [{ outcome: 'off' }, { outcome: 'now', delivery: { state: 'sent' } }, {}, {}],
  })
  expect(await ask(given.officerNorth2, 'shift.submit')).toMatchObject({ verdict: 'told' })
  expect(await ask(given.officerNorth2, 'shift.cancel')).toMatchObject({
    verdict: 'muted',
    channels: [{ outcome: 'muted' }, { outcome: 'not_meant', delivery: null }, {}, {}],
  })
  expect(await ask(given.officerSouth, 'shift.submit')).toMatchObject({ verdict: 'not_named', channels: [] })
  expect(await ask(given.officerAnywhere, 'shift.submit')).toMatchObject({ verdict: 'account_closed' })
  expect(await ask(given.vendor, 'shift.cancel')).toMatchObject({ verdict: 'not_named' })
  expect(await ask(given.officerNorth, 'account.preferences')).toMatchObject({
    verdict: 'nobody_told',
    rules: [],
  })

  await inTx(db, (tx) => comment(tx, given.officerNorth2, { caseId, text: 'Mine.' }))
  await runJobs(db)
  expect(await ask(given.officerNorth2, 'case.comment')).toMatchObject({ verdict: 'actor' })
  await inTx(db, (tx) =>
    grant(tx, given.admin, { personId: given.driver2.id, role: 'officer', scope: 'station:north' }),
  )
  expect(await ask(given.driver2, 'case.comment')).toMatchObject({
    verdict: 'named_later',
    rules: expect.arrayContaining(['whoever was mentioned', 'whoever filed it', 'those who follow it']),
  })
  await expect(
    whyNot(db, given.officerNorth, { eventId: caseId, personId: given.driver.id }),
  ).rejects.toMatchObject({ code: 'not_permitted' })
})

test('an announcement says to whom it was sent', async () => {
  const { db, given } = await databaseWithPeople()
  const sends = (to: z.input<typeof SendAnnouncementInput>['to']) =>
    inTx(db, (tx) => send(tx, given.admin, SendAnnouncementInput.parse({ to, title: 'Closed on Friday' })))
  await sends({ people: [given.intern.id], roles: [{ role: 'tutor' }] })
  await runJobs(db)

  expect(await whyNewest(db, given.intern)).toMatchObject({
    what: 'Ada Admin sent an announcement',
    rule: ['It was sent to you.'],
  })
  expect(await whyNewest(db, given.tutor)).toMatchObject({
    rule: ['It was sent to people with a role of yours.'],
  })
  const eventId = await newestEvent(db, 'announcement.sent')
  expect(await whyNot(db, given.admin, { eventId, personId: given.vendor.id })).toMatchObject({
    verdict: 'not_named',
    rules: ['those it was sent to'],
  })
  await sends({ everyone: true })
  await runJobs(db)
  expect(await whyNewest(db, given.tutor2)).toMatchObject({ rule: ['Tout le monde en est informé.'] })
})

test('messages that are older than the decisions were shown, and mailed where there is a mail', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) => act(tx, given.vendor, { caseId, action: 'cancel' }))
  await runJobs(db)
  await db.updateTable('notifications').set({ routing: 0 }).execute()
  const [cancelled, created] = (await listInbox(db, given.officerNorth, ListNotificationsInput.parse({})))
    .items
  const outcomes = async (id: string) =>
    (await why(db, given.officerNorth, id)).channels.map(({ outcome }) => outcome)

  expect(await outcomes(created!.id)).toEqual(['now', 'now', 'not_meant', 'not_meant'])
  expect(await outcomes(cancelled!.id)).toEqual(['now', 'not_meant', 'not_meant', 'not_meant'])
})

test('of what happened long ago nobody can say whether it was told, once it is removed', async () => {
  const { db, given } = await databaseWithPeople()
  await given.case('shift', { by: given.vendor })
  const eventId = await newestEvent(db, 'shift.submit')
  await db.deleteFrom('notifications').execute()
  const ask = async () => {
    const { verdict } = await whyNot(db, given.admin, { eventId, personId: given.officerNorth.id })
    return verdict
  }

  expect(await ask()).toBe('named_later')
  itIs(new Date(clock.now().getTime() + 8 * 86_400_000).toISOString())
  expect(await ask()).toBe('removed')
})
