import type { ParentProps } from 'solid-js'

/** One of several that may be chosen together. */
export const Tick = (props: ParentProps<{ checked: boolean; onChange: (isOn: boolean) => void }>) => (
  <label class="inline-flex min-h-8 w-fit items-center gap-2 rounded-md border border-line-strong/70 bg-surface px-2.5 py-1 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus pointer-coarse:min-h-10">
    <input
      type="checkbox"
      class="size-4 outline-none"
      checked={props.checked}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
    {props.children}
  </label>
)
