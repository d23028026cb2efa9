import { For, type JSX, Show } from 'solid-js'
import { cx } from './cx.ts'

export interface Column<Row> {
  key: string
  head: string
  /** The head is only for screen readers, as over a column of buttons. */
  headHidden?: boolean
  cell: (row: Row) => JSX.Element
  /** Numbers and times stand at the end of their column. */
  end?: boolean
  /** Left out below this width; what it says must be found elsewhere, too. */
  from?: 'sm' | 'md' | 'lg'
  class?: string
}

export interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Marks rows for the keyboard's j and k (ui/list-keys.ts), and for tests. */
  rowId?: (row: Row) => string
  onRowClick?: (row: Row, event: MouseEvent) => void
  rowClass?: (row: Row) => string | undefined
  empty?: JSX.Element
}

const from = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden' }

/** A plain table with a head that stays. It scrolls inside itself, never the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const cellClass = (column: Column<Row>) =>
    cx(
      'px-3 first:ps-4 last:pe-4',
      column.end && 'text-end tabular-nums',
      column.from && from[column.from],
      column.class,
    )
  return (
    <div class="overflow-x-auto">
      <table class="w-full border-separate border-spacing-0 text-start">
        <caption class="sr-only">{props.caption}</caption>
        <thead class="sticky top-0 z-10 bg-surface">
          <tr>
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  class={cx(
                    cellClass(column),
                    'border-b border-line py-2 text-xs font-medium whitespace-nowrap text-muted',
                    !column.end && 'text-start',
                  )}
                >
                  <span class={cx(column.headHidden && 'sr-only')}>{column.head}</span>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr
                data-row={props.rowId?.(row)}
                class={cx(
                  'group',
                  props.onRowClick && 'cursor-pointer hover:bg-hover',
                  props.rowClass?.(row),
                )}
                onClick={(event) => props.onRowClick?.(row, event)}
              >
                <For each={props.columns}>
                  {(column) => (
                    <td
                      class={cx(
                        cellClass(column),
                        'border-b border-line py-2 align-middle group-last:border-b-0',
                      )}
                    >
                      {column.cell(row)}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.rows.length === 0}>{props.empty}</Show>
    </div>
  )
}
