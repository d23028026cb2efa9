import type { BulkItem, BulkItemState, BulkRun } from '@belfry/shared/wire'
import { bulkItemStates } from '@belfry/shared/wire'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import ListChecks from 'lucide-solid/icons/list-checks'
import { Show } from 'solid-js'
import { Paged } from '../pages/paged.tsx'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import { toneOfItem } from './run-words.ts'

/** What became of each case of a run. */
export function Results(props: { run: BulkRun; show: BulkItemState | 'all' }) {
  const query = useInfiniteQuery(() => ({
    // Read again whenever the run has come further.
    queryKey: ['bulk', 'items', props.run.id, props.show, JSON.stringify(props.run.counts)],
    queryFn: ({ pageParam }) =>
      trpc.bulk.items.query({
        runId: props.run.id,
        ...(props.show !== 'all' && { state: props.show }),
        cursor: pageParam,
        limit: 50,
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  const tabs = () => [
    { value: 'all', label: t('bulk.every'), count: props.run.total },
    ...bulkItemStates.flatMap((state) => {
      const count = props.run.counts[state]
      return count || state === props.show
        ? [{ value: state, label: t('bulk.item', { state }), count: count ?? 0 }]
        : []
    }),
  ]
  return (
    <Panel
      title={t('bulk.show')}
      actions={<Tabs label={t('bulk.show')} current={props.show} tabs={tabs()} />}
      flush
    >
      <Paged
        query={query}
        count={rows().length}
        empty={<EmptyState title={t('bulk.noItems')} icon={<ListChecks class="size-6" />} />}
      >
        <DataTable
          caption={t('bulk.show')}
          columns={columns()}
          rows={rows()}
          rowId={(row) => row.caseId}
          rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
        />
      </Paged>
    </Panel>
  )
}

const columns = (): Column<BulkItem>[] => [
  {
    key: 'case',
    head: t('bulk.case'),
    cell: (row) => (
      <div class="min-w-0">
        <Link
          to="/cases/$caseId"
          params={{ caseId: row.caseId }}
          dir="auto"
          class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {row.title}
        </Link>
        <Show when={row.message}>
          {(message) => (
            <p class="text-sm text-muted" dir="auto">
              {message()}
            </p>
          )}
        </Show>
      </div>
    ),
  },
  { key: 'owner', head: t('bulk.owner'), from: 'sm', cell: (row) => <bdi>{row.owner.name}</bdi> },
  {
    key: 'result',
    head: t('bulk.result'),
    cell: (row) => (
      <Badge tone={toneOfItem[row.state]} dot>
        {t('bulk.item', { state: row.state })}
      </Badge>
    ),
  },
]
