import { JOBS_AT_ONCE, type WhichJobs } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { Sure } from '../access/sure.tsx'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

interface ChangeProps {
  which: WhichJobs
  onDone: () => void
}

const countOf = (which: WhichJobs) => ('ids' in which ? which.ids.length : 0)

function say(changed: number, done: 'jobs.retried' | 'jobs.discarded' | 'jobs.rescheduled') {
  toast(
    changed > 0
      ? { tone: 'success', title: t(done, { count: changed }) }
      : { tone: 'info', title: t('jobs.unchanged') },
  )
  return queryClient.invalidateQueries({ queryKey: ['jobs'] })
}

/** One call is all: of those that match, what is ready already would match for ever. */
async function retry(which: WhichJobs) {
  const { changed } = await trpc.jobs.retry.mutate({ which })
  await say(changed, 'jobs.retried')
}

/** Those that were discarded match no more, so the next call goes on with the rest. */
async function discardAll(which: WhichJobs, reason: string): Promise<number> {
  let count = 0
  for (;;) {
    const { changed } = await trpc.jobs.discard.mutate({ which, reason })
    count += changed
    if ('ids' in which || changed < JOBS_AT_ONCE) return count
  }
}

export const RetryDialog = (props: ChangeProps) => (
  <Sure
    title={t('jobs.retrySure', { count: countOf(props.which) })}
    why={t('jobs.retryWhy')}
    deed={t('jobs.retry')}
    tone="primary"
    run={() => retry(props.which)}
    onDone={() => props.onDone()}
  />
)

/** Asks for the reason, which the audit trail keeps. */
export function DiscardDialog(props: ChangeProps) {
  const [reason, setReason] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  async function discard() {
    setTried(true)
    if (!reason().trim()) return
    setBusy(true)
    setError(null)
    try {
      await say(await discardAll(props.which, reason()), 'jobs.discarded')
      props.onDone()
    } catch (refusal) {
      setError(messageOf(refusal))
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormDialog
      title={t('jobs.discardSure', { count: countOf(props.which) })}
      description={t('jobs.discardWhy')}
      deed={t('jobs.discard')}
      busy={busy()}
      error={error()}
      onSubmit={() => void discard()}
      onClose={() => props.onDone()}
    >
      <TextField
        label={t('jobs.reason')}
        required
        maxLength={500}
        value={reason()}
        onInput={setReason}
        error={tried() && !reason().trim() ? t('system.needReason') : null}
      />
    </FormDialog>
  )
}

export function RescheduleDialog(props: { id: string; runAt: string; onDone: () => void }) {
  const [runAt, setRunAt] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  async function reschedule() {
    setTried(true)
    if (!runAt()) return
    setBusy(true)
    setError(null)
    try {
      const { changed } = await trpc.jobs.reschedule.mutate({ ids: [props.id], runAt: runAt() })
      await say(changed, 'jobs.rescheduled')
      props.onDone()
    } catch (refusal) {
      setError(messageOf(refusal))
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormDialog
      title={t('jobs.reschedule')}
      deed={t('jobs.reschedule')}
      busy={busy()}
      error={error()}
      onSubmit={() => void reschedule()}
      onClose={() => props.onDone()}
    >
      <DateTimeField
        label={t('jobs.runAt')}
        value={runAt() || props.runAt}
        onInput={setRunAt}
        error={tried() && !runAt() ? t('jobs.needTime') : null}
      />
    </FormDialog>
  )
}
