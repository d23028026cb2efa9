import type { Notification, Why } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { may, messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Dialog } from '../ui/dialog.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'
import { WhyChannels } from './why-channels.tsx'

/** Why somebody was told: back to the decision and its author, and on through every channel. */
export function WhyDialog(props: { item: Notification; onClose: () => void }) {
  const me = useMe()
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
      {...((query.data?.auditId || may(me(), 'notifications.explain')) && {
        actions: (
          <>
            <Show when={may(me(), 'notifications.explain')}>
              <Link
                to="/system/why-not"
                search={{ event: props.item.id }}
                class={buttonClass({})}
                onClick={() => props.onClose()}
              >
                {t('explain.ask')}
              </Link>
            </Show>
            <Show when={query.data?.auditId}>
              {(entry) => <AuditLink entry={entry()} onFollow={props.onClose} />}
            </Show>
          </>
        ),
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
      <WhyChannels channels={props.why.channels} outcomes="inbox.outcomes" />
    </Fact>
  </dl>
)

const Fact = (props: { label: string; children: JSX.Element }) => (
  <div>
    <dt class="text-sm text-muted">{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
)
