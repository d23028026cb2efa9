import type { CalendarPage } from '@belfry/shared/wire'
import ChevronUp from 'lucide-solid/icons/chevron-up'
import { For, Show, createMemo, createSignal } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { createListKeys } from '../ui/list-keys.ts'
import { t } from '../words/index.ts'
import { tag } from '../words/time.ts'
import { type Placed, placedOn } from './placed.ts'
import { PlannedDate } from './planned.tsx'

/** Days side by side where there is room, and below each other where there is not; j and k go through what is on them. */
export function Week(props: { days: readonly string[]; today: string; page: CalendarPage | undefined }) {
  let days: HTMLElement | undefined
  const [withPast, setWithPast] = createSignal(false)
  createListKeys(() => days)
  const placed = createMemo(() => placedOn(props.days, props.page))
  // Places and kinds are named only where there are several.
  const withPlaces = () => new Set(props.page?.cases.map(({ scope }) => scope)).size > 1
  const withKind = () => new Set(props.page?.cases.map(({ workflow }) => workflow)).size > 1
  const past = () => (props.days.includes(props.today) ? props.days.filter((day) => day < props.today) : [])
  const pastDates = () => past().flatMap((day) => placed().get(day) ?? []).length
  return (
    <>
      {/* Where days stand below each other, one would have to go past those that are over. */}
      <Show when={!withPast() && pastDates() > 0}>
        <button
          type="button"
          class="flex min-h-11 w-full items-center gap-2 border-b border-line px-3 text-sm text-accent-text hover:bg-hover @min-[56rem]:hidden"
          onClick={() => setWithPast(true)}
        >
          <ChevronUp class="size-4" aria-hidden="true" />
          {t('calendar.earlier', { count: pastDates() })}
        </button>
      </Show>
      <ol
        ref={(element) => (days = element)}
        class="divide-line @max-[56rem]:divide-y @min-[56rem]:grid @min-[56rem]:min-h-96 @min-[56rem]:grid-cols-7 @min-[56rem]:divide-x"
      >
        <For each={props.days}>
          {(day) => (
            <Day
              day={day}
              isToday={day === props.today}
              isFolded={!withPast() && past().includes(day)}
              placed={placed().get(day) ?? []}
              withPlaces={withPlaces()}
              withKind={withKind()}
            />
          )}
        </For>
      </ol>
    </>
  )
}

function Day(props: {
  day: string
  isToday: boolean
  /** Where days stand below each other. */
  isFolded: boolean
  placed: Placed[]
  withPlaces: boolean
  withKind: boolean
}) {
  const places = () => [...new Set(props.placed.map(({ item }) => item.place))]
  return (
    <li
      aria-current={props.isToday ? 'date' : undefined}
      class={cx(
        'flex min-w-0 flex-col gap-1.5 px-1.5 pb-3 last:rounded-ee-lg @max-[56rem]:px-3 @max-[56rem]:last:rounded-es-lg @min-[56rem]:first:rounded-es-lg',
        props.isToday ? 'bg-sunken' : 'bg-surface',
        props.isFolded && '@max-[56rem]:hidden',
      )}
    >
      <h3 class="sticky top-12 z-10 -mx-1.5 flex items-baseline gap-1.5 border-line bg-inherit px-2.5 pt-2 pb-1.5 @max-[56rem]:static @max-[56rem]:-mx-3 @max-[56rem]:px-3 @max-[56rem]:pb-0 @min-[56rem]:border-b">
        <span
          class={cx(
            'text-lg font-semibold tabular-nums',
            props.isToday && '-ms-1 rounded-full bg-accent px-1.5 text-on-accent',
          )}
        >
          {formats().number.format(new Date(props.day))}
        </span>
        <span class={cx('truncate text-sm', props.isToday ? 'font-medium' : 'text-muted')}>
          {formats().weekday.format(new Date(props.day))}
        </span>
        <Show
          when={props.placed.length > 0}
          fallback={
            <span class="ms-auto text-sm text-faint @min-[56rem]:sr-only">{t('calendar.nothing')}</span>
          }
        >
          <span class="ms-auto text-xs text-muted tabular-nums">
            <span aria-hidden="true">{props.placed.length}</span>
            <span class="sr-only">{t('calendar.total', { count: props.placed.length })}</span>
          </span>
        </Show>
      </h3>
      <For each={places()}>
        {(place) => (
          <>
            <Show when={props.withPlaces && place}>
              <h4 class="truncate px-1 pt-1 text-xs font-medium text-muted" dir="auto">
                {place}
              </h4>
            </Show>
            <Dates
              placed={props.placed.filter(({ item }) => item.place === place)}
              withKind={props.withKind}
            />
          </>
        )}
      </For>
    </li>
  )
}

/** By what they are, so that whatever changes around it, a line keeps the focus. */
function Dates(props: { placed: Placed[]; withKind: boolean }) {
  const byKey = createMemo(() => new Map(props.placed.map((one) => [one.key, one])))
  return (
    <ul class="flex flex-col gap-1.5">
      <For each={[...byKey().keys()]}>
        {(key) => (
          <Show when={byKey().get(key)}>
            {(placed) => <PlannedDate placed={placed()} withKind={props.withKind} />}
          </Show>
        )}
      </For>
    </ul>
  )
}

const made = new Map<string, { number: Intl.DateTimeFormat; weekday: Intl.DateTimeFormat }>()

function formats() {
  let known = made.get(tag())
  if (!known)
    made.set(
      tag(),
      (known = {
        number: new Intl.DateTimeFormat(tag(), { day: 'numeric', timeZone: 'UTC' }),
        weekday: new Intl.DateTimeFormat(tag(), { weekday: 'long', timeZone: 'UTC' }),
      }),
    )
  return known
}
