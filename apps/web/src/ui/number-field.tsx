import { Show, createEffect, splitProps } from 'solid-js'
import { parseNumber, writeNumber } from '../words/numbers.ts'
import { cx } from './cx.ts'
import { Field, type FieldProps, controlClass } from './field.tsx'

export interface NumberFieldProps extends FieldProps {
  /** What cannot be read as a number is there as it was typed. */
  value: number | string | undefined
  onInput: (value: number | string | undefined) => void
  /** Behind the figure: `km`, `%`, `€`. */
  unit?: string | undefined
  /** No decimals are asked for: a phone shows digits only. */
  integer?: boolean | undefined
  /** How many decimals are always written, as with an amount of money. */
  decimals?: number | undefined
  name?: string
}

/** A figure, typed the way the reader writes one. */
export function NumberField(props: NumberFieldProps) {
  const [own] = splitProps(props, ['value', 'onInput', 'unit', 'integer', 'decimals', 'name'])
  // While it is typed the text is the person's: "1," is on its way to 1,5.
  let said: number | string | undefined
  const write = () =>
    typeof own.value === 'number' ? writeNumber(own.value, own.decimals) : (own.value ?? '')
  const follow = (input: HTMLInputElement) =>
    createEffect(() => {
      if (own.value !== said) input.value = write()
      said = own.value
    })
  return (
    <Field {...props}>
      {(control) => (
        <span class="relative grid">
          <input
            {...control}
            ref={follow}
            type="text"
            dir="ltr"
            inputMode={own.integer ? 'numeric' : 'decimal'}
            autocomplete="off"
            name={own.name}
            class={cx(controlClass, 'text-side tabular-nums', own.unit && 'pe-12')}
            onInput={(event) => {
              said = parseNumber(event.currentTarget.value)
              own.onInput(said)
            }}
            onBlur={(event) => {
              if (typeof own.value === 'number') event.currentTarget.value = write()
            }}
          />
          <Show when={own.unit}>
            <span
              class="pointer-events-none absolute inset-e-2.5 top-1/2 -translate-y-1/2 text-muted"
              aria-hidden="true"
            >
              {own.unit}
            </span>
          </Show>
        </span>
      )}
    </Field>
  )
}
