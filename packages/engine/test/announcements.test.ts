import {
  cancel,
  expireSendings,
  getAnnouncement,
  listAnnouncements,
  listChoices,
  preview,
  readAsRecipient,
  repeat,
  saveDraft,
  schedule,
  searchPeople,
  send,
  sendDue,
  update,
} from '@belfry/engine/announcements'
import { expireOld, fanOut, listInbox, mark, settleThrottled } from '@belfry/engine/notify'
import { type Actor, clock } from '@belfry/shared'
import {
  ListAnnouncementsInput,
  ListNotificationsInput,
  PreviewAnnouncementInput,
  SaveAnnouncementInput,
  ScheduleAnnouncementInput,
  SendAnnouncementInput,
  UpdateAnnouncementInput,
} from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import type { z } from 'zod'

/** People, a clock that stands until it is moved, and what they do with announcements. */
async function newsroom() {
  const { db, given } = await databaseWithPeople()
  const real = clock.now
  onTestFinished(() => void (clock.now = real))
  let now = new Date('2026-03-02T09:00:00Z')
  clock.now = () => now
  return {
    db,
    given,
    at: (moment: string) => void (now = new Date(moment)),
    sends: (by: Actor, input: z.input<typeof SendAnnouncementInput>) =>
      inTx(db, (tx) => send(tx, by, SendAnnouncementInput.parse(input))),
    schedules: (by: Actor, input: z.input<typeof ScheduleAnnouncementInput>) =>
      inTx(db, (tx) => schedule(tx, by, ScheduleAnnouncementInput.parse(input))),
    saves: (by: Actor, input: z.input<typeof SaveAnnouncementInput>) =>
      inTx(db, (tx) => saveDraft(tx, by, SaveAnnouncementInput.parse(input))),
    updates: (by: Actor, input: z.input<typeof UpdateAnnouncementInput>) =>
      inTx(db, (tx) => update(tx, by, UpdateAnnouncementInput.parse(input))),
    cancels: (by: Actor, id: string) => inTx(db, (tx) => cancel(tx, by, id)),
    looks: (by: Actor, input: z.input<typeof PreviewAnnouncementInput>) =>
      preview(db, by, PreviewAnnouncementInput.parse(input)),
    inbox: async (of: Actor) => (await listInbox(db, of, ListNotificationsInput.parse({}))).items,
    titles: async (of: Actor) =>
      (await listInbox(db, of, ListNotificationsInput.parse({}))).items.map(({ title }) => title),
    /** A minute's job and everything that follows from it. */
    async minute(moment: string) {
      now = new Date(moment)
      await sendDue(db)
      await runJobs(db)
    },
  }
}

const audited = async (db: Awaited<ReturnType<typeof newsroom>>['db']) =>
  (
    await db
      .selectFrom('audit_entries')
      .select('action')
      .where('action', 'like', 'announcement.%')
      .orderBy('id')
      .execute()
  )
    .map(({ action }) => action)
    .toSorted()

test('an announcement reaches everybody once, each in his language, or in the one it was written in first', async () => {
  const { db, given, sends, inbox } = await newsroom()

  const { id, recipients } = await sends(given.admin, {
    to: {
      people: [given.vendor.id, given.vendor.id, given.driver.id],
      roles: ['vendor', { role: 'officer', scope: 'station:north' }],
      groups: ['operations'],
    },
    texts: [
      { locale: 'fr', title: 'Le dépôt ferme', body: 'À 18 heures.' },
      { locale: 'en', title: 'The depot closes', body: 'At six.' },
    ],
    tone: 'warning',
    link: 'https://example.test/depot',
  })
  await runJobs(db)

  expect(recipients).toBe(8)
  expect(await inbox(given.vendor)).toMatchObject([
    {
      type: 'announcement.sent',
      category: 'announcement',
      tone: 'warning',
      title: 'The depot closes',
      body: 'At six.',
      actor: { name: 'Ada Admin' },
      data: { language: 'en', href: 'https://example.test/depot' },
    },
  ])
  expect(await inbox(given.vendor2)).toMatchObject([{ title: 'Le dépôt ferme' }])
  expect(await inbox(given.driver)).toMatchObject([{ title: 'Le dépôt ferme' }])
  for (const other of [given.hr, given.admin, given.employee]) expect(await inbox(other)).toEqual([])
  expect(await getAnnouncement(db, given.admin, id)).toMatchObject({
    state: 'sent',
    reach: { recipients: 8, delivered: 8, read: 0 },
  })
  expect(await audited(db)).toEqual(['announcement.sent'])
})

