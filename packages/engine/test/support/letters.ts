import type { Db } from '@belfry/db'
import { type Actor, newId } from '@belfry/shared'
import { sql } from 'kysely'

export interface Letter {
  title?: string
  body?: string
  locale?: 'en' | 'fr' | 'ar'
  type?: string
  category?: string
  tone?: string
  priority?: string
  caseId?: string
  actorId?: string
  at?: Date
}

/** Puts a message of any kind into one inbox, as the fan-out would; its id. */
export async function letter(db: Db, to: Actor, of: Letter = {}): Promise<string> {
  const { locale = to.locale, type = 'shift.created', caseId = null, at = new Date() } = of
  const id = newId()
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('messages')
      .values({
        event_id: id,
        variant: 0,
        locale,
        type,
        category: of.category ?? 'shift',
        tone: of.tone ?? 'info',
        priority: of.priority ?? 'normal',
        title: of.title ?? 'News',
        body: of.body ?? '',
        link: '/',
        case_id: caseId,
        actor_id: of.actorId ?? null,
        actor_name: of.actorId ? 'Somebody' : null,
        data: '{}',
        created_at: at,
      })
      .execute()
    await sql`
      with bumped as (update inboxes set rev = rev + 1, unread = unread + 1 where person_id = ${to.id} returning rev)
      insert into notifications (person_id, event_id, rev, variant, group_key)
      select ${to.id}, ${id}, rev, 0, hashtextextended(${caseId}::text || '.' || ${type}, 0) from bumped`.execute(
      tx,
    )
  })
  return id
}
