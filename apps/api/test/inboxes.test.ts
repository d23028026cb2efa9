import { mark, pin, wakeSnoozed } from '@belfry/engine/notify'
import { createLog } from '@belfry/log'
import type { InboxEvent } from '@belfry/shared/wire'
import { Ready } from '@belfry/shared/wire/transformer'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import type { TrackedEnvelope } from '@trpc/server'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Inboxes } from '../src/live/inbox.ts'

type Heard = { position: string; event: InboxEvent }

async function following() {
  const { db, given } = await databaseWithPeople()
  const inboxes = new Inboxes(db, createLog('api', 'silent'))
  const officer = given.officerNorth
  const follow = (lastEventId: string | null) => {
    const stream = inboxes.follow(officer, lastEventId, undefined)
    return async (): Promise<Heard> => read((await stream.next()).value as TrackedEnvelope<InboxEvent>)
  }
  /** A shift is filed and everybody told; what the signal of it says. */
  const told = async () => {
    await given.case('shift', { by: given.vendor })
    const row = await db
      .selectFrom('notifications as n')
      .innerJoin('inboxes as i', 'i.person_id', 'n.person_id')
      .select(['n.event_id', 'n.variant', 'n.rev', 'i.unread'])
      .where('n.person_id', '=', officer.id)
      .orderBy('n.rev', 'desc')
      .executeTakeFirstOrThrow()
    const { event_id: eventId, variant, rev, unread } = row
    return {
      kind: 'told' as const,
      eventId,
      variant,
      people: [[officer.id, rev, unread] as [string, number, number]],
    }
  }
  return { db, inboxes, officer, follow, told }
}

const read = ([position, event]: TrackedEnvelope<InboxEvent>): Heard => ({
  position,
  event: (event as unknown) instanceof Ready ? ((event as unknown as Ready).toJSON() as InboxEvent) : event,
})

const revOf = ({ position }: Heard): number => Number(position.split('.')[1])

test('what is told while an older state is being read is neither taken back nor told twice', async () => {
  const { inboxes, officer, follow, told } = await following()
  const hear = follow(null)
  expect((await hear()).event).toEqual({ kind: 'hello', unread: 0, reset: false })
  inboxes.told(await told())
  expect(revOf(await hear())).toBe(1)
  const known = await told()
  inboxes.told(known)
  expect(revOf(await hear())).toBe(2)

  inboxes.changed([officer.id]) // a read begins …
  await new Promise((resolve) => setImmediate(resolve))
  inboxes.told({ ...known, people: [[officer.id, 3, 3]] }) // … and is overtaken by the next signal
  inboxes.told({ ...known, people: [[officer.id, 4, 4]] })

  expect(revOf(await hear())).toBe(3)
  expect(revOf(await hear())).toBe(4)
  await told() // takes longer than the read
  inboxes.told({ ...known, people: [[officer.id, 5, 5]] })
  const next = await hear()
  expect(next).toMatchObject({ event: { kind: 'changes', unread: 5 } })
  expect(revOf(next)).toBe(5)
})

test('a signal that skips a revision is made up for by a read, in order', async () => {
  const { inboxes, follow, told } = await following()
  const hear = follow(null)
  const hello = await hear()
  await told() // this signal gets lost
  inboxes.told(await told())

  const changes = await hear()

  expect(changes.event).toMatchObject({
    kind: 'changes',
    unread: 2,
    items: [{ state: 'unread' }, { state: 'unread' }],
  })
  expect(revOf(changes)).toBe(2)
  expect(revOf(hello)).toBe(0)
})

test('whoever comes back goes on after the last event he has, and a foreign position starts afresh', async () => {
  const { follow, told } = await following()
  const { position } = await follow(null)()
  await told()
  await told()

  const back = follow(position)
  expect((await back()).event).toMatchObject({ kind: 'hello', unread: 2, reset: false })
  expect((await back()).event).toMatchObject({ kind: 'changes', items: [{}, {}] })

  const [epoch] = position.split('.')
  for (const foreign of [`${Number(epoch) + 1}.1`, `${epoch}.999`, 'nonsense'])
    expect((await follow(foreign)()).event).toEqual({ kind: 'hello', unread: 2, reset: true })
})

test('a message that comes with its signal is not read again, whatever becomes of the notification later', async () => {
  const { db, inboxes, officer, follow, told } = await following()
  const hear = follow(null)
  await hear()
  const signal = await told()
  const message = await db
    .selectFrom('messages')
    .selectAll()
    .where('event_id', '=', signal.eventId)
    .where('variant', '=', signal.variant)
    .executeTakeFirstOrThrow()
  await db.deleteFrom('messages').execute()

  inboxes.told({ ...signal, message: { ...message, created_at: message.created_at.toISOString() } })

  expect((await hear()).event).toMatchObject({
    kind: 'changes',
    unread: 1,
    items: [
      {
        id: signal.eventId,
        state: 'unread',
        title: message.title,
        createdAt: message.created_at.toISOString(),
      },
    ],
  })

  await db
    .updateTable('notifications')
    .set({ state: 1, rev: 2 })
    .where('person_id', '=', officer.id)
    .execute()
  await db.updateTable('inboxes').set({ rev: 2, unread: 0 }).where('person_id', '=', officer.id).execute()
  inboxes.changed([officer.id])

  expect((await hear()).event).toMatchObject({
    kind: 'changes',
    unread: 0,
    items: [{ id: signal.eventId, state: 'read', title: message.title }],
  })
})

test('a pin, a snooze and the end of it are told to those who look', async () => {
  const { db, inboxes, officer, follow, told } = await following()
  const { eventId } = await told()
  const hear = follow(null)
  await hear()
  const next = async (change: Promise<unknown>) => {
    await change
    inboxes.changed([officer.id])
    return (await hear()).event
  }
  const until = new Date(Date.now() + 60_000)

  expect(await next(inTx(db, (tx) => pin(tx, officer, { ids: [eventId], pinned: true })))).toMatchObject({
    unread: 1,
    items: [{ id: eventId, state: 'unread', pinned: true, snoozedUntil: null }],
  })
  const snooze = { ids: [eventId], as: 'snoozed' as const, until: until.toISOString() }
  expect(await next(mark(db, officer, snooze))).toMatchObject({
    unread: 0,
    items: [{ state: 'snoozed', pinned: true, snoozedUntil: until.toISOString() }],
  })
  await sql`update notifications set snoozed_until = now() - interval '1 second' where state = 4`.execute(db)
  expect(await next(wakeSnoozed(db))).toMatchObject({
    unread: 1,
    items: [{ state: 'unread', snoozedUntil: expect.any(String) as string }],
  })
})
