import type { NoticeWho } from '@belfry/shared/notices'
import { type RawBuilder, sql } from 'kysely'

/** The people whom a notice tells, as a query of `person_id`; somebody may come up twice. */
export const peopleToldOf = (who: readonly NoticeWho[], personId: string | null): RawBuilder<unknown> =>
  sql.join(
    who.map((rule) =>
      rule.kind === 'concerned'
        ? sql`select ${personId}::uuid where ${personId}::uuid is not null`
        : sql`select person_id from role_grants where role = ${rule.role} and revoked_at is null`,
    ),
    sql` union all `,
  )
