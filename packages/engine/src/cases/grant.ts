import type { Tx } from '@belfry/db'
import { lockAccount } from '@belfry/db/queries/access'
import type { CaseRow } from '@belfry/db/queries/cases'
import { findPerson } from '@belfry/db/queries/people'
import type { Actor, Role } from '@belfry/shared'
import { grantTo } from '../access/grants.ts'

/** Gives whoever submitted the case a role everywhere, unless he has it or is gone. */
export async function grantRole(tx: Tx, actor: Actor, item: CaseRow, role: Role): Promise<void> {
  // Held, so that somebody who grants it at the same moment does not make the whole step fail.
  await lockAccount(tx, item.ownerId)
  const person = await findPerson(tx, item.ownerId)
  if (!person || person.grants.some((grant) => grant.role === role && grant.scope === null)) return
  await grantTo(tx, actor, person, { role })
}
