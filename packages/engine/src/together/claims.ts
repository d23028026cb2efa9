import type { Db, Tx } from '@belfry/db'
import { findCase } from '@belfry/db/queries/cases'
import { putClaim, releaseClaims, removeLapsedClaims, renewClaims } from '@belfry/db/queries/claims'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { handles } from '@belfry/shared/machine'
import type { Case, ClaimInput } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { claimed } from '../cases/claimed.ts'
import { lockVisible } from '../cases/lock.ts'
import { tellCase } from '../cases/move.ts'
import { factsOf, viewCase } from '../cases/view.ts'

/**
 * How long a claim outlives its holder. It is written ahead, and again and again while he has the case open, so whatever
 * dies (his browser, the API, the machine), the claim lapses by itself.
 */
const OUTLIVES_MS = 60_000

/** How often it is written: a claim outlives its holder by this much less at the worst. */
export const RENEW_EVERY_MS = 10_000

export const claimUntil = (now: Date): Date => new Date(now.getTime() + OUTLIVES_MS)

/**
 * Takes a case, so that others see who works on it. They may still decide, but have to say that they mean it (`claimed`).
 * Only for those whose turn it is; repeated by its holder, it lasts longer. `anyway` takes it over.
 */
export async function claim(tx: Tx, actor: Actor, input: ClaimInput): Promise<Case> {
  const item = await lockVisible(tx, actor, input.caseId)
  if (!handles(getWorkflow(item.workflow), actor, factsOf(item))) throw new DomainError('not_your_turn')
  const at = clock.now()
  const { id: caseId } = item
  const wanted = { caseId, personId: actor.id, at, until: claimUntil(at) }
  if (!(await putClaim(tx, wanted, { takeOver: input.anyway ?? false }))) throw claimed(item)
  if (item.claim?.personId !== actor.id) await tellCase(tx, item)
  return viewCase((await findCase(tx, caseId, at))!, actor)
}

/** Lets go of a case; nothing happens where somebody else has it. */
export async function release(tx: Tx, actor: Actor, caseId: string): Promise<Case> {
  const item = await lockVisible(tx, actor, caseId)
  const [released] = await releaseClaims(tx, actor.id, [caseId])
  if (released) await tellCase(tx, item)
  return viewCase(released ? { ...item, claim: null } : item, actor)
}

/** Prolongs the claims of those who have their case open at this API process. */
export const keepClaims = (db: Db, processId: string): Promise<void> => {
  const now = clock.now()
  return renewClaims(db, processId, now, claimUntil(now))
}

/** Ends claims whose holders are gone, and tells those who look on. Returns how many. */
export const endLapsedClaims = (db: Db): Promise<number> => removeLapsedClaims(db, clock.now())
