import type { Notification } from '@belfry/shared/wire'
import { For, type JSX, Show, createMemo } from 'solid-js'
import type { LiveInbox } from '../live/inbox.ts'
import { type RowsHandle, createWindowRows } from '../ui/window-rows.ts'
import type { Entry } from './entries.ts'

export interface PageRowsProps {
  label: string
  inbox: LiveInbox
  entries: readonly Entry[]
  /** There are more than these. */
  hasMore: boolean
  /** The row that has the focus, which stays on the page wherever one scrolls. */
  current: () => number
  onSee: (first: number, last: number) => void
  onNearEnd: () => void
  row: (item: Notification, entry: () => Entry) => JSX.Element
  ref: (rows: RowsHandle) => void
}

const GUESS = 84 // pixels, before a row is on the page

/** The rows of an inbox: only those in sight are on the page, however many there are. */
export function PageRows(props: PageRowsProps) {
  // A new function whenever the rows are others: only then are heights looked up anew, as when two have changed places.
  const keyOf = createMemo(() => {
    const { entries } = props
    return (at: number) => entries[at]?.id ?? at
  })
  const { list, listStyle, placed, measure, rowStyle } = createWindowRows<Entry>({
    rows: () => props.entries,
    keyOf,
    guess: () => GUESS,
    overscan: 8,
    current: () => props.current(),
    onSee: (first, last) => props.onSee(first, last),
    onNearEnd: () => props.onNearEnd(),
    ref: (handle) => props.ref(handle),
  })

  return (
    <ul ref={list} aria-label={props.label} class="relative" style={listStyle()}>
      <For each={[...placed().keys()]}>
        {(id) => (
          <Show when={placed().get(id)}>
            {(row) => (
              <li
                ref={measure}
                data-index={row().index}
                data-row={id}
                aria-posinset={row().index + 1}
                aria-setsize={props.hasMore ? -1 : props.entries.length}
                class="absolute inset-x-0 top-0 border-b border-line last:border-b-0"
                style={rowStyle(row().start)}
              >
                <Show when={props.inbox.get(id)} fallback={<OnItsWay />}>
                  {(item) => props.row(item(), () => row().row)}
                </Show>
              </li>
            )}
          </Show>
        )}
      </For>
    </ul>
  )
}

const OnItsWay = () => (
  <div class="flex gap-3 px-4 py-2.5" aria-hidden="true">
    <span class="mt-0.5 size-4 rounded-full bg-hover" />
    <span class="flex grow flex-col gap-2 py-1">
      <span class="h-3 w-2/5 rounded-sm bg-hover" />
      <span class="h-3 w-4/5 rounded-sm bg-hover" />
      <span class="h-2 w-1/5 rounded-sm bg-hover" />
    </span>
  </div>
)
