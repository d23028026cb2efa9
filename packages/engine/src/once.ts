import { createHash } from 'node:crypto'
import type { Tx } from '@belfry/db'
import { claimKey, keepAnswer } from '@belfry/db/queries/idempotency'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { canonical } from './audit/canonical.ts'

/**
 * Does something once per idempotency key: the same key and input get the first answer again, another input is refused
 * (`idempotency_mismatch`). Without a key it simply does it. Keys belong to the person and are kept for a week.
 */
export async function once<Answer>(
  tx: Tx,
  actor: Actor,
  name: string,
  input: { idempotencyKey?: string | undefined },
  verb: () => Promise<Answer>,
): Promise<Answer> {
  const { idempotencyKey: key, ...rest } = input
  if (!key) return verb()
  const inputHash = createHash('sha256')
    .update(canonical([name, rest]))
    .digest('hex')
  const claim = await claimKey(tx, actor.id, key, inputHash, clock.now())
  if (claim.fresh) {
    const answer = await verb()
    await keepAnswer(tx, actor.id, key, answer)
    return answer
  }
  if (claim.inputHash !== inputHash) throw new DomainError('idempotency_mismatch')
  return claim.answer as Answer
}
