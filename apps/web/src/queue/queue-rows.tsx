import type { CaseItem } from '@belfry/shared/wire'
import { For, Show } from 'solid-js'
import type { RowMark } from '../live/queue-list.ts'
import type { QueueLookers } from '../together/viewers.tsx'
import { type RowsHandle, createWindowRows } from '../ui/window-rows.ts'
import { t } from '../words/index.ts'
import { type Column, widthOf } from './columns.ts'
import { QueueRow } from './queue-row.tsx'
import type { Selection } from './selection.ts'

export interface QueueRowsProps {
  label: string
  items: readonly CaseItem[]
  marks: Record<string, RowMark>
  /** Who else has them open, by case. */
  viewers: QueueLookers
  /** Of all that match; more than there are rows while some have not been asked for. */
  total: number
  columns: readonly Column[]
  selection: Selection
  /** The row that has the focus, which stays on the page wherever one scrolls. */
  current: () => number
  onNearEnd: () => void
  ref: (rows: RowsHandle) => void
}

// Before a row is on the page its height is a guess: that of a line, or of a card where columns have no room.
const LINE = 44
const CARD = 116
const WIDE_REM = 63 // of the page: the list's 60, and what stands beside it

/** The rows of a queue: only those in sight are on the page, however many there are. */
export function QueueRows(props: QueueRowsProps) {
  const template = () =>
    ['1.75rem', 'minmax(9rem, 2.2fr)', ...props.columns.map((column) => widthOf(column))].join(' ')
  const keyOf = (at: number) => props.items[at]?.id ?? at
  const { list, listStyle, placed, measure, rowStyle } = createWindowRows<CaseItem>({
    rows: () => props.items,
    keyOf: () => keyOf,
    guess: () => (isWide() ? LINE : CARD),
    overscan: 12,
    current: () => props.current(),
    onNearEnd: () => props.onNearEnd(),
    ref: (handle) => props.ref(handle),
  })

  return (
    <div class="@container">
      <div
        aria-hidden="true"
        class="hidden grid-cols-(--columns) gap-x-3 border-b border-line px-3 pe-4 text-xs font-medium text-muted @min-[60rem]:grid"
        style={{ '--columns': template() }}
      >
        <span />
        <span class="truncate py-2">{t('queue.title')}</span>
        <For each={props.columns}>{(column) => <span class="truncate py-2">{column.label}</span>}</For>
      </div>
      <ul ref={list} aria-label={props.label} class="relative" style={listStyle()}>
        <For each={[...placed().keys()]}>
          {(id) => (
            <Show when={placed().get(id)}>
              {(row) => (
                <li
                  ref={measure}
                  data-index={row().index}
                  data-row={id}
                  data-mark={props.marks[id]}
                  aria-posinset={row().index + 1}
                  aria-setsize={props.total > 10_000 ? -1 : Math.max(props.total, props.items.length)}
                  class="absolute inset-x-0 top-0"
                  style={rowStyle(row().start)}
                >
                  <QueueRow
                    item={row().row}
                    mark={props.marks[id]}
                    viewers={props.viewers[id]}
                    columns={props.columns}
                    template={template()}
                    selected={props.selection.has(id)}
                    onSelect={() => props.selection.toggle(id)}
                  />
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
    </div>
  )
}

function isWide(): boolean {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  return (document.getElementById('content')?.offsetWidth ?? window.innerWidth) >= WIDE_REM * rem
}
