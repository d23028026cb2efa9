import { QuietHours, QuietWindow } from '@belfry/shared/delivery'
import type { Preferences } from '@belfry/shared/wire'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { For, Index, Show, createUniqueId } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { Field, controlClass } from '../ui/field.tsx'
import { GroupField } from '../ui/group-field.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'
import { formatTimeIn } from '../words/time.ts'
import { quietSentence, weekdayName } from './sentences.ts'
import { zoneOf } from './zones.ts'

const MOST = 14
const WEEK = [1, 2, 3, 4, 5, 6, 7]
const night = { from: '22:00', to: '07:00' }

/** The days off where the reader lives, as far as the browser knows. */
function weekend(): number[] {
  const place = new Intl.Locale(navigator.language) as { getWeekInfo?: () => { weekend: number[] } }
  return place.getWeekInfo?.().weekend ?? [6, 7]
}

export interface QuietHoursProps {
  windows: QuietWindow[]
  onChange: (windows: QuietWindow[]) => void
  timeZone: string | null
  /** The quiet time that is now or next, of what is saved; null while something else is chosen. */
  next: Preferences['nextQuiet']
}

export const isWhole = (window: QuietWindow): boolean => QuietWindow.safeParse(window).success

/** At which times of the week nothing may make a noise. */
export function QuietHoursEditor(props: QuietHoursProps) {
  let list: HTMLElement | undefined
  const add = (window: QuietWindow) => {
    props.onChange([...props.windows, window])
    list?.querySelector<HTMLElement>('li:last-child input')?.focus()
  }
  const put = (at: number, change: Partial<QuietWindow>) =>
    props.onChange(props.windows.map((window, place) => (place === at ? { ...window, ...change } : window)))
  const remove = (at: number) => {
    props.onChange(props.windows.filter((_, place) => place !== at))
    list?.parentElement?.querySelector<HTMLElement>('[data-add]')?.focus()
  }
  const whole = () => props.windows.every(isWhole)
  const error = () =>
    whole() && props.windows.length <= MOST && !QuietHours.safeParse(props.windows).success
      ? t('preferences.needHour')
      : null
  return (
    <Panel title={t('preferences.quietHours')}>
      <div class="flex flex-col gap-3">
        <p class="text-sm text-muted">{t('preferences.quietWhy')}</p>
        <p aria-live="polite" class="font-medium">
          {whole() ? quietSentence(props.windows) : ''}
        </p>
        <Show when={whole() && props.next}>
          {(next) => <NextQuiet span={next()} zone={props.timeZone} />}
        </Show>
        <ul ref={(element) => (list = element)} class="flex flex-col gap-3 empty:hidden">
          <Index each={props.windows}>
            {(window, at) => (
              <WindowInput
                window={window()}
                number={at + 1}
                onChange={(change) => put(at, change)}
                onRemove={() => remove(at)}
              />
            )}
          </Index>
        </ul>
        <Show when={error()}>
          {(text) => (
            <p role="alert" class="text-sm text-error">
              {text()}
            </p>
          )}
        </Show>
        <div class="flex flex-wrap gap-2">
          <Show when={props.windows.length === 0}>
            <Button onClick={() => add({ days: [...WEEK], ...night })}>{t('preferences.addNights')}</Button>
            <Button onClick={() => add({ days: weekend(), from: '00:00', to: '00:00' })}>
              {t('preferences.addWeekend')}
            </Button>
          </Show>
          <Button
            data-add
            disabledReason={props.windows.length >= MOST ? t('preferences.mostWindows') : null}
            onClick={() => add({ days: [1, 2, 3, 4, 5], ...night })}
          >
            <Plus class="size-4" aria-hidden="true" />
            {t('preferences.addWindow')}
          </Button>
        </div>
      </div>
    </Panel>
  )
}

function NextQuiet(props: { span: { from: string; to: string }; zone: string | null }) {
  const time = (at: string) => formatTimeIn(at, zoneOf(props.zone))
  const isNow = () => Date.parse(props.span.from) <= now()
  return (
    <p class="text-sm text-muted">
      {isNow()
        ? t('preferences.quietNow', { to: time(props.span.to) })
        : t('preferences.quietNext', { from: time(props.span.from), to: time(props.span.to) })}
    </p>
  )
}

interface WindowInputProps {
  window: QuietWindow
  number: number
  onChange: (change: Partial<QuietWindow>) => void
  onRemove: () => void
}

function WindowInput(props: WindowInputProps) {
  const id = createUniqueId()
  const toggle = (day: number, isOn: boolean) =>
    props.onChange({
      days: [...props.window.days.filter((one) => one !== day), ...(isOn ? [day] : [])].toSorted(
        (a, b) => a - b,
      ),
    })
  const hasTimes = () => props.window.from !== '' && props.window.to !== ''
  return (
    <li
      aria-labelledby={id}
      class="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border border-line bg-sunken/60 p-3"
    >
      <span id={id} class="sr-only">
        {t('preferences.windowOf', { number: props.number })}
      </span>
      <GroupField
        label={t('preferences.days')}
        error={props.window.days.length === 0 ? t('preferences.needDays') : null}
      >
        <div class="flex flex-wrap gap-1.5">
          <For each={WEEK}>
            {(day) => (
              <label class="relative inline-flex h-8 min-w-11 items-center justify-center rounded-md border border-line-strong/70 bg-surface px-2 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus pointer-coarse:h-10">
                <input
                  type="checkbox"
                  class="sr-only"
                  checked={props.window.days.includes(day)}
                  aria-label={weekdayName(day)}
                  onChange={(event) => toggle(day, event.currentTarget.checked)}
                />
                {weekdayName(day, 'short')}
              </label>
            )}
          </For>
        </div>
      </GroupField>
      <div class="flex items-start gap-3">
        <TimeField
          label={t('preferences.from')}
          value={props.window.from}
          onChange={(from) => props.onChange({ from })}
        />
        <TimeField
          label={t('preferences.to')}
          value={props.window.to}
          onChange={(to) => props.onChange({ to })}
          hint={
            hasTimes() && props.window.to <= props.window.from && props.window.to !== '00:00'
              ? t('preferences.nextDay')
              : undefined
          }
        />
        <div class="pt-6">
          <IconButton
            label={t('preferences.removeWindow', { number: props.number })}
            onClick={() => props.onRemove()}
          >
            <Trash class="size-4" aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <Show when={!hasTimes()}>
        <p role="alert" class="w-full text-sm text-error">
          {t('preferences.needTimes')}
        </p>
      </Show>
    </li>
  )
}

const TimeField = (props: {
  label: string
  value: string
  hint?: string | undefined
  onChange: (value: string) => void
}) => (
  <Field label={props.label} hint={props.hint} class="w-32">
    {(control) => (
      <input
        {...control}
        type="time"
        class={controlClass}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value.slice(0, 5))}
      />
    )}
  </Field>
)
