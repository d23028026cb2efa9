import { type ComponentProps, splitProps } from 'solid-js'
import { cx } from './cx.ts'
import { Field, type FieldProps, controlClass } from './field.tsx'

export interface TextFieldProps
  extends FieldProps, Omit<ComponentProps<'input'>, keyof FieldProps | 'onInput' | 'value' | 'type' | 'id'> {
  value: string
  onInput: (value: string) => void
  type?: 'text' | 'email' | 'password' | 'search' | 'tel' | 'url'
}

export function TextField(props: TextFieldProps) {
  const [field, own, rest] = splitProps(
    props,
    ['label', 'hint', 'error', 'required', 'labelHidden', 'class'],
    ['onInput', 'type'],
  )
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...rest}
          {...control}
          type={own.type ?? 'text'}
          // An empty field has no direction of its own: its placeholder follows the page.
          dir={props.value ? 'auto' : undefined}
          class={cx(controlClass)}
          onInput={(event) => own.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
