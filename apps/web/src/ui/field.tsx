import CircleAlert from 'lucide-solid/icons/circle-alert'
import { type JSX, Show, createUniqueId } from 'solid-js'
import { t } from '../words/index.ts'
import { cx } from './cx.ts'

export interface FieldProps {
  label: string
  /** One line under the label about what is expected. */
  hint?: JSX.Element
  /** What is wrong with it, in the reader's words. */
  error?: string | null | undefined
  required?: boolean
  /** The label is only for screen readers, as in a bar of filters. */
  labelHidden?: boolean
  class?: string
}

/** What the control itself must carry so that label, hint and error belong to it. */
export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

export function Field(props: FieldProps & { children: (control: ControlProps) => JSX.Element }) {
  const id = createUniqueId()
  const control: ControlProps = {
    id,
    get 'aria-describedby'() {
      return cx(props.hint && `${id}-hint`, props.error && `${id}-error`) || undefined
    },
    get 'aria-invalid'() {
      return props.error ? true : undefined
    },
    get 'aria-required'() {
      return props.required ? true : undefined
    },
  }
  return (
    <div class={cx('flex min-w-0 flex-col gap-1', props.class)}>
      <label for={id} class={props.labelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {props.label}
        <Show when={props.required === false}>
          {/* Without a space between them, Arabic letters of both would join. */}{' '}
          <span class="ms-1 font-normal text-faint">{t('ui.optional')}</span>
        </Show>
      </label>
      {props.children(control)}
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

export const controlClass =
  'h-8 w-full min-w-0 rounded-md border border-line-strong/70 bg-surface px-2.5 text-text transition-colors pointer-coarse:h-10 ' +
  'hover:border-line-strong focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 ' +
  'aria-invalid:border-error disabled:bg-sunken disabled:text-muted'
