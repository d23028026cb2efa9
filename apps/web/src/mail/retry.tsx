import { RETRIED_AT_ONCE, type RetryInput } from '@belfry/shared/wire'
import { Sure } from '../access/sure.tsx'
import { queryClient } from '../query.ts'
import { trpc } from '../trpc.ts'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

/** Asks before mails are tried again, since what nobody knows of may then arrive twice. */
export const RetryDialog = (props: { which: RetryInput; onDone: () => void }) => (
  <Sure
    title={
      'ids' in props.which
        ? t('mailbox.retrySure', { count: props.which.ids.length })
        : t('mailbox.retryAllSure')
    }
    why={t('mailbox.retryWhy')}
    deed={t('mailbox.retry')}
    tone="primary"
    run={() => retry(props.which)}
    onDone={props.onDone}
  />
)

async function retry(which: RetryInput) {
  const count = await retryAll(which)
  toast(
    count > 0
      ? { tone: 'success', title: t('mailbox.retried', { count }) }
      : { tone: 'info', title: t('mailbox.retriedNone') },
  )
  await queryClient.invalidateQueries({ queryKey: ['mail'] })
}

/** Those tried again are queued and match no more, so the next call goes on with the rest. */
async function retryAll(which: RetryInput): Promise<number> {
  let count = 0
  for (;;) {
    const { retried } = await trpc.mail.retry.mutate(which)
    count += retried
    if ('ids' in which || retried < RETRIED_AT_ONCE) return count
  }
}
