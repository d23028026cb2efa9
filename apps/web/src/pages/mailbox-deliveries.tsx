import type { Tone } from '@belfry/shared/machine'
import type { Delivery, DeliveryState } from '@belfry/shared/wire'
import { useInfiniteQuery } from '@tanstack/solid-query'
import Send from 'lucide-solid/icons/send'
import { Show } from 'solid-js'
import { followMail } from '../live/mail.ts'
import { trpc } from '../trpc.ts'
import { StateBadge } from '../ui/badge.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { type WordKey, t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { Paged } from './paged.tsx'

const states: Record<DeliveryState, { word: WordKey; tone?: Tone }> = {
  queued: { word: 'mailbox.queued' },
  held: { word: 'mailbox.held' },
  // Its channel is switched off.
  paused: { word: 'mailbox.paused' },
  sending: { word: 'mailbox.sending', tone: 'info' },
  sent: { word: 'mailbox.done', tone: 'success' },
  failed: { word: 'mailbox.failed', tone: 'error' },
  withdrawn: { word: 'mailbox.withdrawn' },
  deferred: { word: 'mailbox.deferred', tone: 'warning' },
  delivered: { word: 'mailbox.delivered', tone: 'success' },
  bounced: { word: 'mailbox.bounced', tone: 'error' },
  complained: { word: 'mailbox.complained', tone: 'error' },
  suppressed: { word: 'mailbox.suppressed', tone: 'warning' },
  unclear: { word: 'mailbox.unclear', tone: 'warning' },
}

const queryKey = ['mail', 'deliveries']

/** Every mail that was to be sent, and how that went. It moves by itself. */
export function Deliveries() {
  followMail(queryKey)
  const query = useInfiniteQuery(() => ({
    queryKey,
    queryFn: ({ pageParam }) => trpc.mail.deliveries.query({ cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  }))
  const deliveries = () => query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Panel flush>
      <Paged
        query={query}
        count={deliveries().length}
        empty={
          <EmptyState title={t('mailbox.emptyDeliveries')} icon={<Send class="size-6" />}>
            {t('mailbox.emptyWhy')}
          </EmptyState>
        }
      >
        <DataTable
          caption={t('mailbox.deliveries')}
          columns={columns()}
          rows={deliveries()}
          rowId={(delivery) => delivery.id}
        />
      </Paged>
    </Panel>
  )
}

const columns = (): Column<Delivery>[] => [
  {
    key: 'to',
    head: t('mailbox.to'),
    cell: (delivery) => (
      <div class="min-w-0">
        <p dir="auto">{delivery.to.name}</p>
        <p class="text-sm text-muted">
          <span dir="ltr">{delivery.to.email}</span>
        </p>
        <Show when={delivery.error}>
          <p class="text-sm text-error lg:hidden" dir="auto">
            {delivery.error}
          </p>
        </Show>
      </div>
    ),
  },
  {
    key: 'state',
    head: t('mailbox.state'),
    cell: (delivery) => (
      <StateBadge tone={states[delivery.state].tone}>{t(states[delivery.state].word)}</StateBadge>
    ),
  },
  {
    key: 'attempts',
    head: t('mailbox.attempts'),
    end: true,
    from: 'sm',
    cell: (delivery) => formatNumber(delivery.attempts),
  },
  { key: 'provider', head: t('mailbox.provider'), from: 'md', cell: (delivery) => delivery.provider ?? '–' },
  {
    key: 'error',
    head: t('mailbox.error'),
    from: 'lg',
    class: 'max-w-80 text-error',
    cell: (delivery) => <span dir="auto">{delivery.error}</span>,
  },
  {
    key: 'created',
    head: t('mailbox.created'),
    end: true,
    class: 'whitespace-nowrap text-muted',
    cell: (delivery) => <RelativeTime at={delivery.createdAt} />,
  },
  {
    key: 'sent',
    head: t('mailbox.sent'),
    end: true,
    from: 'md',
    class: 'whitespace-nowrap text-muted',
    cell: (delivery) => (
      <Show when={delivery.sentAt} fallback="–">
        {(at) => <RelativeTime at={at()} />}
      </Show>
    ),
  },
]
