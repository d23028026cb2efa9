import type { Db } from '@belfry/db'
import { registerProviders } from '@belfry/db/queries/providers'
import { newId } from '@belfry/shared'
import { inTx } from '@belfry/testing/given'
import { givenMails } from '@belfry/testing/mails'
import { sql } from 'kysely'

/**
 * Mails a second apart, oldest first: by providers `a` and `b` in turn, and of three one each has failed, was sent and is unclear. The
 * first one has a story.
 */
export async function deliveriesOfTest(db: Db, size: number): Promise<string[]> {
  return inTx(db, async (tx) => {
    const spec = { kind: 'smtp', repeatable: false, perSecond: null, perDay: 100 }
    await registerProviders(tx, [
      { name: 'a', ...spec },
      { name: 'b', ...spec },
    ])
    const ids = await givenMails(tx, size)
    await sql`
      update deliveries d set created_at = now() - interval '1 hour' + n * interval '1 second', next_at = null, attempts = 1,
        provider = case when n < ${size / 2}::int then 'a' else 'b' end,
        state = (array['failed', 'sent', 'unclear'])[1 + n % 3], bound_to = case when n % 3 = 2 then 'b' end
      from unnest(${ids}::uuid[]) with ordinality w(id, place) cross join lateral (select place::int - 1 as n) p
      where d.id = w.id`.execute(tx)
    await tx
      .insertInto('delivery_attempts')
      .values({
        delivery_id: ids[0]!,
        attempt: 1,
        provider: 'a',
        started_at: new Date(),
        finished_at: new Date(),
        outcome: 'refused',
        error: 'Spam',
        response: '554 5.7.1 Spam',
        code: '554 5.7.1',
        process_id: 'w',
      })
      .execute()
    await tx
      .insertInto('delivery_events')
      .values({
        id: newId(),
        delivery_id: ids[0]!,
        kind: 'deferred',
        hard: null,
        provider: 'a',
        provider_event_id: '1',
        at: new Date(),
        received_at: new Date(),
        detail: 'Greylisted',
      })
      .execute()
    return ids
  })
}
