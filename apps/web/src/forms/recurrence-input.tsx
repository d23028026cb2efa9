import { type Recurrence, recurrenceDays } from '@belfry/shared'
import { For, Match, Show, Switch, createSignal } from 'solid-js'
import { DateField } from '../ui/date-field.tsx'
import type { FieldProps } from '../ui/field.tsx'
import { GroupField } from '../ui/group-field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Select } from '../ui/select.tsx'
import { t, zone } from '../words/index.ts'
import {
  type Unfinished,
  asRecurrence,
  asUnfinished,
  dayIn,
  formatDay,
  weekdayName,
  weekdayOf,
} from './recurrence.ts'

export interface RecurrenceInputProps extends FieldProps {
  value: unknown
  onChange: (value: Unfinished | undefined) => void
  /** The moment at which it begins, as far as it is known. */
  from: string
  /** Where it happens; the reader's own zone where left out. */
  timeZone?: string | undefined
}

/** How something comes again, and the days that this gives, of which some can be left out. */
export function RecurrenceInput(props: RecurrenceInputProps) {
  const rule = () => asUnfinished(props.value)
  const first = () => dayIn(props.from, props.timeZone ?? zone)
  const set = (change: Partial<Recurrence>) => {
    const before = rule()
    if (before) props.onChange({ ...before, ...change })
  }
  const setEvery = (every: 'never' | 'day' | 'week') => {
    if (every === 'never') return props.onChange(undefined)
    props.onChange({ interval: 1, weekdays: [], except: [], ...rule(), every })
  }
  return (
    <GroupField {...props}>
      <div class="flex flex-col gap-3">
        <Select
          label={t('recurrence.how')}
          labelHidden
          value={rule()?.every ?? 'never'}
          options={[
            { value: 'never', label: t('recurrence.never') },
            { value: 'day', label: t('recurrence.byDays') },
            { value: 'week', label: t('recurrence.byWeeks') },
          ]}
          onChange={setEvery}
        />
        <Show when={rule()}>
          {(given) => (
            <div class="flex flex-col gap-3 rounded-lg border border-line bg-sunken/60 p-3">
              <div class="grid gap-3 sm:grid-cols-2">
                <NumberField
                  label={t('recurrence.every')}
                  integer
                  value={given().interval}
                  unit={t(given().every === 'day' ? 'recurrence.days' : 'recurrence.weeks', {
                    count: Number(given().interval) || 1,
                  })}
                  onInput={(interval) => set({ interval: interval as number })}
                />
                <DateField
                  label={t('recurrence.until')}
                  value={given().until ?? ''}
                  onInput={(until) => set({ until })}
                />
              </div>
              <Show when={given().every === 'week'}>
                <Weekdays rule={given()} first={first()} onChange={(weekdays) => set({ weekdays })} />
              </Show>
              <Days rule={given()} first={first()} onChange={(except) => set({ except })} />
            </div>
          )}
        </Show>
      </div>
    </GroupField>
  )
}

/** The days of the week; as long as none is chosen it is the one on which it begins. */
function Weekdays(props: { rule: Unfinished; first: string | null; onChange: (weekdays: number[]) => void }) {
  const chosen = () => {
    const own = props.rule.weekdays ?? []
    return own.length === 0 && props.first ? [weekdayOf(props.first)] : own
  }
  const toggle = (weekday: number, isOn: boolean) =>
    props.onChange(
      [...chosen().filter((one) => one !== weekday), ...(isOn ? [weekday] : [])].toSorted((a, b) => a - b),
    )
  return (
    <GroupField label={t('recurrence.on')}>
      <div class="flex flex-wrap gap-1.5">
        <For each={[1, 2, 3, 4, 5, 6, 7]}>
          {(weekday) => (
            <label class="inline-flex h-8 min-w-12 items-center justify-center rounded-md border border-line-strong/70 bg-surface px-2 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus pointer-coarse:h-10">
              <input
                type="checkbox"
                class="sr-only"
                checked={chosen().includes(weekday)}
                onChange={(event) => toggle(weekday, event.currentTarget.checked)}
              />
              {weekdayName(weekday)}
            </label>
          )}
        </For>
      </div>
    </GroupField>
  )
}

const IN_SIGHT = 14

/** The days that come of it, each to be left out or taken in again. */
function Days(props: { rule: Unfinished; first: string | null; onChange: (except: string[]) => void }) {
  const [all, setAll] = createSignal(false)
  const rule = () => asRecurrence(props.rule)
  const days = () => {
    const whole = rule()
    return whole && props.first ? recurrenceDays(props.first, whole) : []
  }
  const except = () => props.rule.except ?? []
  const toggle = (day: string, isOn: boolean) =>
    props.onChange(isOn ? except().filter((one) => one !== day) : [...except(), day].toSorted())
  const count = () => days().filter((day) => !except().includes(day)).length
  return (
    <Switch>
      <Match when={!props.first}>
        <p class="text-sm text-muted">{t('recurrence.startMissing')}</p>
      </Match>
      <Match when={!rule()}>
        <p class="text-sm text-muted">{t('recurrence.untilMissing')}</p>
      </Match>
      <Match when={true}>
        <GroupField label={t('recurrence.dates', { count: count() })} hint={t('recurrence.untick')}>
          <ul class="grid max-h-72 grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-x-3 overflow-y-auto">
            <For each={all() ? days() : days().slice(0, IN_SIGHT)}>
              {(day) => (
                <li>
                  <label class="flex min-h-7 items-center gap-2 tabular-nums has-[input:not(:checked)]:text-faint has-[input:not(:checked)]:line-through pointer-coarse:min-h-10">
                    <input
                      type="checkbox"
                      class="size-4 shrink-0"
                      checked={!except().includes(day)}
                      onChange={(event) => toggle(day, event.currentTarget.checked)}
                    />
                    <time datetime={day}>{formatDay(day)}</time>
                  </label>
                </li>
              )}
            </For>
          </ul>
          <Show when={!all() && days().length > IN_SIGHT}>
            <div>
              <button
                type="button"
                class="rounded-md px-2 py-1 text-sm text-accent-text hover:bg-hover pointer-coarse:min-h-10"
                onClick={() => setAll(true)}
              >
                {t('recurrence.showAll', { count: days().length })}
              </button>
            </div>
          </Show>
        </GroupField>
      </Match>
    </Switch>
  )
}
