import type { WebhookAttempt, WebhookDeliveryView } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { For, Match, Show, Switch, createSignal } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { DeliveryBadge } from './state-badges.tsx'
import { typeWord } from './topic-words.ts'

const FRESH_MS = 2_000

/** One delivery: what is sent, and each attempt with its answer. */
export function DeliveryDialog(props: { id: string; disabled: boolean; onClose: () => void }) {
  const query = useQuery(() => ({
    queryKey: ['webhooks', 'delivery', props.id],
    queryFn: () => trpc.webhooks.attempts.query({ deliveryId: props.id }),
    refetchInterval: FRESH_MS,
  }))
  const [busy, setBusy] = createSignal(false)
  const why = () => {
    if (props.disabled) return t('webhooks.offWhy')
    const state = query.data?.state
    return state === 'queued' || state === 'sending' ? t('webhooks.onItsWay') : null
  }
  async function again() {
    setBusy(true)
    try {
      await trpc.webhooks.resend.mutate({ deliveryId: props.id })
      toast({ tone: 'success', title: t('webhooks.sentAgain') })
      await queryClient.invalidateQueries({ queryKey: ['webhooks'] })
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(stays) => stays || props.onClose()}
      title={query.data ? typeWord(query.data.type) : t('webhooks.deliveries')}
      actions={
        <Button busy={busy()} disabledReason={why()} onClick={() => void again()}>
          {t('webhooks.again')}
        </Button>
      }
    >
      <Switch fallback={<SkeletonRows rows={3} />}>
        <Match when={query.data}>{(delivery) => <Content delivery={delivery()} />}</Match>
        <Match when={query.isError}>
          <p class="text-muted">{messageOf(query.error)}</p>
        </Match>
      </Switch>
    </Dialog>
  )
}

const Content = (props: { delivery: WebhookDeliveryView }) => (
  <div class="flex flex-col gap-4">
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2 [&_dt]:text-muted">
      <dt>{t('webhooks.state')}</dt>
      <dd>
        <DeliveryBadge state={props.delivery.state} />
      </dd>
      <dt>{t('webhooks.messageId')}</dt>
      <dd>
        <code class="font-mono text-xs break-all" dir="ltr">
          {props.delivery.messageId}
        </code>
      </dd>
      <dt>{t('webhooks.created')}</dt>
      <dd>{formatTime(props.delivery.createdAt)}</dd>
      <Show when={props.delivery.state === 'waiting' && props.delivery.dueAt}>
        {(at) => (
          <>
            <dt>{t('webhooks.next')}</dt>
            <dd>{formatTime(at())}</dd>
          </>
        )}
      </Show>
    </dl>
    <Show when={props.delivery.history.length > 0}>
      <section class="flex flex-col gap-2">
        <h3 class="font-medium">{t('webhooks.attempts')}</h3>
        <ol class="flex flex-col divide-y divide-line rounded-md border border-line">
          <For each={props.delivery.history}>{(attempt) => <Attempt attempt={attempt} />}</For>
        </ol>
      </section>
    </Show>
    <section class="flex flex-col gap-2">
      <h3 class="font-medium">{t('webhooks.payload')}</h3>
      <Code label={t('webhooks.payload')} text={JSON.stringify(props.delivery.payload, null, 2)} />
    </section>
  </div>
)

const Attempt = (props: { attempt: WebhookAttempt }) => {
  const took = () =>
    props.attempt.finishedAt && Date.parse(props.attempt.finishedAt) - Date.parse(props.attempt.startedAt)
  return (
    <li class="flex flex-col gap-1 px-3 py-2">
      <div class="flex flex-wrap items-baseline gap-x-3">
        <span class="font-medium">{t('webhooks.attempt', { number: props.attempt.attempt })}</span>
        <span class="text-sm text-muted">{formatTime(props.attempt.startedAt)}</span>
        <span class="ms-auto text-sm tabular-nums text-muted">
          <Show when={took() !== null} fallback={t('webhooks.running')}>
            {props.attempt.status ?? t('webhooks.noAnswer')} · {t('webhooks.took', { ms: Number(took()) })}
          </Show>
        </span>
      </div>
      <Show when={props.attempt.error}>
        {(error) => (
          <p class="text-sm text-error" dir="auto">
            {error()}
          </p>
        )}
      </Show>
      <Show when={props.attempt.response}>
        {(response) => (
          <Code label={t('webhooks.response', { number: props.attempt.attempt })} text={response()} />
        )}
      </Show>
    </li>
  )
}

/** A field that is only read: what scrolls in it can be reached by keyboard, and copied. */
const Code = (props: { label: string; text: string }) => (
  <textarea
    readOnly
    aria-label={props.label}
    dir="ltr"
    rows={Math.min(18, Math.max(2, props.text.split('\n').length))}
    class="w-full resize-y rounded-md border border-line bg-sunken p-3 text-start font-mono text-xs wrap-anywhere focus-visible:outline-2 focus-visible:outline-focus"
    value={props.text}
  />
)
