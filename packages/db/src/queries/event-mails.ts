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

/** Makes the delivery of such a mail, by one provider alone where one is named; nothing comes back where the event has one for this person already. */
export async function insertEventMail(
  tx: Tx,
  mail: { eventId: string; type: EventMail; personId: string; provider?: string | undefined },
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
      type: mail.type,
      urgent: true, // somebody waits for it
      bound_to: mail.provider ?? null,
      next_at: now,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

/** To which address the event `e` is mailed: a new one has to be proved, and the old one is to hear that it is not used any more. */
export const mailedTo = (e: string, p: string) => sql<string>`case ${sql.ref(`${e}.type`)}
  when 'account.address_asked' then ${sql.ref(`${e}.data`)} #>> '{after,email}'
  when 'account.address' then ${sql.ref(`${e}.data`)} #>> '{before,email}'
  else ${sql.ref(`${p}.email`)} end`

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
