import type { WebhookEndpoint } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link, useNavigate } from '@tanstack/solid-router'
import Plus from 'lucide-solid/icons/plus'
import Webhook from 'lucide-solid/icons/webhook'
import { Match, Show, Switch, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { NewEndpoint } from '../webhooks/new-endpoint.tsx'
import { EndpointBadge } from '../webhooks/state-badges.tsx'
import { topicsWord } from '../webhooks/topic-words.ts'
import { t } from '../words/index.ts'
import { Allowed } from './not-allowed.tsx'

const FRESH_MS = 5_000

export default function WebhooksPage() {
  return (
    <Allowed permission="webhooks.manage" title={t('webhooks.title')}>
      <Webhooks />
    </Allowed>
  )
}

function Webhooks() {
  const navigate = useNavigate()
  const query = useQuery(() => ({
    queryKey: ['webhooks', 'list'],
    queryFn: () => trpc.webhooks.list.query(),
    refetchInterval: FRESH_MS,
  }))
  const [making, setMaking] = createSignal(false)
  return (
    <Page
      title={t('webhooks.title')}
      under={t('webhooks.under')}
      actions={
        <Button variant="primary" onClick={() => setMaking(true)}>
          <Plus class="size-4" aria-hidden="true" />
          {t('webhooks.new')}
        </Button>
      }
    >
      <Panel flush>
        <Switch fallback={<SkeletonRows />}>
          <Match when={query.data?.length}>
            <DataTable
              caption={t('webhooks.title')}
              columns={columns()}
              rows={query.data ?? []}
              rowId={(row) => row.id}
              rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
            />
          </Match>
          <Match when={query.data}>
            <EmptyState title={t('webhooks.empty')} icon={<Webhook class="size-6" />}>
              {t('webhooks.emptyWhy')}
            </EmptyState>
          </Match>
          <Match when={query.isError}>
            <EmptyState title={t('ui.loadFailed')}>{messageOf(query.error)}</EmptyState>
          </Match>
        </Switch>
      </Panel>
      <Show when={making()}>
        <NewEndpoint
          onMade={({ id }) => void navigate({ to: '/webhooks/$id', params: { id } })}
          onClose={() => setMaking(false)}
        />
      </Show>
    </Page>
  )
}

const columns = (): Column<WebhookEndpoint>[] => [
  {
    key: 'name',
    head: t('webhooks.name'),
    cell: (row) => (
      <div class="min-w-0 max-w-lg">
        <Link
          to="/webhooks/$id"
          params={{ id: row.id }}
          dir="auto"
          class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {row.name}
        </Link>
        <p class="text-sm wrap-anywhere text-muted">
          {t('webhooks.kinds', { kind: row.kind })} · <bdi dir="ltr">{new URL(row.url).host}</bdi>
        </p>
      </div>
    ),
  },
  {
    key: 'topics',
    head: t('webhooks.topics'),
    from: 'lg',
    class: 'max-w-sm text-muted',
    cell: (row) => topicsWord(row.topics),
  },
  { key: 'state', head: t('webhooks.state'), cell: (row) => <EndpointBadge endpoint={row} /> },
  {
    key: 'day',
    head: t('webhooks.lastDay'),
    end: true,
    from: 'md',
    class: 'text-muted',
    cell: (row) => (
      <>
        <p>{t('webhooks.figures', { sent: row.sent, failed: row.failed })}</p>
        <Show when={row.waiting}>{(count) => <p>{t('webhooks.waitingCount', { count: count() })}</p>}</Show>
      </>
    ),
  },
  {
    key: 'last',
    head: t('webhooks.lastSent'),
    end: true,
    from: 'sm',
    class: 'whitespace-nowrap text-muted',
    cell: (row) => (
      <Show when={row.lastSentAt} fallback={t('webhooks.never')}>
        {(at) => <RelativeTime at={at()} />}
      </Show>
    ),
  },
]
