import { newId } from '@belfry/shared'
import { sql } from 'kysely'
import type { Tx } from '../schema.ts'

/**
 * Events that are mailed themselves, to one person, where all else is a message first: their person may have no account to
 * read one in yet, or the mail goes to another address than the account's.
 */
export const eventMails = [
  'access.invite',
  'account.reset_asked',
  'account.address_asked',
  'account.address',
  'mail.test',
] as const
export type EventMail = (typeof eventMails)[number]

export const isEventMail = (type: string | null): type is EventMail =>
  eventMails.some((known) => known === type)

export interface EventToSend {
  id: string
  type: EventMail
  at: Date
  actor: string
  ip: string | null
  data: Record<string, unknown>
}

/** Makes the delivery of such a mail; nothing comes back where the event has one for this person already. */
export async function insertEventMail(
  tx: Tx,
  mail: { eventId: string; personId: string },
  now: Date,
): Promise<string | undefined> {
  const made = await tx
    .insertInto('deliveries')
    .values({
      id: newId(),
      event_id: mail.eventId,
      person_id: mail.personId,
      channel: 'mail',
      state: 'queued',
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

/** What such a mail is made from, and for whom; nothing where the event is mailed otherwise or the person is gone. */
export async function findEventToSend(tx: Tx, mail: { eventId: string; personId: string }) {
  const found = await tx
    .selectFrom('events as e')
    .innerJoin('people as p', (join) => join.on('p.id', '=', mail.personId))
    .select([
      'e.type',
      'e.at',
      'e.actor_name',
      'e.ip',
      'e.data',
      'p.name',
      'p.email',
      'p.locale',
      'p.time_zone',
    ])
    .where('e.id', '=', mail.eventId)
    .where('p.deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!found || !isEventMail(found.type)) return undefined
  const { type, at, actor_name: actor, ip, name, email, locale, time_zone: timeZone } = found
  const data = found.data as Record<string, unknown>
  const event: EventToSend = { id: mail.eventId, type, at, actor, ip, data }
  return { event, person: { id: mail.personId, name, email, locale, timeZone } }
}

/** Whose account an address belongs to, while it is open and one signs in to it with a password. */
export const findAccountByAddress = (tx: Tx, email: string) =>
  tx
    .selectFrom('people as p')
    .innerJoin('auth.account as a', 'a.user_id', 'p.id')
    .select(['p.id', 'p.name'])
    .where(sql<boolean>`lower(p.email) = lower(${email})`)
    .where('p.deactivated_at', 'is', null)
    .where('a.provider_id', '=', 'credential')
    .executeTakeFirst()

/** Moves an account to another address. Fails by the unique index where somebody has it. */
export async function setAddress(tx: Tx, personId: string, email: string, now: Date): Promise<void> {
  await tx.updateTable('people').set({ email }).where('id', '=', personId).execute()
  await tx
    .updateTable('auth.user')
    .set({ email, email_verified: true, updated_at: now })
    .where('id', '=', personId)
    .execute()
}
