import type { WebhookDelivery, WebhookEndpoint } from '@belfry/shared/wire'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import Send from 'lucide-solid/icons/send'
import { Show } from 'solid-js'
import { Paged } from '../pages/paged.tsx'
import type { WebhookSearch } from '../pages/webhook.search.ts'
import { trpc } from '../trpc.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { DeliveryBadge } from './state-badges.tsx'
import { typeWord } from './topic-words.ts'

const FRESH_MS = 3_000

/** What was and is to be sent to an endpoint, the newest first. */
export function Deliveries(props: { endpoint: WebhookEndpoint; show: NonNullable<WebhookSearch['show']> }) {
  const query = useInfiniteQuery(() => ({
    queryKey: ['webhooks', 'deliveries', props.endpoint.id, props.show],
    queryFn: ({ pageParam }) =>
      trpc.webhooks.deliveries.query({
        endpointId: props.endpoint.id,
        show: props.show,
        cursor: pageParam,
        limit: 50,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : FRESH_MS),
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Panel
      title={t('webhooks.deliveries')}
      actions={
        <Tabs
          label={t('webhooks.show')}
          current={props.show}
          tabs={[
            { value: 'all', label: t('webhooks.showAll') },
            { value: 'waiting', label: t('webhooks.waiting') },
            { value: 'sent', label: t('webhooks.sent') },
            { value: 'failed', label: t('webhooks.failed') },
          ]}
        />
      }
      flush
    >
      <Paged
        query={query}
        count={rows().length}
        empty={
          <EmptyState title={t('webhooks.noDeliveries')} icon={<Send class="size-6" />}>
            {t(props.endpoint.mine ? 'webhooks.noneToldWhy' : 'webhooks.noDeliveriesWhy')}
          </EmptyState>
        }
      >
        <DataTable
          caption={t('webhooks.deliveries')}
          columns={columns()}
          rows={rows()}
          rowId={(row) => row.id}
          rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
        />
      </Paged>
    </Panel>
  )
}

const answerOf = (row: WebhookDelivery): string =>
  row.status ? String(row.status) : row.error ? t('webhooks.noAnswer') : '–'

const columns = (): Column<WebhookDelivery>[] => [
  {
    key: 'event',
    head: t('webhooks.event'),
    cell: (row) => (
      <div class="min-w-0">
        <Link
          to="."
          search={((before: object) => ({ ...before, delivery: row.id })) as never}
          replace
          resetScroll={false}
          aria-label={t('webhooks.open', { event: typeWord(row.type) })}
          class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {typeWord(row.type)}
        </Link>
        <p class="font-mono text-xs text-muted">
          <span dir="ltr">{row.type}</span>
        </p>
      </div>
    ),
  },
  { key: 'state', head: t('webhooks.state'), cell: (row) => <DeliveryBadge state={row.state} /> },
  { key: 'answer', head: t('webhooks.answer'), end: true, from: 'sm', cell: answerOf },
  {
    key: 'attempts',
    head: t('webhooks.attempts'),
    end: true,
    from: 'sm',
    cell: (row) => formatNumber(row.attempts),
  },
  {
    key: 'next',
    head: t('webhooks.next'),
    end: true,
    from: 'md',
    class: 'whitespace-nowrap text-muted',
    cell: (row) => (
      <Show when={row.state === 'waiting' && row.dueAt} fallback="–">
        {(at) => <RelativeTime at={at()} />}
      </Show>
    ),
  },
  {
    key: 'created',
    head: t('webhooks.created'),
    end: true,
    class: 'whitespace-nowrap text-muted',
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
]
