import type { Tone } from '@belfry/shared/machine'
import { type JSX, type ParentProps } from 'solid-js'
import { cx } from './cx.ts'

const tones: Record<Tone, string> = {
  info: 'bg-info-soft text-info',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  error: 'bg-error-soft text-error',
}

/** One line about the state of things, across the page or inside a panel. */
export function Banner(
  props: ParentProps<{ tone?: Tone; icon?: JSX.Element; actions?: JSX.Element; class?: string }>,
) {
  return (
    <div
      role={props.tone === 'error' ? 'alert' : 'status'}
      class={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-2',
        tones[props.tone ?? 'info'],
        props.class,
      )}
    >
      {props.icon}
      <span class="min-w-0 grow">{props.children}</span>
      <div class="flex flex-wrap gap-2 empty:hidden">{props.actions}</div>
    </div>
  )
}
