import type { Tx } from '@belfry/db'
import { sql } from 'kysely'

export interface GivenMails {
  /** Their domains, in turn. */
  domains?: string[]
  urgent?: boolean
  locale?: string
}

/**
 * Mails that are due, each to somebody of its own, all about one made-up event; their ids in the order in which they are due.
 * Nobody hears of them before the next look at what is due.
 */
export async function givenMails(
  tx: Tx,
  size: number,
  { domains = ['belfry.test'], urgent = false, locale = 'en' }: GivenMails = {},
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with event as (select gen_random_uuid() as id),
    people as (
      insert into people (id, name, email, locale)
      select gen_random_uuid(), 'Reader ' || n, 'reader' || n || '.' || left(gen_random_uuid()::text, 8) || '@'
        || (${domains}::text[])[1 + n % ${domains.length}::int], ${locale}
      from generate_series(1, ${size}::int) n returning id
    ),
    inboxes as (insert into inboxes (person_id) select id from people),
    message as (
      insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, data, created_at)
      select id, 0, ${locale}, 'shift.approved', 'shift', 'success', ${urgent ? 'critical' : 'normal'}, 'Your shift is approved',
        'Nora North has approved the shift of Bus 12 on Friday, 20 November.', '/cases/1', '{}', now() from event
    ),
    told as (
      insert into notifications (person_id, event_id, rev, variant) select p.id, e.id, 1, 0 from people p, event e
    )
    insert into deliveries (id, event_id, person_id, channel, state, created_at, type, urgent, next_at)
    select gen_random_uuid(), e.id, p.id, 'mail', 'queued', now(), 'shift.approved', ${urgent}, now() - interval '1 minute'
    from people p, event e returning id`.execute(tx)
  return rows.map(({ id }) => id)
}
