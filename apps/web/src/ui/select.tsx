import ChevronDown from 'lucide-solid/icons/chevron-down'
import { For, Show, splitProps } from 'solid-js'
import { cx } from './cx.ts'
import { Field, type FieldProps, controlClass } from './field.tsx'

export interface Option<Value extends string = string> {
  value: Value
  label: string
}

export interface SelectProps<Value extends string> extends FieldProps {
  options: readonly Option<Value>[]
  value: Value | ''
  onChange: (value: Value) => void
  /** The entry for "nothing picked yet"; without it one option is always picked. */
  placeholder?: string
  name?: string
}

/** The browser's own select: on a phone nothing beats it. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const [own] = splitProps(props, ['options', 'value', 'onChange', 'placeholder', 'name'])
  return (
    <Field {...props}>
      {(control) => (
        <span class="relative grid">
          <select
            {...control}
            name={own.name}
            class={cx(controlClass, 'appearance-none truncate pe-8')}
            onChange={(event) => own.onChange(event.currentTarget.value as Value)}
          >
            <Show when={own.placeholder !== undefined}>
              <option value="" selected={own.value === ''}>
                {own.placeholder}
              </option>
            </Show>
            <For each={own.options}>
              {(option) => (
                <option value={option.value} selected={option.value === own.value}>
                  {option.label}
                </option>
              )}
            </For>
          </select>
          <ChevronDown
            class="pointer-events-none absolute inset-e-2 top-1/2 size-4 -translate-y-1/2 text-muted"
            aria-hidden="true"
          />
        </span>
      )}
    </Field>
  )
}
