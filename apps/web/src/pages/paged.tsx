import { type JSX, Match, Switch } from 'solid-js'
import { messageOf } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'

export interface PagedProps {
  /** The infinite query that fetches the pages. */
  query: {
    isPending: boolean
    isError: boolean
    error: unknown
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage(): unknown
    refetch(): unknown
  }
  /** How many rows there are so far. */
  count: number
  /** Lines to show while the first page is on its way. */
  waiting?: number
  /** What to say when there is nothing. */
  empty: JSX.Element
  /** The rows. */
  children: JSX.Element
}

/** A list that comes in pages: its rows and more of them, or that they are on their way, cannot be had, or are none. */
export function Paged(props: PagedProps) {
  return (
    <Switch fallback={props.empty}>
      <Match when={props.count > 0}>
        {props.children}
        <LoadMore
          more={props.query.hasNextPage}
          busy={props.query.isFetchingNextPage}
          onClick={() => void props.query.fetchNextPage()}
        />
      </Match>
      <Match when={props.query.isError}>
        <EmptyState
          title={t('ui.loadFailed')}
          actions={<Button onClick={() => void props.query.refetch()}>{t('ui.retry')}</Button>}
        >
          {messageOf(props.query.error)}
        </EmptyState>
      </Match>
      <Match when={props.query.isPending}>
        <SkeletonRows rows={props.waiting} />
      </Match>
    </Switch>
  )
}
