import type { ParentProps } from 'solid-js'
import { cx } from './cx.ts'

export interface SwitchProps extends ParentProps {
  checked: boolean
  onChange: (checked: boolean) => void
  /** Its name, where the text beside it does not say it all. */
  label?: string
  describedBy?: string
  class?: string | undefined
}

/** On or off, with its word beside it. */
export const Switch = (props: SwitchProps) => (
  <label
    class={cx('relative flex min-h-8 items-center gap-2.5 rounded-md pointer-coarse:min-h-10', props.class)}
  >
    <input
      type="checkbox"
      role="switch"
      aria-checked={props.checked}
      class="peer absolute inset-0 appearance-none outline-none"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      checked={props.checked}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
    <span
      aria-hidden="true"
      class="pointer-events-none relative h-5 w-9 shrink-0 rounded-full bg-line-strong transition-colors peer-checked:bg-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus after:absolute after:inset-s-0.5 after:top-0.5 after:size-4 after:rounded-full after:bg-on-accent after:transition-[inset-inline-start] peer-checked:after:inset-s-4.5 forced-colors:border"
    />
    <span class="min-w-0">{props.children}</span>
  </label>
)
