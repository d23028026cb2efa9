import { type ComponentProps, Show, splitProps } from 'solid-js'
import { t } from '../words/index.ts'
import { cx } from './cx.ts'
import { Field, type FieldProps, controlClass } from './field.tsx'

export interface TextAreaProps
  extends FieldProps, Omit<ComponentProps<'textarea'>, keyof FieldProps | 'onInput' | 'value' | 'id'> {
  value: string
  onInput: (value: string) => void
  /** Counted down once the text comes near to it. */
  max?: number
}

export function TextArea(props: TextAreaProps) {
  const [field, own, rest] = splitProps(
    props,
    ['label', 'hint', 'error', 'required', 'labelHidden', 'class'],
    ['onInput', 'max', 'rows'],
  )
  const left = () => (own.max ?? Number.POSITIVE_INFINITY) - props.value.length
  return (
    <Field {...field}>
      {(control) => (
        <>
          <textarea
            {...rest}
            {...control}
            dir={props.value ? 'auto' : undefined}
            // A field that grows with its content does not look at `rows`.
            style={{ 'min-height': `calc(${own.rows ?? 3}lh + 0.875rem)` }}
            class={cx(controlClass, 'field-sizing-content h-auto max-h-80 py-1.5 pointer-coarse:h-auto')}
            onInput={(event) => own.onInput(event.currentTarget.value)}
          />
          <Show when={left() <= 100}>
            <p class={cx('text-sm tabular-nums', left() < 0 ? 'text-error' : 'text-muted')}>
              {t('ui.charactersLeft', { count: left() })}
            </p>
          </Show>
        </>
      )}
    </Field>
  )
}
