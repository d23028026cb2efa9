import type { ProcessView } from '@belfry/shared/wire'
import { For, Show } from 'solid-js'
import { StateBadge } from '../ui/badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'

/** API processes and workers: who is there, since when, and who was seen last when. */
export const SystemProcesses = (props: { processes: readonly ProcessView[] }) => (
  <Panel title={t('system.processes')} flush>
    <ul class="divide-y divide-line">
      <For each={props.processes}>
        {(process) => (
          <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <span class="w-24 font-medium">
              {process.kind === 'api' ? t('system.api') : t('system.worker')}
            </span>
            <StateBadge tone={process.alive ? 'success' : 'error'}>
              {process.alive ? t('system.alive') : t('system.dead')}
            </StateBadge>
            <span class="min-w-0 grow truncate text-sm text-muted" dir="ltr">
              {process.host} · {process.pid} · {process.version}
            </span>
            <Show when={process.kind === 'api'}>
              <span class="text-sm text-muted tabular-nums">
                {t('system.connectionsOf', { count: process.connections })}
              </span>
            </Show>
            <span class="text-sm text-muted">
              {process.alive ? t('system.started') : t('system.seen')}{' '}
              <RelativeTime at={process.alive ? process.startedAt : process.seenAt} />
            </span>
          </li>
        )}
      </For>
    </ul>
  </Panel>
)
