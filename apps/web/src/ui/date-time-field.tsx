import { createEffect, splitProps } from 'solid-js'
import { Field, type FieldProps, controlClass } from './field.tsx'

export interface DateTimeFieldProps extends FieldProps {
  /** ISO 8601 with an offset, or empty. */
  value: string
  /** Called with ISO 8601 in UTC, or empty while the entry is not a complete moment. */
  onInput: (value: string) => void
  name?: string
  min?: string
  max?: string
  onBlur?: () => void
}

/** A moment in the person's own time zone, picked with the browser's own picker. */
export function DateTimeField(props: DateTimeFieldProps) {
  const [own] = splitProps(props, ['value', 'onInput', 'name', 'min', 'max', 'onBlur'])
  // While one part of the entry is being changed it is no moment; writing that back would empty the other parts, too.
  let said: string | undefined
  const follow = (input: HTMLInputElement) =>
    createEffect(() => {
      if (own.value !== said) input.value = toLocal(own.value)
      said = own.value
    })
  return (
    <Field {...props}>
      {(control) => (
        <input
          {...control}
          ref={follow}
          type="datetime-local"
          name={own.name}
          min={own.min && toLocal(own.min)}
          max={own.max && toLocal(own.max)}
          class={controlClass}
          onInput={(event) => {
            said = toInstant(event.currentTarget.value)
            own.onInput(said)
          }}
          onBlur={() => own.onBlur?.()}
        />
      )}
    </Field>
  )
}

/** `2026-11-20T09:30`, the only form the browser's field takes: wall-clock time without a zone. */
export function toLocal(instant: string): string {
  const at = new Date(instant)
  if (!instant || Number.isNaN(at.getTime())) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function toInstant(local: string): string {
  const at = new Date(local)
  return local && !Number.isNaN(at.getTime()) ? at.toISOString() : ''
}
