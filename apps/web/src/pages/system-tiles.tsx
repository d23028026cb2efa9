import type { SystemHealth } from '@belfry/shared/wire'
import { type JSX, Show } from 'solid-js'
import { Badge } from '../ui/badge.tsx'
import { cx } from '../ui/cx.ts'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { formatBytes, formatDuration } from './system-figures.ts'

/** The parts of the system, each with its figures. Every figure keeps its place while it changes. */
export function SystemTiles(props: { health: SystemHealth }) {
  return (
    <div class="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      <Tile title={t('system.database')} ok={props.health.database.ok} trouble={t('system.down')}>
        <Figure name={t('system.answers')}>{formatDuration(props.health.database.latencyMs)}</Figure>
        <Figure name={t('system.version')}>
          <bdi>{props.health.database.version}</bdi>
        </Figure>
        <Figure name={t('system.size')}>{formatBytes(props.health.database.sizeBytes)}</Figure>
      </Tile>
      <Tile title={t('system.notify')} ok={props.health.live.ok} trouble={t('system.notifyDown')}>
        <Figure name={t('system.roundTrip')}>
          <Show when={props.health.live.latencyMs !== null} fallback="–">
            {formatDuration(props.health.live.latencyMs!)}
          </Show>
        </Figure>
        <Figure name={t('system.connections')}>{formatNumber(props.health.connections)}</Figure>
      </Tile>
      <Tile
        title={t('system.jobs')}
        ok={props.health.jobs.failed === 0}
        trouble={`${t('system.failedNow')}: ${formatNumber(props.health.jobs.failed)}`}
        more={<LastHour runs={props.health.jobs.lastHour} />}
      >
        <Figure name={t('system.ready')}>{formatNumber(props.health.jobs.ready)}</Figure>
        <Figure name={t('system.running')}>{formatNumber(props.health.jobs.running)}</Figure>
        <Figure name={t('system.later')}>{formatNumber(props.health.jobs.later)}</Figure>
        <Figure name={t('system.oldest')}>
          {props.health.jobs.ready > 0 ? formatDuration(props.health.jobs.oldestMs) : '–'}
        </Figure>
      </Tile>
      <Tile title={t('system.audit')} ok>
        <Figure name={t('system.entries')}>{formatNumber(props.health.audit.entries)}</Figure>
        <Figure name={t('system.sealedTo')}>
          {props.health.audit.sealedTo > 0 ? formatNumber(props.health.audit.sealedTo) : '–'}
        </Figure>
        <Figure name={t('system.unsealed')}>{formatNumber(props.health.audit.unsealed)}</Figure>
      </Tile>
    </div>
  )
}

const Tile = (props: {
  title: string
  ok: boolean
  trouble?: string
  more?: JSX.Element
  children: JSX.Element
}) => (
  <Panel
    title={props.title}
    actions={
      <Show
        when={props.ok}
        fallback={
          <Badge tone="error" dot>
            {props.trouble}
          </Badge>
        }
      >
        <Badge tone="success" dot>
          {t('system.fine')}
        </Badge>
      </Show>
    }
  >
    <dl class="flex flex-col gap-1">{props.children}</dl>
    {props.more}
  </Panel>
)

const LastHour = (props: { runs: SystemHealth['jobs']['lastHour'] }) => (
  <div class="mt-2 border-t border-line pt-2">
    <h3 class="text-xs text-muted">{t('system.lastHour')}</h3>
    <dl class="mt-1 grid grid-cols-3 gap-2">
      <Count name={t('system.ok')} value={props.runs.ok} />
      <Count name={t('system.failed')} value={props.runs.failed} bad />
      <Count name={t('system.crashed')} value={props.runs.crashed} bad />
    </dl>
  </div>
)

const Count = (props: { name: string; value: number; bad?: boolean }) => (
  <div class="flex min-w-0 flex-col-reverse">
    <dt class="truncate text-xs text-muted">{props.name}</dt>
    <dd class={cx('font-medium tabular-nums', props.bad && props.value > 0 && 'text-error')}>
      {formatNumber(props.value)}
    </dd>
  </div>
)

const Figure = (props: { name: string; children: JSX.Element }) => (
  <div class="flex items-baseline justify-between gap-3">
    <dt class="text-muted">{props.name}</dt>
    <dd class="text-end font-medium tabular-nums">{props.children}</dd>
  </div>
)
