import type { Tx } from '../schema.ts'

export type Claim = { fresh: true } | { fresh: false; inputHash: string; answer: unknown }

/**
 * Claims an idempotency key for this transaction. A second caller with the same key waits here until the first one has
 * committed or rolled back.
 */
export async function claimKey(
  tx: Tx,
  personId: string,
  key: string,
  inputHash: string,
  now: Date,
): Promise<Claim> {
  const inserted = await tx
    .insertInto('idempotency_keys')
    .values({ person_id: personId, key, input_hash: inputHash, answer: null, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return { fresh: true }
  const earlier = await tx
    .selectFrom('idempotency_keys')
    .select(['input_hash', 'answer'])
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  return { fresh: false, inputHash: earlier.input_hash, answer: earlier.answer }
}

export async function keepAnswer(tx: Tx, personId: string, key: string, answer: unknown): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({ answer: JSON.stringify(answer) })
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .execute()
}
