import { expireSendings, sendDue } from '@belfry/engine/announcements'
import { runDue as run } from '@belfry/engine/cases'
import { countTold, deliverHeld, releaseInTurn, wakeSnoozed } from '@belfry/engine/notify'
import { endLapsedClaims } from '@belfry/engine/together'
import { callDue } from '@belfry/engine/webhooks'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const runDue: Task<Jobs['runDue']> = async (_, { db, log }) => {
  const works = {
    cases: run(db),
    announcements: sendDue(db),
    expired: expireSendings(db),
    woken: wakeSnoozed(db),
    delivered: deliverHeld(db),
    released: releaseInTurn(db),
    counted: countTold(db),
    called: callDue(db),
    claims: endLapsedClaims(db), // an API process does it sooner, where one runs
  }
  // What one of them cannot do keeps none of the others waiting.
  const results = await Promise.allSettled(Object.values(works))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  const done = Object.fromEntries(Object.keys(works).map((name, place) => [name, valueOf(results[place])]))
  if (Object.values(done).some(Boolean)) log.debug(done, 'Did what was due')
}

const valueOf = (result: PromiseSettledResult<unknown> | undefined): unknown =>
  result?.status === 'fulfilled' ? result.value : undefined