test('everyone is everyone with an open account, the author too, and the preview says exactly who', async () => {
  const { db, given, sends, looks, inbox } = await newsroom()
  await db
    .updateTable('people')
    .set({ deactivated_at: clock.now() })
    .where('id', '=', given.intern.id)
    .execute()
  await sql`insert into preferences (person_id, category, mail, changed_at) values (${given.hr.id}, 'announcement', 0, now())`.execute(
    db,
  )

  const before = await looks(given.admin, { to: { everyone: true }, search: 'élo', limit: 1 })
  const { recipients } = await sends(given.admin, { to: { everyone: true }, title: 'Hello', mail: true })
  await runJobs(db)

  expect(before).toEqual({
    recipients: 20,
    mails: 19,
    languages: { en: 10, fr: 7, ar: 3 },
    items: [{ id: given.employee2.id, name: 'Élodie Exemple' }],
    nextCursor: null,
  })
  expect(recipients).toBe(20)
  expect(await inbox(given.admin)).toHaveLength(1)
  expect(await inbox(given.intern)).toEqual([])
})

test('the preview comes in pages by name', async () => {
  const { given, looks } = await newsroom()

  const first = await looks(given.hr, { to: { roles: ['officer', 'vendor'] }, limit: 4 })
  const second = await looks(given.hr, {
    to: { roles: ['officer', 'vendor'] },
    limit: 4,
    cursor: first.nextCursor,
  })

  expect(first.recipients).toBe(6)
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([
    'Noël Nord',
    'Nora North',
    'Simone Sud',
    'Vera Vendor',
    'Victor Vendor',
    'عمر العام',
  ])
  expect(second.nextCursor).toBeNull()
})

test('roles are for HR and administrators, everyone and what is critical for administrators alone', async () => {
  const { given, sends } = await newsroom()
  const forbidden = { code: 'not_permitted' }

  await expect(sends(given.reviewer, { to: { roles: ['vendor'] }, title: 'x' })).rejects.toMatchObject(
    forbidden,
  )
  await expect(sends(given.reviewer, { to: { groups: ['staff'] }, title: 'x' })).rejects.toMatchObject(
    forbidden,
  )
  await expect(sends(given.hr, { to: { everyone: true }, title: 'x' })).rejects.toMatchObject(forbidden)
  await expect(
    sends(given.hr, { to: { roles: ['vendor'] }, title: 'x', priority: 'critical' }),
  ).rejects.toMatchObject(forbidden)
  await expect(sends(given.vendor, { to: { people: [given.hr.id] }, title: 'x' })).rejects.toMatchObject(
    forbidden,
  )
  expect(await sends(given.hr, { to: { roles: ['vendor'] }, title: 'x' })).toMatchObject({ recipients: 2 })
})

