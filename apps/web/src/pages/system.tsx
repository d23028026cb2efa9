import type { SystemHealth } from '@belfry/shared/wire'
import { getRouteApi } from '@tanstack/solid-router'
import CloudOff from 'lucide-solid/icons/cloud-off'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { createLook } from '../live/look.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { Banner } from '../ui/banner.tsx'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { Allowed } from './not-allowed.tsx'
import { NotificationFigures } from './notification-figures.tsx'
import { SystemConnections } from './system-connections.tsx'
import { SystemProcesses } from './system-processes.tsx'
import { SystemSending } from './system-sending.tsx'
import { SystemTiles } from './system-tiles.tsx'
import type { SystemView } from './system.search.ts'

export default function SystemPage() {
  return (
    <Allowed permission="system.read" title={t('shell.system')}>
      <Views />
    </Allowed>
  )
}

const route = getRouteApi('/shell/system')

function Views() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const view = (): SystemView => search().show ?? 'health'
  return (
    <Show when={view() !== 'health'} fallback={<Health bar={<ViewTabs current="health" />} />}>
      <Page title={t('shell.system')} bar={<ViewTabs current={view()} />}>
        <Show
          when={view() === 'sending'}
          fallback={
            <NotificationFigures
              days={search().days}
              onDays={(days) => void navigate({ search: (before) => ({ ...before, days }) })}
            />
          }
        >
          <SystemSending />
        </Show>
      </Page>
    </Show>
  )
}

const ViewTabs = (props: { current: SystemView }) => (
  <Tabs
    label={t('shell.system')}
    current={props.current}
    tabs={[
      { value: 'health', label: t('system.viewHealth') },
      { value: 'sending', label: t('system.viewSending') },
      { value: 'figures', label: t('system.viewFigures') },
    ]}
  />
)

function Health(props: { bar: JSX.Element }) {
  const live = createLook<SystemHealth>((observer) => trpc.system.live.subscribe(undefined, observer))
  return (
    <Page
      title={t('shell.system')}
      beside={
        <Show when={live.state.seen}>{(health) => <Summary health={health()} silent={live.silent()} />}</Show>
      }
      under={t('system.live')}
      bar={props.bar}
    >
      <Show when={live.error() && live.state.seen}>
        <Banner tone="error">{messageOf(live.error())}</Banner>
      </Show>
      <Switch>
        <Match when={live.state.seen}>
          {(health) => (
            <div class={cx('flex flex-col gap-4 transition-opacity', live.silent() && 'opacity-50')}>
              <Show when={!health().processes.some(({ kind, alive }) => kind === 'worker' && alive)}>
                <Banner tone="error">{t('system.noWorker')}</Banner>
              </Show>
              <SystemTiles health={health()} />
              <SystemProcesses processes={health().processes} />
              <SystemConnections open={health().connections} />
            </div>
          )}
        </Match>
        <Match when={live.error()}>
          <EmptyState title={t('system.lost')} icon={<CloudOff class="size-6" />}>
            {messageOf(live.error())}
          </EmptyState>
        </Match>
        <Match when={true}>
          <SkeletonRows rows={10} />
        </Match>
      </Switch>
    </Page>
  )
}

function Summary(props: { health: SystemHealth; silent: boolean }) {
  const troubles = () =>
    [
      props.health.database.ok,
      props.health.live.ok,
      props.health.jobs.failed === 0,
      props.health.processes.some(({ kind, alive }) => kind === 'worker' && alive),
    ].filter((fine) => !fine).length
  return (
    <output>
      <Switch>
        <Match when={props.silent}>
          <Badge tone="warning" dot>
            {t('system.stale', { time: formatTime(props.health.at, 'time') })}
          </Badge>
        </Match>
        <Match when={troubles() > 0}>
          <Badge tone="error" dot>
            {t('system.trouble', { count: troubles() })}
          </Badge>
        </Match>
        <Match when={true}>
          <Badge tone="success" dot>
            {t('system.allWell')}
          </Badge>
        </Match>
      </Switch>
    </output>
  )
}
