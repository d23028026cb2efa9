import { takeFeedback } from '@belfry/engine/mail'
import type { Jobs } from '@belfry/shared/jobs'
import { readMailbox } from '../channels/bounces/mailbox.ts'
import { readBounce } from '../channels/bounces/read.ts'
import type { Task } from '../task.ts'

export const readBounces: Task<Jobs['readBounces']> = async (_, { db, log, signal, bounces }) => {
  if (!bounces?.mailbox) return
  const take = async (raw: Buffer): Promise<boolean> => {
    // What cannot even be read as a mail is for a person to look at.
    const feedback = await readBounce(raw, bounces.key).catch(() => null)
    if (feedback) await takeFeedback(db, 'bounce', [feedback])
    return feedback !== null
  }
  const understood = await readMailbox(bounces.mailbox, take, signal)
  if (understood > 0) log.info({ understood }, 'Read mails that came back')
}
