import { Link } from '@tanstack/solid-router'
import { For, Show } from 'solid-js'
import { Count } from './count.tsx'
import { cx } from './cx.ts'

export interface TabsProps {
  /** What the tabs choose, for screen readers. */
  label: string
  tabs: readonly { value: string; label: string; count?: number }[]
  current: string
  /** The search parameter of the page that says which tab is chosen. */
  param?: string
  /** What else of the address changes with it. */
  with?: object
}

/** Views of one page. They are links, so each has an address. */
export function Tabs(props: TabsProps) {
  return (
    <nav aria-label={props.label} class="flex max-w-full gap-0.5 overflow-x-auto rounded-lg bg-hover p-0.5">
      <For each={props.tabs}>
        {(tab) => (
          <Link
            to="."
            search={
              ((before: object) => ({
                ...before,
                ...props.with,
                [props.param ?? 'show']: tab.value,
              })) as never
            }
            replace
            aria-current={tab.value === props.current ? 'page' : undefined}
            class={cx(
              'flex items-center gap-1.5 rounded-md px-3 py-1 text-sm font-medium whitespace-nowrap transition-colors pointer-coarse:py-2',
              tab.value === props.current ? 'bg-surface text-text shadow-sm' : 'text-muted hover:text-text',
            )}
          >
            {tab.label}
            <Show when={tab.count}>
              {(count) => <Count value={count()} quiet={tab.value !== props.current} />}
            </Show>
          </Link>
        )}
      </For>
    </nav>
  )
}