test('an officer writes to his station and to those of its cases, and to nobody of another', async () => {
  const { db, given, sends, titles } = await newsroom()
  const north = await given.case('shift', { by: given.vendor, station: 'north' })
  const south = await given.case('shift', { by: given.vendor2, station: 'south', driver: given.driver2 })
  const officersOf = (scope: string) => ({ roles: [{ role: 'officer' as const, scope }] })

  await sends(given.officerNorth, { to: officersOf('station:north'), title: 'To the station' })
  await sends(given.officerNorth, { to: { participantsOf: north.id }, title: 'About the shift' })
  await sends(given.officerNorth, { to: { people: [given.driver.id] }, title: 'To the driver' })
  await runJobs(db)

  expect(await titles(given.officerNorth2)).toContain('To the station')
  expect(await titles(given.vendor)).toContain('About the shift')
  expect(await titles(given.driver)).toEqual(expect.arrayContaining(['About the shift', 'To the driver']))
  await expect(
    sends(given.officerNorth, { to: officersOf('station:south'), title: 'x' }),
  ).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(sends(given.officerNorth, { to: { roles: ['officer'] }, title: 'x' })).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(
    sends(given.officerNorth, { to: { participantsOf: south.id }, title: 'x' }),
  ).rejects.toMatchObject({ code: 'not_found' })
  await expect(
    sends(given.officerNorth, { to: { people: [given.driver.id, given.driver2.id] }, title: 'x' }),
  ).rejects.toMatchObject({ code: 'cannot_address', values: { count: 1 } })
  expect((await searchPeople(db, given.officerNorth, '')).map(({ name }) => name)).toEqual([
    'Noël Nord',
    'Nora North',
    'Vera Vendor',
    'داود السائق',
  ])
  expect(await listChoices(db, given.officerNorth)).toEqual({
    roles: [{ role: 'officer', scope: 'station:north', scopeName: 'Station North' }],
    groups: [],
    everyone: false,
    critical: false,
  })
})

test('a supervisor writes to those whom he supervises', async () => {
  const { given, sends } = await newsroom()

  expect(
    await sends(given.supervisor, { to: { people: [given.employee.id, given.employee2.id] }, title: 'x' }),
  ).toMatchObject({ recipients: 2 })
  await expect(
    sends(given.supervisor, { to: { people: [given.vendor.id] }, title: 'x' }),
  ).rejects.toMatchObject({ code: 'cannot_address' })
})

test('what reaches nobody is not sent', async () => {
  const { db, given, sends } = await newsroom()

  await expect(sends(given.admin, { to: { roles: ['employee:active'] }, title: 'x' })).rejects.toMatchObject({
    code: 'nobody_addressed',
  })

  expect((await listAnnouncements(db, given.admin, ListAnnouncementsInput.parse({}))).items).toEqual([])
})

test('a scheduled one goes out at its time, once, however many workers look for it', async () => {
  const { db, given, schedules, minute, at, titles } = await newsroom()
  await schedules(given.hr, { to: { roles: ['vendor'] }, title: 'Monday', at: '2026-03-09T08:00:00Z' })

  await minute('2026-03-09T07:59:59Z')
  expect(await titles(given.vendor)).toEqual([])

  at('2026-03-09T08:00:30Z')
  await Promise.all([sendDue(db), sendDue(db), sendDue(db)])
  await runJobs(db)
  await minute('2026-03-09T08:01:30Z')

  expect(await titles(given.vendor)).toEqual(['Monday'])
  expect((await listAnnouncements(db, given.hr, ListAnnouncementsInput.parse({}))).items).toMatchObject([
    { state: 'sent', nextAt: null, reach: { recipients: 2, delivered: 2 } },
  ])
  expect(await audited(db)).toEqual(['announcement.scheduled', 'announcement.sent'])
})

test('a repeated one keeps its time of day when the clocks change, and leaves out what was excepted', async () => {
  const { db, given, schedules, minute, inbox } = await newsroom()
  const { id } = await schedules(given.hr, {
    to: { people: [given.vendor.id] },
    title: 'Weekly',
    // A Sunday at nine in Paris, which is one hour earlier in UTC from the 29th of March on.
    at: '2026-03-15T08:00:00Z',
    timeZone: 'Europe/Paris',
    recurrence: { every: 'week', until: '2026-04-12', except: ['2026-04-05'] },
  })
  const dates: (string | null)[] = []
  for (const moment of ['2026-03-15T08:00:00Z', '2026-03-22T08:00:00Z', '2026-03-29T07:00:00Z']) {
    await minute(moment)
    dates.push((await getAnnouncement(db, given.hr, id)).nextAt)
  }
  await minute('2026-04-12T07:00:00Z')

  expect(dates).toEqual(['2026-03-22T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-04-12T07:00:00.000Z'])
  expect(await inbox(given.vendor)).toHaveLength(4)
  expect(await getAnnouncement(db, given.hr, id)).toMatchObject({
    state: 'sent',
    nextAt: null,
    reach: { recipients: 4, delivered: 4, read: 0 },
  })
})

