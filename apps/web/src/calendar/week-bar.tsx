import type { CalendarPage } from '@belfry/shared/wire'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { createKeys } from '../ui/list-keys.ts'
import { t } from '../words/index.ts'
import { tag } from '../words/time.ts'
import { zonesIn } from './placed.ts'
import { daysLater } from './weeks.ts'

export interface WeekBarProps {
  days: readonly string[]
  page: CalendarPage | undefined
  /** Another week by one of its days; the one that is on now for none. */
  onShow: (day: string | undefined) => void
}

/** Which week it is, the ways to others, and whose clocks its times are those of. */
export function WeekBar(props: WeekBarProps) {
  const go = (weeks: number) => props.onShow(daysLater(props.days[0]!, 7 * weeks))
  // Arrows go where they point to: in Arabic time runs to the left.
  const along = () => (document.documentElement.dir === 'rtl' ? -1 : 1)
  const goToday = () => {
    props.onShow(undefined)
    requestAnimationFrame(() =>
      document.querySelector('main [aria-current="date"]')?.scrollIntoView({ block: 'nearest' }),
    )
  }
  createKeys({ t: goToday, ArrowLeft: () => go(-along()), ArrowRight: () => go(along()) })
  return (
    <header class="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2">
      <div class="flex items-center gap-1">
        <Button size="sm" aria-keyshortcuts="t" onClick={goToday}>
          {t('calendar.today')}
        </Button>
        <IconButton size="sm" label={t('calendar.previous')} onClick={() => go(-1)}>
          <ChevronLeft class="size-4 rtl:-scale-x-100" aria-hidden="true" />
        </IconButton>
        <IconButton size="sm" label={t('calendar.next')} onClick={() => go(1)}>
          <ChevronRight class="size-4 rtl:-scale-x-100" aria-hidden="true" />
        </IconButton>
      </div>
      <h2 class="font-medium tabular-nums" aria-live="polite">
        {rangeOf(props.days)}
      </h2>
      <Show when={zoneNote(props.page)}>
        {(note) => <p class="ms-auto text-sm text-muted @max-[56rem]:ms-0">{note()}</p>}
      </Show>
    </header>
  )
}

/** "16 – 22 November 2026". */
function rangeOf(days: readonly string[]): string {
  const format = new Intl.DateTimeFormat(tag(), { dateStyle: 'long', timeZone: 'UTC' })
  return format.formatRange(new Date(days[0]!), new Date(days.at(-1)!))
}

function zoneNote(page: CalendarPage | undefined): string | undefined {
  const zones = [...zonesIn(page)]
  const list = (texts: string[]) => new Intl.ListFormat(tag(), { type: 'unit' }).format(texts)
  if (zones.length === 0) return undefined
  if (zones.length === 1) return t('recurrence.inZone', { zone: zones[0]![0] })
  return t('calendar.inZones', {
    zones: list(zones.map(([zone, places]) => (places.length > 0 ? `${list(places)} – ${zone}` : zone))),
  })
}
