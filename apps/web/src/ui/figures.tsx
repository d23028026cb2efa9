import BarChart from 'lucide-solid/icons/chart-column'
import { type JSX, Match, Switch } from 'solid-js'
import { messageOf } from '../session.ts'
import { t } from '../words/index.ts'
import { EmptyState } from './empty-state.tsx'
import { Panel } from './panel.tsx'
import { PeriodSelect } from './period.tsx'
import { SkeletonRows } from './skeleton.tsx'

export interface FiguresProps<Stats> {
  days: number
  onDays: (days: number) => void
  query: { data: Stats | undefined; error: unknown }
  isEmpty: (stats: Stats) => boolean
  /** What to say where there is nothing to count. */
  empty: string
  children: (stats: () => Stats) => JSX.Element
}

/** Figures of the last days: how many days, and then the figures, or that they are on their way, cannot be had, or are none. */
export function Figures<Stats extends object>(props: FiguresProps<Stats>) {
  return (
    <div class="flex flex-col gap-4">
      <PeriodSelect days={props.days} onDays={props.onDays} />
      <Switch>
        <Match when={props.query.data && !props.isEmpty(props.query.data) && props.query.data}>
          {(stats) => props.children(stats)}
        </Match>
        <Match when={props.query.data}>
          <Panel flush>
            <EmptyState title={props.empty} icon={<BarChart class="size-6" />} />
          </Panel>
        </Match>
        <Match when={props.query.error}>
          <EmptyState title={t('ui.loadFailed')}>{messageOf(props.query.error)}</EmptyState>
        </Match>
        <Match when={true}>
          <SkeletonRows rows={8} />
        </Match>
      </Switch>
    </div>
  )
}
