import { type JSX, type ParentProps, Show } from 'solid-js'
import { cx } from './cx.ts'

export interface PanelProps extends ParentProps {
  title?: string
  actions?: JSX.Element
  /** No padding around the inside: for tables and lists. */
  flush?: boolean
  class?: string
}

/** A sheet that holds one thing of a page. */
export function Panel(props: PanelProps) {
  return (
    <section class={cx('min-w-0 rounded-lg border border-line bg-surface', props.class)}>
      <Show when={props.title ?? props.actions}>
        <header class="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
          <h2 class="font-medium">{props.title}</h2>
          {props.actions}
        </header>
      </Show>
      <div class={cx(!props.flush && 'p-4')}>{props.children}</div>
    </section>
  )
}
