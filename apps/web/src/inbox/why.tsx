import type { Notification, Why, WhyChannel } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import Bell from 'lucide-solid/icons/bell'
import Globe from 'lucide-solid/icons/globe'
import Mail from 'lucide-solid/icons/mail'
import Smartphone from 'lucide-solid/icons/smartphone'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Dialog } from '../ui/dialog.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'

/** Why somebody was told: back to the decision and its author, and on through every channel. */
export function WhyDialog(props: { item: Notification; onClose: () => void }) {
  const query = useQuery(() => ({
    queryKey: ['inbox', 'why', props.item.id],
    queryFn: () => trpc.notifications.why.query({ id: props.item.id }),
  }))
  return (
    <Dialog
      open
      wide
      onOpenChange={(stays) => stays || props.onClose()}
      title={t('inbox.why')}
      description={props.item.title}
      {...(query.data?.auditId && {
        actions: <AuditLink entry={query.data.auditId} onFollow={props.onClose} />,
      })}
    >
      <Switch>
        <Match when={query.data}>{(why) => <WhyFacts why={why()} />}</Match>
        <Match when={query.error}>
          <Banner tone="error">{messageOf(query.error)}</Banner>
        </Match>
        <Match when={true}>
          <SkeletonRows />
        </Match>
      </Switch>
    </Dialog>
  )
}

const AuditLink = (props: { entry: string; onFollow: () => void }) => (
  <Link to="/audit" search={{ entry: props.entry }} class={buttonClass({})} onClick={() => props.onFollow()}>
    {t('inbox.whyAudit')}
  </Link>
)

const WhyFacts = (props: { why: Why }) => (
  <dl class="flex flex-col gap-4">
    <Fact label={t('inbox.whyHappened')}>
      <span dir="auto">{props.why.what}</span>{' '}
      <RelativeTime at={props.why.event.at} class="text-sm whitespace-nowrap text-muted" />
    </Fact>
    <Show when={props.why.reason}>
      <Fact label={t('inbox.whyReason')}>{props.why.reason}</Fact>
    </Show>
    <Show when={props.why.note}>
      <Fact label={t('inbox.whyNote')}>
        <span dir="auto" class="whitespace-pre-line">
          {props.why.note}
        </span>
      </Fact>
    </Show>
    <Fact label={t('inbox.whyYou')}>{props.why.rule ?? t('inbox.whyUnknown')}</Fact>
    <Fact label={t('inbox.whyPriority')}>{t('inbox.priorities', { priority: props.why.priority })}</Fact>
    <Fact label={t('inbox.whyChannels')}>
      <ul class="mt-1 divide-y divide-line rounded-lg border border-line">
        <For each={props.why.channels}>{(channel) => <ChannelRow channel={channel} />}</For>
      </ul>
    </Fact>
  </dl>
)

const icons = { app: Bell, mail: Mail, push: Smartphone, webhook: Globe }

const ChannelRow = (props: { channel: WhyChannel }) => (
  <li class="flex gap-3 px-3 py-2">
    <Dynamic
      component={icons[props.channel.channel]}
      class="mt-0.5 size-4 shrink-0 text-muted"
      aria-hidden="true"
    />
    <div class="min-w-0 grow">
      <p class="flex flex-wrap justify-between gap-x-4">
        <span class="font-medium">{t('inbox.channels', { channel: props.channel.channel })}</span>
        <span class="text-muted">{t('inbox.outcomes', { outcome: props.channel.outcome })}</span>
      </p>
      <Show when={props.channel.delivery}>
        {(delivery) => (
          <>
            <p class="text-sm text-muted">
              {t('inbox.deliveryStates', { state: delivery().state })}
              <Show when={delivery().sentAt ?? delivery().dueAt}>
                {(at) => (
                  <>
                    {' · '}
                    {delivery().sentAt
                      ? formatTime(at(), 'short')
                      : t('inbox.deliveryDue', { time: formatTime(at(), 'brief') })}
                  </>
                )}
              </Show>
            </p>
            <ol class="text-sm text-muted empty:hidden">
              <For each={delivery().attempts}>
                {(attempt) => (
                  <li>
                    {formatTime(attempt.at, 'precise')} · {t('inbox.attempt', { provider: attempt.provider })}
                    : {t('inbox.attemptStates', { outcome: attempt.outcome ?? 'none' })}
                    <Show when={attempt.error}>
                      <span dir="auto" class="block text-error">
                        {attempt.error}
                      </span>
                    </Show>
                  </li>
                )}
              </For>
            </ol>
          </>
        )}
      </Show>
    </div>
  </li>
)

const Fact = (props: { label: string; children: JSX.Element }) => (
  <div>
    <dt class="text-sm text-muted">{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
)
