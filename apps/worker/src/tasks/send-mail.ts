import { beginAttempt, settleAttempt } from '@belfry/db/queries/deliveries'
import { pauseDelivery } from '@belfry/db/queries/throttle'
import { isOn } from '@belfry/engine/system'
import { clock } from '@belfry/shared'
import { type Jobs, jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const sendMail: Task<Jobs['sendMail']> = async ({ deliveryId }, { db, mailer, job, telling }) => {
  // It is sent as soon as mail is switched on again.
  if (!(await isOn(db, 'channel.mail', telling.flags))) return pauseDelivery(db, deliveryId)
  const attempt = await db
    .transaction()
    .execute((tx) => beginAttempt(tx, deliveryId, mailer.provider, clock.now()))
  if (!attempt) return // sent or withdrawn meanwhile: a second run has nothing to do

  const outcome = await mailer.send(attempt)
  if (!outcome.ok && job.attempt >= jobs.sendMail.maxAttempts) outcome.final = true
  await db.transaction().execute(async (tx) => {
    if (outcome.ok) await outcome.alongside?.(tx)
    await settleAttempt(tx, attempt, outcome, clock.now())
  })
  if (!outcome.ok && !outcome.final) throw new Error(outcome.error)
}
