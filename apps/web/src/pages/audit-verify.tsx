import type { AuditVerification } from '@belfry/shared/wire'
import { Match, Show, Switch, createSignal, onCleanup } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { t } from '../words/index.ts'
import { formatNumber, formatTime } from '../words/time.ts'

/** Has the chain followed from its beginning, some thousand entries at a time, and says how far it is whole. */
export function AuditVerifyDialog(props: { onClose: () => void }) {
  const [said, setSaid] = createSignal<AuditVerification>()
  const [error, setError] = createSignal<string>()
  let isOver = false
  onCleanup(() => (isOver = true))

  async function follow() {
    for (let after: number | null = 0; after !== null && !isOver;) {
      const part: AuditVerification = await trpc.audit.verify.query({ after })
      setSaid(part)
      after = part.next
    }
  }
  follow().catch((problem: unknown) => setError(messageOf(problem)))

  return (
    <Dialog
      open
      onOpenChange={(stays) => stays || props.onClose()}
      title={t('audit.verify')}
      description={t('audit.verifyWhy')}
      actions={<Button onClick={props.onClose}>{t('ui.close')}</Button>}
    >
      <Switch fallback={<p role="status">{t('ui.loading')}</p>}>
        <Match when={error()}>{(text) => <Banner tone="error">{text()}</Banner>}</Match>
        <Match when={said()}>{(part) => <Said part={part()} />}</Match>
      </Switch>
    </Dialog>
  )
}

function Said(props: { part: AuditVerification }) {
  const isRunning = () => props.part.next !== null
  return (
    <div class="flex flex-col gap-3">
      <Switch
        fallback={
          <Banner tone="success">{t('audit.whole', { seq: formatNumber(props.part.checkedTo) })}</Banner>
        }
      >
        <Match when={props.part.fault}>
          {(fault) => (
            <Banner tone="error">
              {t('audit.fault', { kind: fault().kind, seq: formatNumber(fault().seq) })}
            </Banner>
          )}
        </Match>
        <Match when={isRunning()}>
          <progress
            class="w-full"
            aria-label={t('audit.verify')}
            value={props.part.checkedTo}
            max={props.part.sealedTo}
          />
        </Match>
      </Switch>
      <Show when={props.part.checkpoint}>
        {(checkpoint) => (
          <p class="text-sm text-muted">
            {t('audit.checkpoint', {
              seq: formatNumber(checkpoint().seq),
              time: formatTime(checkpoint().at, 'full'),
            })}{' '}
            <code dir="ltr" class="font-mono text-xs">
              {checkpoint().keyId}
            </code>
          </p>
        )}
      </Show>
    </div>
  )
}
