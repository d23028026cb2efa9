import { splitProps } from 'solid-js'
import { Field, type FieldProps, controlClass } from './field.tsx'

export interface DateFieldProps extends FieldProps {
  /** `2026-11-20`, or empty. */
  value: string
  onInput: (value: string) => void
  name?: string
}

/** A day of the calendar, picked with the browser's own picker. */
export function DateField(props: DateFieldProps) {
  const [own] = splitProps(props, ['value', 'onInput', 'name'])
  return (
    <Field {...props}>
      {(control) => (
        <input
          {...control}
          type="date"
          name={own.name}
          // A year of six digits is a slip of the hand that the picker would take.
          max="9999-12-31"
          value={own.value}
          class={controlClass}
          onInput={(event) => own.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
