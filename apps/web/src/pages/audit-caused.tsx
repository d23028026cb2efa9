import type { AuditCaused } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { trpc } from '../trpc.ts'
import { t } from '../words/index.ts'
import { formatNumber, formatTime } from '../words/time.ts'

/** What an entry led to: who was told in which state that is, what was sent, and the jobs that did it. */
export function AuditCausedBy(props: { entryId: string }) {
  const query = useQuery(() => ({
    queryKey: ['audit', 'entry', props.entryId],
    queryFn: () => trpc.audit.get.query({ id: props.entryId }),
  }))
  return <Show when={query.data}>{(entry) => <Caused caused={entry().caused} />}</Show>
}

function Caused(props: { caused: AuditCaused }) {
  const counted = (rows: { state: string; count: number }[]) =>
    rows.map(({ state, count }) => t('audit.inState', { state, count }))
  const sent = () =>
    props.caused.deliveries.map(({ channel, state, count }) =>
      t('audit.sentBy', { channel, what: t('audit.inState', { state, count }) }),
    )
  const jobs = () =>
    props.caused.jobs.map(({ task, attempt, outcome, startedAt }) =>
      t('audit.job', {
        task,
        attempt: formatNumber(attempt),
        outcome: outcome ?? 'running',
        time: formatTime(startedAt, 'precise'),
      }),
    )
  return (
    <section class="flex flex-col gap-2">
      <h2 class="text-sm font-medium">{t('audit.caused')}</h2>
      <dl class="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2 xl:grid-cols-4">
        <Led label={t('audit.told')} lines={counted(props.caused.notifications)} />
        <Led label={t('audit.deliveries')} lines={sent()} />
        <Led label={t('audit.webhooks')} lines={counted(props.caused.webhooks)} />
        <Led label={t('audit.jobs')} lines={jobs()} />
      </dl>
    </section>
  )
}

const Led = (props: { label: JSX.Element; lines: string[] }) => (
  <div class="min-w-0">
    <dt class="text-muted">{props.label}</dt>
    <For each={props.lines} fallback={<dd class="text-faint">{t('audit.none')}</dd>}>
      {(line) => <dd>{line}</dd>}
    </For>
  </div>
)
