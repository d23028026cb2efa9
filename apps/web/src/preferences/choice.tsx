import { type Channel, type Rhythm, defaultRhythm, rhythmsOf } from '@belfry/shared/delivery'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { For, Show } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { controlClass } from '../ui/field.tsx'
import { Switch } from '../ui/switch.tsx'
import { t } from '../words/index.ts'

export interface ChoiceProps {
  channel: Channel
  /** Null is Belfry's own rule. */
  value: Rhythm | null
  onChange: (value: Rhythm | null) => void
  /** Its name for screen readers: "Goals, Mail". */
  label: string
  /** Not saved yet. */
  changed: boolean
}

/** One cell: a switch where a channel only knows on and off, a list where it also gathers. */
export function Choice(props: ChoiceProps) {
  const usual = () => defaultRhythm[props.channel]
  const rhythm = () => props.value ?? usual()
  const choose = (wanted: Rhythm) => props.onChange(wanted === usual() ? null : wanted)
  return (
    <Show
      when={rhythmsOf[props.channel].length > 2}
      fallback={
        <Switch
          label={props.label}
          checked={rhythm() !== 'off'}
          onChange={(on) => choose(on ? 'instant' : 'off')}
          class={props.changed ? 'text-accent-text' : undefined}
        >
          {t(rhythm() === 'off' ? 'preferences.off' : 'preferences.on')}
          <Show when={props.value === null}>
            <span class="block text-xs text-faint">{t('preferences.isDefault')}</span>
          </Show>
        </Switch>
      }
    >
      <span class="relative grid">
        <select
          aria-label={props.label}
          class={cx(controlClass, 'appearance-none truncate pe-8', props.changed && 'border-accent')}
          onChange={(event) => choose(event.currentTarget.value as Rhythm)}
        >
          <For each={rhythmsOf[props.channel]}>
            {(one) => (
              <option value={one} selected={one === rhythm()}>
                {one === usual() && (props.value === null || rhythm() !== usual())
                  ? t('preferences.byDefault', { rhythm: t('preferences.rhythms', { rhythm: one }) })
                  : t('preferences.rhythms', { rhythm: one })}
              </option>
            )}
          </For>
        </select>
        <ChevronDown
          class="pointer-events-none absolute inset-e-2 top-1/2 size-4 -translate-y-1/2 text-muted"
          aria-hidden="true"
        />
      </span>
    </Show>
  )
}
