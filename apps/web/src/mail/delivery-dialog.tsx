import type { DeliveryAttempt, DeliveryNews, DeliveryStory } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import { For, type JSX, Match, Show, Switch, createSignal } from 'solid-js'
import { followMail } from '../live/mail.ts'
import { may, messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { formatNumber, formatTime } from '../words/time.ts'
import { DeliveryBadge } from './delivery-state.tsx'
import { kindWord } from './kind-word.ts'
import { RetryDialog } from './retry.tsx'

/** One mail with all that happened to it, in the providers' words. It moves by itself. */
export function DeliveryDialog(props: { id: string; onClose: () => void }) {
  const me = useMe()
  const queryKey = () => ['mail', 'delivery', props.id]
  followMail(['mail', 'delivery'])
  const query = useQuery(() => ({
    queryKey: queryKey(),
    queryFn: () => trpc.mail.delivery.query({ id: props.id }),
  }))
  const [asking, setAsking] = createSignal(false)
  const whyNot = () => {
    if (!may(me(), 'mail.change')) return t('mailbox.mayNot')
    return query.data?.isRetryable ? null : t('mailbox.notRetryable')
  }
  return (
    <>
      <Dialog
        open={!asking()}
        wide
        onOpenChange={(stays) => stays || asking() || props.onClose()}
        title={query.data?.type ? kindWord(query.data.type) : t('mailbox.delivery')}
        actions={
          <>
            <Show when={query.data && may(me(), 'audit.read') && query.data}>
              {(story) => (
                <Link
                  to="/audit"
                  search={{ entry: story().eventId }}
                  class={buttonClass({ variant: 'quiet' })}
                >
                  {t('inbox.whyAudit')}
                </Link>
              )}
            </Show>
            <Button disabledReason={whyNot()} onClick={() => setAsking(true)}>
              {t('mailbox.retry')}
            </Button>
          </>
        }
      >
        <Switch fallback={<SkeletonRows rows={3} />}>
          <Match when={query.data}>{(story) => <Story story={story()} />}</Match>
          <Match when={query.isError}>
            <p class="text-muted">{messageOf(query.error)}</p>
          </Match>
        </Switch>
      </Dialog>
      <Show when={asking()}>
        <RetryDialog which={{ ids: [props.id] }} onDone={() => setAsking(false)} />
      </Show>
    </>
  )
}

const Story = (props: { story: DeliveryStory }) => (
  <div class="flex flex-col gap-4">
    <dl class="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2 [&_dt]:text-muted">
      <Fact name={t('mailbox.to')}>
        <bdi>{props.story.to.name}</bdi>{' '}
        <bdi dir="ltr" class="break-all text-muted">
          {props.story.to.email}
        </bdi>
      </Fact>
      <Fact name={t('mailbox.state')}>
        <DeliveryBadge state={props.story.state} />
      </Fact>
      <Fact name={t('mailbox.created')}>{formatTime(props.story.createdAt)}</Fact>
      <Show when={props.story.sentAt}>
        {(at) => (
          <Fact name={t('mailbox.sent')}>
            {formatTime(at())}
            <Show when={props.story.provider}>
              {(provider) => (
                <>
                  {' · '}
                  <bdi>{provider()}</bdi>
                </>
              )}
            </Show>
          </Fact>
        )}
      </Show>
      <Show when={props.story.nextAt}>
        {(at) => <Fact name={t('mailbox.nextAt')}>{formatTime(at())}</Fact>}
      </Show>
      <Show when={props.story.messageId}>
        {(id) => <Fact name={t('mailbox.messageId')}>{mono(id())}</Fact>}
      </Show>
      <Show when={props.story.providerId}>
        {(id) => <Fact name={t('mailbox.providerId')}>{mono(id())}</Fact>}
      </Show>
      <Show when={props.story.error}>
        {(error) => (
          <Fact name={t('mailbox.error')}>
            <span class="text-error" dir="auto">
              {error()}
            </span>
          </Fact>
        )}
      </Show>
    </dl>
    <Show when={props.story.digestId && props.story.digestId !== props.story.id && props.story.digestId}>
      {(id) => (
        <p class="text-muted">
          {t('mailbox.inDigest')}{' '}
          <Link
            to="."
            search={((before: object) => ({ ...before, delivery: id() })) as never}
            replace
            resetScroll={false}
            class="text-accent-text hover:underline"
          >
            {t('mailbox.openDigest')}
          </Link>
        </p>
      )}
    </Show>
    <Show when={props.story.news.length > 0}>
      <Lines title={t('mailbox.news')}>
        <For each={props.story.news}>{(news) => <News news={news} />}</For>
      </Lines>
    </Show>
    <Show
      when={props.story.history.length > 0}
      fallback={<p class="text-muted">{t('mailbox.noAttempts')}</p>}
    >
      <Lines title={t('mailbox.attempts')}>
        <For each={props.story.history}>{(attempt) => <Attempt attempt={attempt} />}</For>
      </Lines>
    </Show>
  </div>
)

const Fact = (props: { name: string; children: JSX.Element }) => (
  <>
    <dt>{props.name}</dt>
    <dd class="min-w-0">{props.children}</dd>
  </>
)

const mono = (text: string) => (
  <code class="font-mono text-xs break-all" dir="ltr">
    {text}
  </code>
)

const Lines = (props: { title: string; children: JSX.Element }) => (
  <section class="flex flex-col gap-2">
    <h3 class="font-medium">{props.title}</h3>
    <ol class="flex flex-col divide-y divide-line rounded-md border border-line">{props.children}</ol>
  </section>
)

const News = (props: { news: DeliveryNews }) => (
  <li class="flex flex-col gap-1 px-3 py-2">
    <div class="flex flex-wrap items-center gap-x-3">
      <Badge tone={props.news.kind === 'bounced' || props.news.kind === 'complained' ? 'error' : 'neutral'}>
        {t('mailbox.newsKinds', { kind: props.news.kind })}
      </Badge>
      <bdi class="text-sm">{props.news.provider}</bdi>
      <span class="ms-auto text-sm text-muted">{formatTime(props.news.at)}</span>
    </div>
    <Words of={props.news.detail} />
  </li>
)

const Attempt = (props: { attempt: DeliveryAttempt }) => {
  const took = () =>
    props.attempt.finishedAt && Date.parse(props.attempt.finishedAt) - Date.parse(props.attempt.startedAt)
  return (
    <li class="flex flex-col gap-1 px-3 py-2">
      <div class="flex flex-wrap items-center gap-x-3">
        <span class="font-medium">{t('webhooks.attempt', { number: props.attempt.attempt })}</span>
        <bdi class="text-sm">{props.attempt.provider}</bdi>
        <Badge tone={props.attempt.outcome ? tones[props.attempt.outcome] : 'info'}>
          {t('mailbox.outcomes', { outcome: props.attempt.outcome })}
        </Badge>
        <span class="ms-auto text-sm text-muted tabular-nums">
          {formatTime(props.attempt.startedAt)}
          <Show when={took() !== null}>
            {' · '}
            {formatNumber(Number(took()), { style: 'unit', unit: 'millisecond', unitDisplay: 'short' })}
          </Show>
        </span>
      </div>
      <Words of={props.attempt.error} />
      <Words of={props.attempt.response} />
    </li>
  )
}

const tones = { sent: 'success', refused: 'error', failed: 'warning', unclear: 'warning' } as const

/** What a provider said, as it said it. */
const Words = (props: { of: string | null }) => (
  <Show when={props.of}>
    {(text) => (
      <p class="font-mono text-xs whitespace-pre-wrap text-muted wrap-anywhere" dir="auto">
        {text()}
      </p>
    )}
  </Show>
)