test('of the dates that were missed while nothing ran the last one is made up for', async () => {
  const { db, given, schedules, minute } = await newsroom()
  const { id } = await schedules(given.hr, {
    to: { people: [given.vendor.id] },
    title: 'Daily',
    at: '2026-03-03T08:00:00Z',
    recurrence: { every: 'day', until: '2026-03-31' },
  })

  await minute('2026-03-10T12:00:00Z')

  const { sendings, nextAt, state } = await getAnnouncement(db, given.hr, id)
  expect(sendings.map(({ occurrence }) => occurrence)).toEqual(['2026-03-10T08:00:00.000Z'])
  expect({ nextAt, state }).toEqual({ nextAt: '2026-03-11T08:00:00.000Z', state: 'scheduled' })
})

test('what is cancelled in time goes to nobody, and what has gone out cannot be cancelled', async () => {
  const { db, given, schedules, sends, cancels, minute, titles } = await newsroom()
  const later = await schedules(given.hr, {
    to: { roles: ['vendor'] },
    title: 'Never',
    at: '2026-03-09T08:00:00Z',
  })
  const sent = await sends(given.hr, { to: { roles: ['vendor'] }, title: 'Now' })

  await cancels(given.hr, later.id)
  await minute('2026-03-09T08:00:00Z')

  expect(await titles(given.vendor)).toEqual(['Now'])
  expect(await getAnnouncement(db, given.hr, later.id)).toMatchObject({ state: 'cancelled', nextAt: null })
  await expect(cancels(given.hr, sent.id)).rejects.toMatchObject({ code: 'announcement_over' })
  await expect(cancels(given.hr, later.id)).rejects.toMatchObject({ code: 'announcement_over' })
  expect(await audited(db)).toEqual(['announcement.cancelled', 'announcement.scheduled', 'announcement.sent'])
})

test('one is changed before it goes out, over the version that was seen', async () => {
  const { db, given, schedules, updates, minute, titles } = await newsroom()
  const { id } = await schedules(given.hr, {
    to: { roles: ['vendor'] },
    title: 'Old',
    at: '2026-03-09T08:00:00Z',
  })
  const { version } = await getAnnouncement(db, given.hr, id)
  const change = { id, version, to: { roles: ['driver' as const] }, title: 'New' }

  await expect(
    updates(given.admin, { ...change, to: { everyone: true } }),
    'what its author may not send',
  ).rejects.toMatchObject({ code: 'not_permitted' })
  await updates(given.hr, { ...change, at: '2026-03-10T08:00:00Z' })
  await expect(updates(given.hr, change)).rejects.toMatchObject({ code: 'draft_changed' })
  await minute('2026-03-09T08:00:00Z')
  await minute('2026-03-10T08:00:00Z')

  expect(await titles(given.vendor)).toEqual([])
  expect(await titles(given.driver)).toEqual(['New'])
  const entry = await db
    .selectFrom('audit_entries')
    .select(['before', 'after'])
    .where('action', '=', 'announcement.changed')
    .executeTakeFirstOrThrow()
  expect(entry.before).toMatchObject({ startsAt: '2026-03-09T08:00:00.000Z' })
  expect(entry.after).toMatchObject({ startsAt: '2026-03-10T08:00:00.000Z' })
})

test('what a repeated one said is kept as it went out', async () => {
  const { db, given, schedules, updates, minute, at, inbox } = await newsroom()
  const { id } = await schedules(given.hr, {
    to: { people: [given.vendor.id] },
    title: 'First',
    at: '2026-03-03T08:00:00Z',
    recurrence: { every: 'day', until: '2026-03-04' },
  })
  at('2026-03-03T08:00:00Z')
  await sendDue(db)
  const { version } = await getAnnouncement(db, given.hr, id)
  // Its people have not been told yet.
  await updates(given.hr, { id, version, to: { people: [given.driver.id] }, title: 'Second' })
  await minute('2026-03-04T08:00:00Z')

  expect(await inbox(given.vendor)).toMatchObject([{ title: 'First' }])
  expect(await inbox(given.driver)).toMatchObject([{ title: 'Second' }])
})

