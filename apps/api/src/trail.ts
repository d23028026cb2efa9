import type { Db, Tx } from '@belfry/db'
import { recordCall, underTrail } from '@belfry/engine/audit'
import type { Actor } from '@belfry/shared'
import { z } from 'zod'

/** Changes that are not on the trail, and why. Everything else is, whether its verb says so or not. */
export const unrecorded: Record<string, string> = {
  'cases.saveDraft': 'Written while one types, and read by nobody else; what is filed of it is recorded.',
  'notifications.mark': 'What one has read is one’s own; the notification itself keeps when.',
  'notifications.pin': 'The same.',
  'notifications.undo': 'The same.',
  'push.look': 'Said whenever a window comes into sight.',
}

const AboutCase = z.object({ caseId: z.uuid() })

export interface Call {
  db: Db
  actor: Actor
  path: string
  isMutation: boolean
  input: () => Promise<unknown>
}

/**
 * Runs a change so that it cannot be forgotten on the trail: where its verb recorded nothing, the call itself is recorded, in the
 * verb's transaction where it was given one.
 */
export async function onTrail<Result extends { ok: boolean }>(
  { db, actor, path, isMutation, input }: Call,
  work: (transaction: <T>(verb: (tx: Tx) => Promise<T>) => Promise<T>) => Promise<Result>,
): Promise<Result> {
  const inTransaction = <T>(verb: (tx: Tx) => Promise<T>) => db.transaction().execute(verb)
  if (!isMutation || path in unrecorded) return work(inTransaction)

  return underTrail(async (isRecorded) => {
    const recordIt = async (tx: Tx) => {
      const about = AboutCase.safeParse(await input().catch(() => undefined))
      await recordCall(tx, actor, path, about.data?.caseId)
    }
    const result = await work((verb) =>
      inTransaction(async (tx) => {
        const answer = await verb(tx)
        if (!isRecorded()) await recordIt(tx)
        return answer
      }),
    )
    if (result.ok && !isRecorded()) await inTransaction(recordIt)
    return result
  })
}
