import type { Tx } from '@belfry/db'
import type { CaseRow } from '@belfry/db/queries/cases'
import { type Actor, DomainError } from '@belfry/shared'
import { decides } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { getWorkflow } from '@belfry/shared/workflows'
import { record } from '../events/record.ts'
import { awaitedIn } from '../notify/tells.ts'
import { factsOf } from './view.ts'

/** Throws unless the actor is one of those who decide on the case, and it still waits for somebody. */
export function refuseReminder(actor: Actor, item: CaseRow): void {
  if (!decides(getWorkflow(item.workflow), actor, factsOf(item))) throw new DomainError('not_permitted')
  if (item.closedAt) throw new DomainError('not_now', { action: words[actor.locale].bulk.reminder })
}

/** What a reminder says, and to whom. */
export const reminderOf = (item: CaseRow, note: string | undefined) => ({
  tells: [awaitedIn(getWorkflow(item.workflow), factsOf(item))],
  ...(note ? { note } : {}),
})

/** Reminds those whom a locked case waits for. It is no step: the case stays as it is. */
export async function remind(tx: Tx, actor: Actor, item: CaseRow, note: string | undefined): Promise<void> {
  const data = { title: item.title, ...reminderOf(item, note) }
  await record(tx, actor, { type: 'case.remind', caseId: item.id, data }, { tell: true })
}
