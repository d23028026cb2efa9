import { type JobItem, type WhichJobs, jobStates } from '@belfry/shared/wire'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import ListChecks from 'lucide-solid/icons/list-checks'
import { Show, createEffect, createSignal, on } from 'solid-js'
import { Paged } from '../pages/paged.tsx'
import { may, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Select } from '../ui/select.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { DiscardDialog, RetryDialog } from './change.tsx'
import { JobsFilters, type JobsFilterProps, taskIn } from './filters.tsx'
import { JobBadge } from './state-badge.tsx'

const FRESH_MS = 3_000

/** Jobs that are not done, the newest first. */
export function JobsList(props: JobsFilterProps) {
  const filter = () => ({
    state: props.search.state,
    task: taskIn(props.search),
    search: props.search.q ?? '',
  })
  const query = useInfiniteQuery(() => ({
    queryKey: ['jobs', 'list', filter()],
    queryFn: ({ pageParam }) => trpc.jobs.list.query({ ...filter(), cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : FRESH_MS),
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set())
  createEffect(on(filter, () => setSelected(new Set<string>()), { defer: true }))
  const which = (): WhichJobs => (selected().size > 0 ? { ids: [...selected()] } : { filter: filter() })
  return (
    <div class="flex flex-col gap-4">
      <JobsFilters {...props}>
        <Select
          label={t('jobs.state')}
          value={props.search.state ?? ''}
          placeholder={t('jobs.allStates')}
          options={jobStates.map((state) => ({ value: state, label: t('jobs.states', { state }) }))}
          onChange={(state) => props.onChange({ state: state || undefined })}
        />
      </JobsFilters>
      <Panel
        flush
        title={t('jobs.waiting')}
        actions={
          <Changes
            which={which()}
            count={selected().size}
            none={rows().length === 0}
            onDone={() => setSelected(new Set<string>())}
          />
        }
      >
        <Paged
          query={query}
          count={rows().length}
          empty={<EmptyState title={t('jobs.none')} icon={<ListChecks class="size-6" />} />}
        >
          <DataTable
            caption={t('jobs.waiting')}
            columns={columns(selected, (id, isOn) =>
              setSelected((before) => {
                const after = new Set(before)
                if (isOn) after.add(id)
                else after.delete(id)
                return after
              }),
            )}
            rows={rows()}
            rowId={({ id }) => id}
            rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
          />
        </Paged>
      </Panel>
    </div>
  )
}

/** What can be done with those selected, or without any with all that match. */
function Changes(props: { which: WhichJobs; count: number; none: boolean; onDone: () => void }) {
  const me = useMe()
  const [asking, setAsking] = createSignal<{ deed: 'retry' | 'discard'; which: WhichJobs } | null>(null)
  const whyNot = () => (may(me(), 'jobs.change') ? (props.none ? t('jobs.none') : null) : t('jobs.mayNot'))
  const ask = (deed: 'retry' | 'discard') => setAsking({ deed, which: props.which })
  const done = () => {
    setAsking(null)
    props.onDone()
  }
  return (
    <div class="flex flex-wrap gap-2">
      <Button size="sm" disabledReason={whyNot()} onClick={() => ask('retry')}>
        {t('jobs.retryThem', { count: props.count })}
      </Button>
      <Button size="sm" disabledReason={whyNot()} onClick={() => ask('discard')}>
        {t('jobs.discardThem', { count: props.count })}
      </Button>
      <Show when={asking()} keyed>
        {({ deed, which }) =>
          deed === 'retry' ? (
            <RetryDialog which={which} onDone={done} />
          ) : (
            <DiscardDialog which={which} onDone={done} />
          )
        }
      </Show>
    </div>
  )
}

const columns = (
  selected: () => ReadonlySet<string>,
  onSelect: (id: string, isOn: boolean) => void,
): Column<JobItem>[] => [
  {
    key: 'select',
    head: t('jobs.select'),
    headHidden: true,
    class: 'w-8',
    cell: (job) => (
      <Show when={job.state !== 'running'}>
        <input
          type="checkbox"
          class="relative z-1 size-4 align-middle accent-accent"
          aria-label={t('jobs.selectOne', { id: job.id, task: job.task })}
          checked={selected().has(job.id)}
          onChange={(event) => onSelect(job.id, event.currentTarget.checked)}
        />
      </Show>
    ),
  },
  {
    key: 'task',
    head: t('jobs.task'),
    cell: (job) => (
      <div class="min-w-0">
        <ToJob id={job.id} task={job.task} />
        <Carries payload={job.payload} />
        <Show when={job.error}>
          <p class="line-clamp-2 text-sm text-error" dir="auto">
            {job.error}
          </p>
        </Show>
      </div>
    ),
  },
  { key: 'state', head: t('jobs.state'), cell: (job) => <JobBadge state={job.state} /> },
  {
    key: 'attempts',
    head: t('jobs.attempts'),
    end: true,
    from: 'sm',
    cell: (job) => t('jobs.attemptsOf', { attempts: job.attempts, most: job.maxAttempts }),
  },
  {
    key: 'priority',
    head: t('jobs.priority'),
    end: true,
    from: 'lg',
    cell: (job) => formatNumber(job.priority),
  },
  {
    key: 'runAt',
    head: t('jobs.runAt'),
    end: true,
    class: 'whitespace-nowrap text-muted',
    cell: (job) => <RelativeTime at={job.runAt} />,
  },
]

export const ToJob = (props: { id: string; task: string }) => (
  <Link
    to="."
    search={((before: object) => ({ ...before, job: props.id })) as never}
    replace
    resetScroll={false}
    class="font-mono text-sm font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
  >
    <bdi dir="ltr">
      {props.task} #{props.id}
    </bdi>
  </Link>
)

/** What a job carries, in one line. */
export const Carries = (props: { payload: Record<string, unknown> }) => (
  <Show when={Object.keys(props.payload).length > 0}>
    <p class="truncate font-mono text-xs text-muted" dir="ltr">
      {JSON.stringify(props.payload)}
    </p>
  </Show>
)
