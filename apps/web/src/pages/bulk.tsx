import type { BulkRun } from '@belfry/shared/wire'
import { useInfiniteQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import ListChecks from 'lucide-solid/icons/list-checks'
import { doneOf, titleOf, toneOfRun } from '../bulk/run-words.ts'
import { may, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'
import { Paged } from './paged.tsx'

const FRESH_MS = 3_000

/** What was done in bulk, the newest first. */
export default function BulkPage() {
  const me = useMe()
  const query = useInfiniteQuery(() => ({
    queryKey: ['bulk', 'list'],
    queryFn: ({ pageParam }) => trpc.bulk.list.query({ cursor: pageParam, limit: 30 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : FRESH_MS),
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={t('bulk.title')} under={t('bulk.under')}>
      <Panel flush>
        <Paged
          query={query}
          count={rows().length}
          empty={
            <EmptyState title={t('bulk.empty')} icon={<ListChecks class="size-6" />}>
              {t('bulk.emptyWhy')}
            </EmptyState>
          }
        >
          <DataTable
            caption={t('bulk.title')}
            columns={columns(may(me(), 'bulk.manage'))}
            rows={rows()}
            rowId={(row) => row.id}
            rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
          />
        </Paged>
      </Panel>
    </Page>
  )
}

const columns = (isForAll: boolean): Column<BulkRun>[] => [
  {
    key: 'what',
    head: t('bulk.what'),
    cell: (row) => (
      <Link
        to="/bulk/$id"
        params={{ id: row.id }}
        class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
      >
        {titleOf(row)}
      </Link>
    ),
  },
  ...(isForAll
    ? [
        {
          key: 'by',
          head: t('bulk.by'),
          from: 'sm' as const,
          cell: (row: BulkRun) => <bdi>{row.by.name}</bdi>,
        },
      ]
    : []),
  {
    key: 'progress',
    head: t('bulk.show'),
    end: true,
    cell: (row) => t('bulk.progress', { done: doneOf(row), total: row.total }),
  },
  {
    key: 'state',
    head: t('bulk.result'),
    cell: (row) => (
      <Badge tone={toneOfRun[row.state]} dot>
        {t('bulk.run', { state: row.state })}
      </Badge>
    ),
  },
  {
    key: 'when',
    head: t('bulk.when'),
    end: true,
    from: 'sm',
    class: 'whitespace-nowrap text-muted',
    cell: (row) => <RelativeTime at={row.startedAt} />,
  },
]
