import type { ParentProps } from 'solid-js'

export const Kbd = (props: ParentProps) => (
  <kbd class="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-sunken px-1 font-sans text-xs whitespace-nowrap text-muted">
    {props.children}
  </kbd>
)
