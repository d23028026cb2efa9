import type { JobState, JobsOverview, TaskFigures } from '@belfry/shared/wire'
import { Link } from '@tanstack/solid-router'
import CloudOff from 'lucide-solid/icons/cloud-off'
import { For, type JSX, Match, Show, Suspense, Switch, lazy } from 'solid-js'
import { createLook } from '../live/look.ts'
import { formatDuration } from '../pages/system-figures.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { StateBadge } from '../ui/badge.tsx'
import { Banner } from '../ui/banner.tsx'
import { cx } from '../ui/cx.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Tile } from '../ui/tile.tsx'
import { t } from '../words/index.ts'
import { formatNumber, formatTime } from '../words/time.ts'

const Chart = lazy(async () => ({ default: (await import('../ui/chart.tsx')).Chart }))

/** What waits, runs and ran, every two seconds; each figure leads to its jobs. */
export function JobsOverviewPage() {
  const live = createLook<JobsOverview>((observer) => trpc.jobs.live.subscribe(undefined, observer))
  return (
    <Switch>
      <Match when={live.state.seen}>
        {(seen) => (
          <div class={cx('flex flex-col gap-4 transition-opacity', live.silent() && 'opacity-50')}>
            <Show when={live.error()}>
              <Banner tone="error">{messageOf(live.error())}</Banner>
            </Show>
            <Tiles overview={seen()} />
            <LastHour overview={seen()} />
            <Tasks tasks={seen().tasks} />
            <Workers overview={seen()} />
          </div>
        )}
      </Match>
      <Match when={live.error()}>
        <EmptyState title={t('ui.loadFailed')} icon={<CloudOff class="size-6" />}>
          {messageOf(live.error())}
        </EmptyState>
      </Match>
      <Match when={true}>
        <SkeletonRows rows={10} />
      </Match>
    </Switch>
  )
}

function Tiles(props: { overview: JobsOverview }) {
  const count = (state: JobState) =>
    props.overview.tasks.reduce((sum, { waiting }) => sum + waiting[state], 0)
  return (
    <dl class="grid grid-cols-2 gap-4 md:grid-cols-3 xl:grid-cols-5">
      <For each={['running', 'ready', 'later', 'retrying', 'failed'] as const}>
        {(state) => (
          <Tile
            name={t('jobs.states', { state })}
            hint={
              state === 'ready' && props.overview.figures.ready > 0
                ? t('jobs.oldest', { age: formatDuration(props.overview.figures.oldestMs) })
                : undefined
            }
          >
            <ToJobs state={state}>{formatNumber(count(state))}</ToJobs>
          </Tile>
        )}
      </For>
    </dl>
  )
}

const LastHour = (props: { overview: JobsOverview }) => (
  <Panel title={t('jobs.lastHour')}>
    <Suspense fallback={<div class="h-56" />}>
      <Chart
        title={t('jobs.lastHour')}
        labelled={t('jobs.minute')}
        labels={props.overview.minutes.map(({ at }) => formatTime(at, 'time'))}
        series={[
          { name: t('jobs.done'), colour: 'success', values: props.overview.minutes.map(({ ok }) => ok) },
          {
            name: t('jobs.troubled'),
            colour: 'error',
            values: props.overview.minutes.map(({ failed }) => failed),
          },
        ]}
        format={formatNumber}
      />
    </Suspense>
  </Panel>
)

const Tasks = (props: { tasks: readonly TaskFigures[] }) => (
  <Panel title={t('jobs.tasks')} flush class="overflow-hidden">
    <DataTable caption={t('jobs.tasks')} columns={columns()} rows={props.tasks} rowId={({ task }) => task} />
  </Panel>
)

const columns = (): Column<TaskFigures>[] => [
  {
    key: 'task',
    head: t('jobs.task'),
    cell: (row) => (
      <div class="min-w-0">
        <Link to="/jobs" search={{ show: 'runs', task: row.task }} class="font-mono text-sm hover:underline">
          <bdi dir="ltr">{row.task}</bdi>
        </Link>
        <Show when={row.clock}>
          {(by) => (
            <p class="text-xs text-muted">
              {t('jobs.every', { every: by().every })}
              <Show when={by().lastAt}>
                {(at) => (
                  <>
                    {' · '}
                    {t('jobs.lastRun')} <RelativeTime at={at()} />
                  </>
                )}
              </Show>
              {' · '}
              {t('jobs.nextRun', { at: formatTime(by().nextAt, 'time') })}
            </p>
          )}
        </Show>
      </div>
    ),
  },
  waitingColumn('running', 'sm'),
  waitingColumn('ready'),
  waitingColumn('later', 'md'),
  waitingColumn('retrying', 'md'),
  waitingColumn('failed'),
  {
    key: 'done',
    head: t('jobs.doneHour'),
    end: true,
    class: 'whitespace-nowrap',
    cell: ({ ok }) => formatNumber(ok),
  },
  {
    key: 'troubled',
    head: t('jobs.troubledHour'),
    end: true,
    from: 'sm',
    cell: (row) => <span class={cx(row.failed > 0 && 'text-error')}>{formatNumber(row.failed)}</span>,
  },
  {
    key: 'median',
    head: t('jobs.median'),
    end: true,
    from: 'lg',
    class: 'whitespace-nowrap',
    cell: ({ medianMs }) => (medianMs === null ? '–' : formatDuration(medianMs)),
  },
  {
    key: 'p95',
    head: t('jobs.p95'),
    end: true,
    from: 'lg',
    class: 'whitespace-nowrap',
    cell: ({ p95Ms }) => (p95Ms === null ? '–' : formatDuration(p95Ms)),
  },
]

const waitingColumn = (state: JobState, from?: 'sm' | 'md'): Column<TaskFigures> => ({
  key: state,
  head: t('jobs.states', { state }),
  end: true,
  class: 'whitespace-nowrap',
  ...(from && { from }),
  cell: (row) =>
    row.waiting[state] === 0 ? (
      <span class="text-faint">0</span>
    ) : (
      <ToJobs state={state} task={row.task}>
        {formatNumber(row.waiting[state])}
      </ToJobs>
    ),
})

/** A figure that opens the jobs behind it. */
const ToJobs = (props: { state: JobState; task?: string; children: JSX.Element }) => (
  <Link
    to="/jobs"
    search={{ show: 'jobs', state: props.state, task: props.task }}
    class="underline-offset-4 hover:underline"
  >
    {props.children}
  </Link>
)

const Workers = (props: { overview: JobsOverview }) => (
  <Panel title={t('jobs.workers')} flush>
    <Show
      when={props.overview.workers.length > 0}
      fallback={<p class="px-4 py-3 text-error">{t('system.noWorker')}</p>}
    >
      <ul class="divide-y divide-line">
        <For each={props.overview.workers}>
          {(worker) => (
            <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
              <StateBadge tone={worker.alive ? 'success' : 'error'}>
                {worker.alive ? t('system.alive') : t('system.dead')}
              </StateBadge>
              <Link
                to="/jobs"
                search={{ show: 'runs', q: `worker:${worker.id}` }}
                class="min-w-0 grow truncate hover:underline"
              >
                <bdi dir="ltr">
                  {worker.host} · {worker.pid} · {worker.version}
                </bdi>
              </Link>
              <span class="text-sm tabular-nums text-muted">
                {t('jobs.runsNow', { count: worker.running })}
              </span>
              <span class="text-sm text-muted">
                {worker.alive ? t('system.started') : t('system.seen')}{' '}
                <RelativeTime at={worker.alive ? worker.startedAt : worker.seenAt} />
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  </Panel>
)
