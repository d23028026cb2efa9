import type { Notification } from '@belfry/shared/wire'
import { For, type JSX, Match, Switch } from 'solid-js'
import type { InboxList } from '../live/inbox-list.ts'
import { messageOf } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { t } from '../words/index.ts'

/** The lists of an inbox below each other, in whatever state they are: on their way, failed, empty, or there. */
export function InboxRows(props: {
  pinned: InboxList
  rest: InboxList
  empty: JSX.Element
  row: (item: Notification, list: InboxList) => JSX.Element
  ref?: (element: HTMLElement) => void
}) {
  return (
    <ListState lists={[props.pinned, props.rest]} empty={props.empty}>
      <ul ref={(element) => props.ref?.(element)} class="divide-y divide-line">
        <For each={[props.pinned, props.rest]}>
          {(list) => (
            <For each={list.items()}>{(item) => <li data-row={item.id}>{props.row(item, list)}</li>}</For>
          )}
        </For>
      </ul>
      <LoadMore more={props.rest.hasMore()} busy={props.rest.loading()} onClick={() => props.rest.more()} />
    </ListState>
  )
}

/** What stands in place of the rows as long as there are none. */
export function ListState(props: { lists: readonly InboxList[]; empty: JSX.Element; children: JSX.Element }) {
  const failed = () => props.lists.find((list) => list.error())
  return (
    <Switch>
      <Match when={props.lists.some((list) => list.ids().length > 0)}>{props.children}</Match>
      <Match when={failed()}>
        {(list) => (
          <EmptyState
            title={t('ui.loadFailed')}
            actions={<Button onClick={() => list().retry()}>{t('ui.retry')}</Button>}
          >
            {messageOf(list().error())}
          </EmptyState>
        )}
      </Match>
      <Match when={props.lists.some((list) => list.loading() || !list.fresh())}>
        <SkeletonRows />
      </Match>
      <Match when={true}>{props.empty}</Match>
    </Switch>
  )
}
