import type { Tone } from '@belfry/shared/machine'
import { type ParentProps, Show } from 'solid-js'
import { cx } from './cx.ts'

const tones: Record<Tone | 'neutral', string> = {
  neutral: 'bg-hover text-muted',
  info: 'bg-info-soft text-info',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  error: 'bg-error-soft text-error',
}

export interface BadgeProps extends ParentProps {
  tone?: Tone | 'neutral' | undefined
  /** A dot of the tone before the word. */
  dot?: boolean
  class?: string
}

export function Badge(props: BadgeProps) {
  return (
    <span
      class={cx(
        'inline-flex items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap',
        tones[props.tone ?? 'neutral'],
        props.class,
      )}
    >
      <Show when={props.dot}>
        <span class="size-1.5 rounded-full bg-current" aria-hidden="true" />
      </Show>
      {props.children}
    </span>
  )
}

/** The state of a case: `tone` from the workflow's state, the word as child. */
export const StateBadge = (props: { tone?: Tone | undefined } & ParentProps) => (
  <Badge tone={props.tone ?? 'neutral'} dot>
    {props.children}
  </Badge>
)
