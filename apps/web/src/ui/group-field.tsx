import CircleAlert from 'lucide-solid/icons/circle-alert'
import { type JSX, Show, createUniqueId } from 'solid-js'
import { t } from '../words/index.ts'
import { cx } from './cx.ts'
import type { FieldProps } from './field.tsx'

/** Like `Field`, for a question that several controls answer together. */
export function GroupField(props: FieldProps & { role?: 'group' | 'radiogroup'; children: JSX.Element }) {
  const id = createUniqueId()
  return (
    <div
      role={props.role ?? 'group'}
      aria-labelledby={`${id}-label`}
      aria-describedby={cx(props.hint && `${id}-hint`, props.error && `${id}-error`) || undefined}
      aria-invalid={props.error ? true : undefined}
      aria-required={props.role === 'radiogroup' && props.required ? true : undefined}
      class={cx('flex min-w-0 flex-col gap-1', props.class)}
    >
      <span id={`${id}-label`} class={props.labelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {props.label}
        <Show when={props.required === false}>
          {' '}
          <span class="ms-1 font-normal text-faint">{t('ui.optional')}</span>
        </Show>
      </span>
      {props.children}
      <Show when={props.hint}>
        <p id={`${id}-hint`} class="text-sm text-muted">
          {props.hint}
        </p>
      </Show>
      <Show when={props.error}>
        <p id={`${id}-error`} class="flex items-start gap-1.5 text-sm text-error">
          <CircleAlert class="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          {props.error}
        </p>
      </Show>
    </div>
  )
}
