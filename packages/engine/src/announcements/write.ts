import type { Tx } from '@belfry/db'
import {
  type AnnouncementRow,
  changeAnnouncement,
  insertAnnouncement,
} from '@belfry/db/queries/announcements'
import { findActor } from '@belfry/db/queries/people'
import { type Actor, DomainError, clock, newId } from '@belfry/shared'
import type {
  AnnouncementWritten,
  SaveAnnouncementInput,
  ScheduleAnnouncementInput,
  SendAnnouncementInput,
  UpdateAnnouncementInput,
} from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { changesOf } from '../events/changes.ts'
import { record } from '../events/record.ts'
import { demandAddressing, writtenOf } from './content.ts'
import { type Plan, demandFuture, expiryOf } from './dates.ts'
import { goOut, targetOf } from './go-out.ts'
import { lockOpen, readAnnouncement } from './own.ts'

/** Keeps what is written so far, for the author alone. Whom it may go to is asked when it is sent or scheduled. */
export async function saveDraft(
  tx: Tx,
  actor: Actor,
  input: SaveAnnouncementInput,
): Promise<{ id: string; version: number }> {
  demand(actor, 'announcements.send')
  const content = writtenOf(input, actor.locale)
  if (!input.id) return { id: (await begin(tx, actor, content)).id, version: 1 }
  const row = await lockOpen(tx, actor, input.id, input.version)
  if (row.state !== 'draft') throw new DomainError('announcement_over')
  await changeAnnouncement(tx, row.id, { content }, clock.now())
  return { id: row.id, version: row.version + 1 }
}

/** Sends it at once: one that is new, or with `id` a draft or what was to go out later. */
export async function send(
  tx: Tx,
  actor: Actor,
  input: SendAnnouncementInput,
): Promise<{ id: string; recipients: number }> {
  const content = writtenOf(input, actor.locale)
  await demandAddressing(tx, actor, content)
  if (content.expiresAt && new Date(content.expiresAt) <= clock.now()) throw new DomainError('moment_past')
  const row = await take(tx, actor, input, content)
  // What comes again goes on as it was planned.
  const nextAt = row.recurrence ? row.nextAt : null
  const recipients = await goOut(tx, actor, { id: row.id, content }, clock.now(), nextAt)
  if (!recipients) throw new DomainError('nobody_addressed')
  return { id: row.id, recipients }
}

/** Has it sent later, once or again and again. */
export async function schedule(
  tx: Tx,
  actor: Actor,
  input: ScheduleAnnouncementInput,
): Promise<{ id: string; nextAt: string }> {
  const content = writtenOf(input, actor.locale)
  await demandAddressing(tx, actor, content)
  const plan = { ...planOf(input), expiresAt: expiryOf(content) }
  const nextAt = demandFuture(plan, clock.now())
  const row = await take(tx, actor, input, content)
  await plans(tx, actor, row, { content, plan, nextAt })
  return { id: row.id, nextAt: nextAt.toISOString() }
}

/** Changes one before it goes out; of a repeated one whatever is still to come. */
export async function update(
  tx: Tx,
  actor: Actor,
  input: UpdateAnnouncementInput,
): Promise<{ version: number }> {
  const content = writtenOf(input, actor.locale)
  await demandAddressing(tx, actor, content)
  const row = await lockOpen(tx, actor, input.id, input.version)
  const startsAt = input.at ? new Date(input.at) : row.startsAt
  if (!startsAt) {
    await changeAnnouncement(tx, row.id, { content }, clock.now())
  } else {
    const recurrence = input.recurrence === undefined ? row.recurrence : input.recurrence
    const plan = {
      startsAt,
      timeZone: input.timeZone ?? row.timeZone,
      recurrence,
      expiresAt: expiryOf(content),
    }
    await plans(tx, actor, row, { content, plan, nextAt: demandFuture(plan, clock.now()) })
  }
  return { version: row.version + 1 }
}

/** What has not gone out yet does not. */
export async function cancel(tx: Tx, actor: Actor, id: string): Promise<null> {
  const row = await lockOpen(tx, actor, id)
  const at = clock.now()
  await changeAnnouncement(tx, id, { state: 'cancelled', nextAt: null }, at)
  await record(tx, actor, {
    type: 'announcement.cancelled',
    at,
    data: { target: targetOf(row), before: { state: row.state, nextAt: row.nextAt?.toISOString() ?? null } },
  })
  return null
}

/** A draft of one's own that says the same to the same people. */
export async function repeat(tx: Tx, actor: Actor, id: string): Promise<{ id: string; version: number }> {
  demand(actor, 'announcements.send')
  const { content } = await readAnnouncement(tx, actor, id)
  return { id: (await begin(tx, actor, content)).id, version: 1 }
}

type Begun = Pick<
  AnnouncementRow,
  'id' | 'authorId' | 'content' | 'state' | 'startsAt' | 'nextAt' | 'timeZone' | 'recurrence'
>

async function begin(tx: Tx, actor: Actor, content: AnnouncementWritten): Promise<Begun> {
  const id = newId()
  await insertAnnouncement(tx, { id, authorId: actor.id, state: 'draft', content }, clock.now())
  const never = { startsAt: null, nextAt: null, timeZone: 'UTC', recurrence: null }
  return { id, authorId: actor.id, content, state: 'draft', ...never }
}

async function take(
  tx: Tx,
  actor: Actor,
  { id, version }: { id?: string | undefined; version?: number | undefined },
  content: AnnouncementWritten,
): Promise<Begun> {
  if (!id) return begin(tx, actor, content)
  const row = await lockOpen(tx, actor, id, version)
  await changeAnnouncement(tx, id, { content }, clock.now())
  return row
}

const planOf = ({ at, timeZone, recurrence }: ScheduleAnnouncementInput): Omit<Plan, 'expiresAt'> => ({
  startsAt: new Date(at),
  timeZone,
  recurrence: recurrence ?? null,
})

async function plans(
  tx: Tx,
  actor: Actor,
  row: Begun,
  { content, plan, nextAt }: { content: AnnouncementWritten; plan: Plan; nextAt: Date },
): Promise<void> {
  await demandAuthor(tx, actor, row, content)
  const at = clock.now()
  const { startsAt, timeZone, recurrence } = plan
  await changeAnnouncement(
    tx,
    row.id,
    { state: 'scheduled', content, startsAt, timeZone, recurrence, nextAt },
    at,
  )
  const isNew = row.state === 'draft'
  const was = isNew ? {} : { ...row.content, ...said(row) }
  await record(tx, actor, {
    type: isNew ? 'announcement.scheduled' : 'announcement.changed',
    at,
    data: { target: targetOf({ id: row.id, content }), ...changesOf(was, { ...content, ...said(plan) }) },
  })
}

/** Its author's rights count when it goes out, so nobody can plan for another what that one may not send. */
async function demandAuthor(tx: Tx, actor: Actor, row: Begun, content: AnnouncementWritten): Promise<void> {
  if (row.authorId === actor.id) return
  const author = await findActor(tx, row.authorId)
  if (!author) throw new DomainError('announcement_over')
  await demandAddressing(tx, author, content)
}

const said = ({ startsAt, timeZone, recurrence }: Pick<Begun, 'startsAt' | 'timeZone' | 'recurrence'>) => ({
  startsAt: startsAt?.toISOString() ?? null,
  timeZone,
  recurrence,
})
