import { beginPush, settlePush } from '@belfry/db/queries/push'
import { pauseDelivery } from '@belfry/db/queries/throttle'
import { isOn } from '@belfry/engine/system'
import { clock } from '@belfry/shared'
import { type Jobs, jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const sendPush: Task<Jobs['sendPush']> = async ({ deliveryId }, { db, pusher, job, telling }) => {
  // It is sent as soon as pushes are switched on again.
  if (!(await isOn(db, 'channel.push', telling.flags))) return pauseDelivery(db, deliveryId)
  const push = await db.transaction().execute((tx) => beginPush(tx, deliveryId, pusher.provider, clock.now()))
  if (!push) return // sent, read or withdrawn meanwhile

  const outcome = await pusher.send(push)
  if (job.attempt >= jobs.sendPush.maxAttempts) outcome.again = false
  await db.transaction().execute((tx) => settlePush(tx, push, outcome, clock.now()))
  if (outcome.again) throw new Error(outcome.error ?? 'A push service could not be reached.')
}