test('a time that is over is refused', async () => {
  const { given, schedules } = await newsroom()

  await expect(
    schedules(given.hr, { to: { roles: ['vendor'] }, title: 'x', at: '2026-03-02T08:59:00Z' }),
  ).rejects.toMatchObject({ code: 'moment_past' })
})

test('whoever lost his role or his account sends nothing any more, and is told', async () => {
  const { db, given, schedules, minute, titles } = await newsroom()
  const to = { roles: ['vendor' as const] }
  const mine = await schedules(given.hr, { to, title: 'One', at: '2026-03-09T08:00:00Z' })
  const gone = await schedules(given.hr2, { to, title: 'Two', at: '2026-03-09T08:00:00Z' })
  await db
    .updateTable('role_grants')
    .set({ revoked_at: clock.now() })
    .where('person_id', '=', given.hr.id)
    .execute()
  await db.updateTable('people').set({ deactivated_at: clock.now() }).where('id', '=', given.hr2.id).execute()

  await minute('2026-03-09T08:00:00Z')

  expect(await titles(given.vendor)).toEqual([])
  expect(await titles(given.hr)).toEqual(['Not sent: One'])
  expect(await getAnnouncement(db, given.admin, mine.id)).toMatchObject({
    state: 'cancelled',
    stopped: 'not_permitted',
  })
  expect(await getAnnouncement(db, given.admin, gone.id)).toMatchObject({ stopped: 'author_gone' })
})

