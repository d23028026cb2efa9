import type { Tx } from '@belfry/db'
import {
  deleteSessions,
  forgetOneTimeLinks,
  lockPassword,
  updatePassword,
} from '@belfry/db/queries/passwords'
import { type Actor, DomainError, clock } from '@belfry/shared'
import type { ChangePasswordInput } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { targetOf } from './accounts.ts'
import { hashPassword, verifyPassword } from './password.ts'

/** Changes one's own password. All other sessions end; API keys stay. */
export async function changePassword(
  tx: Tx,
  actor: Actor,
  sessionId: string,
  { current, next }: ChangePasswordInput,
): Promise<void> {
  if (actor.keyId) throw new DomainError('not_for_programs')
  const hash = await lockPassword(tx, actor.id)
  if (!hash || !(await verifyPassword({ hash, password: current }))) throw new DomainError('wrong_password')
  if (current === next) throw new DomainError('same_password')

  await updatePassword(tx, actor.id, await hashPassword(next), clock.now())
  await forgetOneTimeLinks(tx, actor.id)
  const sessions = await deleteSessions(tx, actor.id, sessionId)
  await record(
    tx,
    actor,
    {
      type: 'account.password',
      data: {
        target: targetOf(actor),
        after: { sessionsEnded: sessions },
        facts: { ip: actor.origin?.ip ?? null },
      },
    },
    { tell: true },
  )
}
