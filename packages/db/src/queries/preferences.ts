import type { Rhythm } from '@belfry/shared/delivery'
import { type DigestRhythm, type QuietWindow, channels, outcomes, rhythms } from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'
import type { Rhythms } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'

export interface DeliverySettings {
  name: string
  timeZone: string | null
  digestHour: number
  digestWeekday: number
  quiet: QuietWindow[]
  quietFrom: Date | null
  quietTo: Date | null
}

const settingsOf = (db: Db, personId: string) =>
  db
    .selectFrom('people')
    .select([
      'name',
      'time_zone as timeZone',
      'digest_hour as digestHour',
      'digest_weekday as digestWeekday',
      'quiet',
      'quiet_from as quietFrom',
      'quiet_to as quietTo',
    ])
    .where('id', '=', personId)

type SettingsRow = Omit<DeliverySettings, 'quiet'> & { quiet: unknown }
const withWindows = (row: SettingsRow | undefined): DeliverySettings | undefined =>
  row && { ...row, quiet: (row.quiet ?? []) as QuietWindow[] }

export const findDeliverySettings = async (db: Db, personId: string): Promise<DeliverySettings | undefined> =>
  withWindows(await settingsOf(db, personId).executeTakeFirst())

/** The same, held until the transaction ends: two windows that change them, and the minute's job, come one after the other. */
export const lockDeliverySettings = async (tx: Tx, personId: string): Promise<DeliverySettings | undefined> =>
  withWindows(await settingsOf(tx, personId).forUpdate().executeTakeFirst())

export async function saveDeliverySettings(
  tx: Tx,
  personId: string,
  settings: Omit<DeliverySettings, 'name'>,
): Promise<void> {
  await tx
    .updateTable('people')
    .set({
      time_zone: settings.timeZone,
      digest_hour: settings.digestHour,
      digest_weekday: settings.digestWeekday,
      quiet: settings.quiet.length > 0 ? JSON.stringify(settings.quiet) : null,
      quiet_from: settings.quietFrom,
      quiet_to: settings.quietTo,
    })
    .where('id', '=', personId)
    .execute()
}

const rhythmAt = (place: number | null): Rhythm | null => (place === null ? null : (rhythms[place] ?? null))
const placeOf = (rhythm: Rhythm | null): number | null => (rhythm === null ? null : rhythms.indexOf(rhythm))

/** What a person chose, by category; categories that he left alone are not among them. */
export async function listChoices(db: Db, personId: string): Promise<Map<Category, Rhythms>> {
  const rows = await db
    .selectFrom('preferences')
    .select(['category', 'app', 'mail', 'push', 'webhook'])
    .where('person_id', '=', personId)
    .execute()
  return new Map(
    rows.map(({ category, app, mail, push, webhook }) => [
      category as Category,
      { app: rhythmAt(app), mail: rhythmAt(mail), push: rhythmAt(push), webhook: rhythmAt(webhook) },
    ]),
  )
}

export async function saveChoices(
  tx: Tx,
  personId: string,
  choices: ReadonlyMap<Category, Rhythms>,
  now: Date,
): Promise<void> {
  if (choices.size === 0) return
  await tx
    .insertInto('preferences')
    .values(
      [...choices].map(([category, { app, mail, push, webhook }]) => ({
        person_id: personId,
        category,
        app: placeOf(app),
        mail: placeOf(mail),
        push: placeOf(push),
        webhook: placeOf(webhook),
        changed_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'category']).doUpdateSet((row) => ({
        app: row.ref('excluded.app'),
        mail: row.ref('excluded.mail'),
        push: row.ref('excluded.push'),
        webhook: row.ref('excluded.webhook'),
        changed_at: row.ref('excluded.changed_at'),
      })),
    )
    .execute()
}

/** When the next digest of each rhythm comes. */
export async function listDigests(db: Db, personId: string): Promise<Partial<Record<DigestRhythm, Date>>> {
  const rows = await db
    .selectFrom('digests')
    .select(['rhythm', 'next_at'])
    .where('person_id', '=', personId)
    .execute()
  return Object.fromEntries(rows.map(({ rhythm, next_at }) => [rhythms[rhythm], next_at]))
}

/** A rhythm that is not chosen any more keeps its moment: what was held for it still comes then. */
export async function saveDigests(
  tx: Tx,
  personId: string,
  moments: Partial<Record<DigestRhythm, Date>>,
): Promise<void> {
  const values = Object.entries(moments).map(([rhythm, next_at]) => ({
    person_id: personId,
    rhythm: rhythms.indexOf(rhythm as Rhythm),
    next_at,
  }))
  if (values.length === 0) return
  await tx
    .insertInto('digests')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'rhythm'])
        .doUpdateSet((row) => ({ next_at: row.ref('excluded.next_at') })),
    )
    .execute()
}

const MAIL_SHIFT = 4 * channels.indexOf('mail')
const UNSEEN = outcomes.indexOf('unseen')

/** What waits for quiet hours to end waits for this moment instead; whether something is seen in the app is another matter. */
export async function postponeHeld(tx: Tx, personId: string, until: Date): Promise<void> {
  await sql`update deliveries d set due_at = ${until}::timestamptz
    where d.person_id = ${personId}::uuid and d.state = 'held' and d.due_at is not null
      and not (d.channel = 'mail' and exists (select from notifications n where n.person_id = d.person_id
        and n.event_id = d.event_id and n.routing >> ${MAIL_SHIFT}::int & 15 = ${UNSEEN}::int))`.execute(tx)
}

export interface MuteRow {
  caseId: string
  title: string
  workflow: string
  at: Date
}

export const MUTES = 500

/** The cases that a person muted, the newest first; at most `MUTES`. */
export const listMutes = (db: Db, personId: string): Promise<MuteRow[]> =>
  db
    .selectFrom('mutes as m')
    .innerJoin('cases as c', 'c.id', 'm.case_id')
    .select(['m.case_id as caseId', 'c.title', 'c.workflow', 'm.at'])
    .where('m.person_id', '=', personId)
    .orderBy('m.at', 'desc')
    .orderBy('m.case_id')
    .limit(MUTES)
    .execute()

/** False where it was muted already. */
export async function insertMute(tx: Tx, personId: string, caseId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into mutes (case_id, person_id, at) values (${caseId}::uuid, ${personId}::uuid, ${now}::timestamptz)
    on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

/** False where it was not muted. */
export async function deleteMute(tx: Tx, personId: string, caseId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from mutes where case_id = ${caseId}::uuid and person_id = ${personId}::uuid returning 1`.execute(
    tx,
  )
  return rows.length > 0
}

export interface ToldRow {
  category: string
  type: string
  priority: string
  routing: number
  hasMail: boolean
  isMuted: boolean
  at: Date
}

/**
 * What a person was told since then, in the app or not, the newest first; his own id order is that of time, so this walks along
 * the primary key.
 */
export async function listTold(db: Db, personId: string, afterId: string, limit: number): Promise<ToldRow[]> {
  const { rows } = await sql<ToldRow>`
    select m.category, m.type, m.priority, n.routing, m.created_at as at,
      n.routing = 0 and exists (select from deliveries d where d.event_id = n.event_id and d.person_id = n.person_id
        and d.channel = 'mail') as "hasMail",
      exists (select from mutes u where u.case_id = m.case_id and u.person_id = n.person_id) as "isMuted"
    from notifications n join messages m on m.event_id = n.event_id and m.variant = n.variant
    where n.person_id = ${personId}::uuid and n.event_id > ${afterId}::uuid
    order by n.event_id desc limit ${limit}::int`.execute(db)
  return rows
}
