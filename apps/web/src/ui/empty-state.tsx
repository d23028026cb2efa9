import { type JSX, type ParentProps, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'

export interface EmptyStateProps extends ParentProps {
  title: string
  icon?: JSX.Element
  actions?: JSX.Element
  /** It is all there is on the page. */
  alone?: boolean
}

/** Says why there is nothing, and what one can do. The icon comes as a lucide element of `size-6`. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div class="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <Show when={props.icon}>
        <div class="mb-2 grid size-11 place-items-center rounded-full bg-hover text-muted" aria-hidden="true">
          {props.icon}
        </div>
      </Show>
      <Dynamic component={props.alone ? 'h1' : 'p'} class="font-medium">
        {props.title}
      </Dynamic>
      <div class="max-w-sm text-muted empty:hidden">{props.children}</div>
      <Show when={props.actions}>
        <div class="mt-3 flex flex-wrap justify-center gap-2">{props.actions}</div>
      </Show>
    </div>
  )
}
