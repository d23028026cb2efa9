import { For, Show, createResource, createSignal } from 'solid-js'
import { t, zone } from '../words/index.ts'
import { asRecurrence, dayIn, formatDayTime, recurrenceText } from './recurrence.ts'

export interface RecurrenceDatesProps {
  recurrence: unknown
  /** The moment at which it begins. */
  from: string
  /** The zone in which it happens. */
  timeZone: string
}

const IN_SIGHT = 10

/** How something comes again, in a sentence, and every date with its time where it happens. */
export function RecurrenceDates(props: RecurrenceDatesProps) {
  const [all, setAll] = createSignal(false)
  const rule = () => asRecurrence(props.recurrence)
  const first = () => dayIn(props.from, props.timeZone)
  // The calendar of all zones is heavy, and only such a list needs it.
  const [calendar] = createResource(() => import('@belfry/shared/occurrences'))
  const dates = () => {
    const whole = rule()
    if (!whole || !first() || calendar.state !== 'ready') return []
    return calendar().occurrencesOf({ startsAt: props.from, recurrence: whole }, props.timeZone)
  }
  return (
    <Show when={rule()}>
      {(whole) => (
        <div class="flex flex-col gap-1.5">
          <Show when={first()}>{(day) => <p>{recurrenceText(whole(), day())}</p>}</Show>
          <ol
            aria-label={t('recurrence.dates', { count: dates().length })}
            class="grid max-h-80 grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-4 gap-y-0.5 overflow-y-auto text-sm"
          >
            <For each={all() ? dates() : dates().slice(0, IN_SIGHT)}>
              {(one) => (
                <li>
                  <time datetime={one.startsAt}>{formatDayTime(one.startsAt, props.timeZone)}</time>
                </li>
              )}
            </For>
          </ol>
          <Show when={!all() && dates().length > IN_SIGHT}>
            <div>
              <button
                type="button"
                class="-mx-2 rounded-md px-2 py-1 text-sm text-accent-text hover:bg-hover pointer-coarse:min-h-10"
                onClick={() => setAll(true)}
              >
                {t('recurrence.showAll', { count: dates().length })}
              </button>
            </div>
          </Show>
          <Show when={props.timeZone !== zone}>
            <p class="text-sm text-muted">{t('recurrence.inZone', { zone: props.timeZone })}</p>
          </Show>
        </div>
      )}
    </Show>
  )
}