test('drafts are their authors’, and go out as they are in the end', async () => {
  const { db, given, saves, sends, at, titles } = await newsroom()
  const draft = await saves(given.hr, {})
  const again = await saves(given.hr, { ...draft, title: 'Half', to: { roles: ['vendor'] } })

  await expect(getAnnouncement(db, given.reviewer, draft.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(saves(given.hr, { ...draft, title: 'From another window' })).rejects.toMatchObject({
    code: 'draft_changed',
  })
  await sends(given.hr, { ...again, to: { roles: ['vendor'] }, title: 'Whole' })
  await runJobs(db)
  at('2026-03-02T10:00:00Z')
  const copy = await inTx(db, (tx) => repeat(tx, given.hr, draft.id))

  expect(await titles(given.vendor)).toEqual(['Whole'])
  const { items } = await listAnnouncements(db, given.hr, ListAnnouncementsInput.parse({}))
  expect(items.map(({ id, state, title }) => ({ id, state, title }))).toEqual([
    { id: copy.id, state: 'draft', title: 'Whole' },
    { id: draft.id, state: 'sent', title: 'Whole' },
  ])
})

test('its reach is exact: who has it, and who has read it', async () => {
  const { db, given, at, sends } = await newsroom()
  const crowd = await given.crowd(2_500, { role: 'analyst', scope: null })
  const { id, recipients } = await sends(given.hr, { to: { roles: ['analyst'] }, title: 'To all analysts' })
  await runJobs(db)
  const [sending] = (await getAnnouncement(db, given.hr, id)).sendings
  await fanOut(db, sending!.id)
  for (const person of crowd.slice(0, 3))
    await inTx(db, (tx) => mark(tx, { ...given.analyst, id: person }, { ids: [sending!.id], as: 'read' }))

  expect(recipients).toBe(2_501)
  expect(await getAnnouncement(db, given.hr, id)).toMatchObject({
    state: 'sent',
    reach: { recipients: 2_501, delivered: 2_501, read: 3 },
    sendings: [{ reach: { recipients: 2_501, delivered: 2_501, read: 3 } }],
  })

  // Its messages go with their age, its reach stays.
  at('2026-05-02T09:00:00Z')
  await expireOld(db)
  expect(
    await db.selectFrom('notifications').select('person_id').where('read_at', 'is not', null).execute(),
  ).toEqual([])
  expect((await getAnnouncement(db, given.hr, id)).reach).toEqual({
    recipients: 2_501,
    delivered: 2_501,
    read: 3,
  })
})

test('whoever got it reads it in full; others do not know of it', async () => {
  const { db, given, sends, inbox } = await newsroom()
  await sends(given.hr, { to: { people: [given.vendor.id] }, title: 'Long', body: 'x'.repeat(5_000) })
  await runJobs(db)
  const [told] = await inbox(given.vendor)

  expect(told!.link).toBe(`/announcements/read/${told!.id}`)
  expect(await readAsRecipient(db, given.vendor, told!.id)).toMatchObject({
    title: 'Long',
    author: { name: 'Hanna Haupt' },
    link: null,
  })
  await expect(readAsRecipient(db, given.vendor2, told!.id)).rejects.toMatchObject({ code: 'not_found' })
})

test('what was throttled and dropped is cancelled and says so; what is critical never waits', async () => {
  const { db, given, at, sends, titles } = await newsroom()
  const tight = { limits: { person: 1, program: 1 } }
  const tells = async (by: Actor, id: string) =>
    fanOut(db, (await getAnnouncement(db, by, id)).sendings[0]!.id, tight)
  const to = { people: [given.vendor.id] }
  const sent = []
  for (const [second, by, title, priority] of [
    [1, given.hr, 'One', 'normal'],
    [2, given.hr, 'Two', 'normal'],
    [3, given.admin, 'Three', 'normal'],
    [4, given.admin, 'Four', 'critical'],
  ] as const) {
    at(`2026-03-02T09:00:0${second}Z`)
    sent.push({ by, ...(await sends(by, { to, title, priority })) })
  }

  for (const { by, id } of sent) await tells(by, id)
  expect((await titles(given.vendor)).toSorted()).toEqual(['Four', 'One', 'Three'])
  await inTx(db, (tx) =>
    settleThrottled(tx, given.admin, { sender: given.hr.id, as: 'dropped', reason: 'A loop' }),
  )

  expect(await getAnnouncement(db, given.hr, sent[0]!.id)).toMatchObject({ state: 'sent', stopped: null })
  expect(await getAnnouncement(db, given.hr, sent[1]!.id)).toMatchObject({
    state: 'cancelled',
    stopped: 'dropped',
    reach: { recipients: 0, delivered: 0, read: 0 },
  })
})

test('one that is over goes from the inboxes of those who have not read it, and is not sent any more', async () => {
  const { db, given, at, sends, schedules, minute, titles } = await newsroom()
  const to = { roles: ['vendor' as const] }
  const expiresAt = '2026-03-03T09:00:00Z'
  const { id } = await sends(given.hr, { to, title: 'Today', expiresAt })
  const daily = await schedules(given.hr, {
    to: { people: [given.driver.id] },
    title: 'Daily',
    at: '2026-03-02T10:00:00Z',
    recurrence: { every: 'day', until: '2026-03-20' },
    expiresAt,
  })
  const late = await schedules(given.hr, { to, title: 'Late', at: '2026-03-03T08:00:00Z', expiresAt })
  await runJobs(db)
  const { sendings } = await getAnnouncement(db, given.hr, id)
  await inTx(db, (tx) => mark(tx, given.vendor, { ids: [sendings[0]!.id], as: 'read' }))
  await minute('2026-03-02T10:00:00Z')
  expect(await titles(given.vendor2)).toEqual(['Today'])

  at('2026-03-03T09:00:00Z')
  await sendDue(db)
  await Promise.all([expireSendings(db), expireSendings(db)])
  await minute('2026-03-04T10:00:00Z')

  expect(await titles(given.vendor)).toEqual(['Today'])
  expect(await titles(given.vendor2)).toEqual([])
  expect(await titles(given.driver)).toEqual([])
  expect((await getAnnouncement(db, given.hr, id)).reach).toEqual({ recipients: 2, delivered: 2, read: 1 })
  expect(await getAnnouncement(db, given.hr, daily.id)).toMatchObject({ state: 'sent', nextAt: null })
  expect(await getAnnouncement(db, given.hr, late.id)).toMatchObject({ stopped: 'expired' })
  await expect(sends(given.hr, { to, title: 'x', expiresAt })).rejects.toMatchObject({ code: 'moment_past' })
})
