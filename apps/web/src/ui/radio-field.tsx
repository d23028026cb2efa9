import { For, Show, createUniqueId } from 'solid-js'
import { t } from '../words/index.ts'
import type { FieldProps } from './field.tsx'
import { GroupField } from './group-field.tsx'
import type { Option } from './select.tsx'

export interface RadioFieldProps<Value extends string> extends FieldProps {
  options: readonly Option<Value>[]
  value: Value | ''
  /** Empty where the answer was taken back, which only an optional one can be. */
  onChange: (value: Value | '') => void
}

/** One of a few, all in sight. */
export function RadioField<Value extends string>(props: RadioFieldProps<Value>) {
  const name = createUniqueId()
  return (
    <GroupField {...props} role="radiogroup">
      <div class="flex flex-wrap items-center gap-2">
        <For each={props.options}>
          {(option) => (
            <label class="flex min-h-8 items-center gap-2 rounded-md border border-line-strong/70 bg-surface px-3 py-1 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus pointer-coarse:min-h-10">
              <input
                type="radio"
                name={name}
                value={option.value}
                checked={option.value === props.value}
                class="size-4 shrink-0 outline-none"
                onChange={() => props.onChange(option.value)}
              />
              {option.label}
            </label>
          )}
        </For>
        <Show when={props.required === false && props.value !== ''}>
          <button
            type="button"
            class="rounded-md px-2 py-1 text-sm text-muted hover:bg-hover hover:text-text pointer-coarse:min-h-10"
            onClick={() => props.onChange('')}
          >
            {t('ui.clear')}
          </button>
        </Show>
      </div>
    </GroupField>
  )
}
