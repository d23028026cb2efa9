import { type JobRun, runOutcomes } from '@belfry/shared/wire'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import ListChecks from 'lucide-solid/icons/list-checks'
import { Show } from 'solid-js'
import { Paged } from '../pages/paged.tsx'
import { formatDuration } from '../pages/system-figures.ts'
import { trpc } from '../trpc.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Select } from '../ui/select.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { JobsFilters, type JobsFilterProps, taskIn } from './filters.tsx'
import { Carries, ToJob } from './list.tsx'
import { OutcomeBadge } from './state-badge.tsx'

const FRESH_MS = 3_000

/** What workers did and do, run by run, the newest first. */
export function RunsList(props: JobsFilterProps) {
  const filter = () => ({
    outcome: props.search.outcome,
    task: taskIn(props.search),
    search: props.search.q ?? '',
  })
  const query = useInfiniteQuery(() => ({
    queryKey: ['jobs', 'runs', filter()],
    queryFn: ({ pageParam }) => trpc.jobs.runs.query({ ...filter(), cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : FRESH_MS),
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div class="flex flex-col gap-4">
      <JobsFilters {...props}>
        <Select
          label={t('jobs.outcome')}
          value={props.search.outcome ?? ''}
          placeholder={t('jobs.allOutcomes')}
          options={runOutcomes.map((outcome) => ({ value: outcome, label: t('jobs.outcomes', { outcome }) }))}
          onChange={(outcome) => props.onChange({ outcome: outcome || undefined })}
        />
      </JobsFilters>
      <Panel flush title={t('jobs.history')}>
        <Paged
          query={query}
          count={rows().length}
          empty={<EmptyState title={t('jobs.noRuns')} icon={<ListChecks class="size-6" />} />}
        >
          <DataTable
            caption={t('jobs.history')}
            columns={columns()}
            rows={rows()}
            rowId={({ id }) => id}
            rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
          />
        </Paged>
      </Panel>
    </div>
  )
}

export const tookOf = ({ startedAt, finishedAt }: JobRun): string =>
  finishedAt === null ? '–' : formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))

const columns = (): Column<JobRun>[] => [
  {
    key: 'task',
    head: t('jobs.task'),
    cell: (run) => (
      <div class="min-w-0">
        <ToJob id={run.jobId} task={run.task} />
        <Carries payload={run.payload} />
        <Show when={run.error}>
          <p class="line-clamp-2 text-sm text-error" dir="auto">
            {run.error}
          </p>
        </Show>
      </div>
    ),
  },
  { key: 'outcome', head: t('jobs.outcome'), cell: (run) => <OutcomeBadge outcome={run.outcome} /> },
  {
    key: 'attempt',
    head: t('jobs.attempt'),
    end: true,
    from: 'sm',
    cell: (run) => formatNumber(run.attempt),
  },
  { key: 'took', head: t('jobs.took'), end: true, from: 'sm', class: 'whitespace-nowrap', cell: tookOf },
  {
    key: 'started',
    head: t('jobs.started'),
    end: true,
    class: 'whitespace-nowrap text-muted',
    cell: (run) => <RelativeTime at={run.startedAt} />,
  },
]
