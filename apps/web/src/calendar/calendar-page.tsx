import type { CalendarPage } from '@belfry/shared/wire'
import CalendarDays from 'lucide-solid/icons/calendar-days'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { messageOf } from '../session.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t, zone } from '../words/index.ts'
import { clockIn } from './clocks.ts'
import { zonesIn } from './placed.ts'
import { WeekBar } from './week-bar.tsx'
import { Week } from './week.tsx'
import { weekOf } from './weeks.ts'

/** Today, in the one zone that is on the page, or in the reader's. */
const todayIn = (page: CalendarPage | undefined): string => {
  const zones = [...zonesIn(page).keys()]
  return clockIn(zones.length === 1 ? zones[0]! : zone).day(now())
}

/** The week that the address names by one of its days, or this one. */
export const shownWeek = (named: string | undefined): string[] => weekOf(named ?? todayIn(undefined))

export interface CalendarPanelProps {
  days: readonly string[]
  calendar: { page: () => CalendarPage | undefined; error: () => unknown; again: () => void }
  /** What to do about a week in which nothing fits. */
  emptyActions?: JSX.Element
  onShow: (day: string | undefined) => void
}

/** One week of a calendar, with the ways to others. */
export function CalendarPanel(props: CalendarPanelProps) {
  const page = () => props.calendar.page()
  return (
    <Panel flush class="@container">
      <WeekBar days={props.days} page={page()} onShow={props.onShow} />
      <Show when={props.calendar.error() && page()}>
        <Banner tone="warning" class="rounded-none">
          {messageOf(props.calendar.error())}
        </Banner>
      </Show>
      <Show when={page()?.more}>
        <Banner tone="warning" class="rounded-none">
          {t('calendar.more', { count: page()!.dates.length })}
        </Banner>
      </Show>
      <Switch fallback={<Week days={props.days} today={todayIn(page())} page={page()} />}>
        <Match when={!page() && props.calendar.error()}>
          <EmptyState
            title={t('ui.loadFailed')}
            icon={<CalendarDays class="size-6" />}
            actions={<Button onClick={() => props.calendar.again()}>{t('ui.retry')}</Button>}
          >
            {messageOf(props.calendar.error())}
          </EmptyState>
        </Match>
        <Match when={!page()}>
          <SkeletonRows />
        </Match>
        <Match when={page()?.dates.length === 0}>
          <EmptyState
            title={t('calendar.empty')}
            icon={<CalendarDays class="size-6" />}
            actions={props.emptyActions}
          >
            {t('calendar.emptyWhy')}
          </EmptyState>
        </Match>
      </Switch>
    </Panel>
  )
}
