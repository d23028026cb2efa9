import type { NotificationFilter } from '@belfry/shared/wire'
import { NOTIFICATIONS_COUNTED } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import X from 'lucide-solid/icons/x'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { type Deed, archive, read, remove, snooze, unread } from './row-deeds.ts'
import type { InboxSelection } from './selection.ts'

export interface SelectionBarProps {
  selection: InboxSelection
  /** Of the rows that are selected, groups counted with all their members. */
  count: number
  filter: NotificationFilter
  onDeed: (deed: Deed) => void
}

const deeds = [read, unread, snooze, archive, remove]

/** What is selected and what can be done with it; it hovers over the lower edge of the window. */
export const SelectionBar = (props: SelectionBarProps) => (
  <Show when={!props.selection.isEmpty()}>
    <Bar {...props} />
  </Show>
)

function Bar(props: SelectionBarProps) {
  const matching = useQuery(() => ({
    queryKey: ['inbox', 'count', props.filter],
    queryFn: () => trpc.notifications.count.query(props.filter),
    staleTime: 0,
  }))
  const number = (count: number) => `${formatNumber(count)}${count >= NOTIFICATIONS_COUNTED ? '+' : ''}`
  return (
    <div
      role="region"
      aria-label={t('inbox.selected', { count: props.count })}
      class="sticky bottom-20 z-20 mx-auto flex w-max max-w-full animate-rise flex-wrap items-center gap-x-3 gap-y-1 rounded-xl bg-raised px-4 py-2 shadow-lg md:bottom-4"
    >
      <output class="tabular-nums">
        {props.selection.all()
          ? t('inbox.allSelected', { count: number(matching.data?.count ?? 0) })
          : t('inbox.selected', { count: props.count })}
      </output>
      <Show when={!props.selection.all() && (matching.data?.count ?? 0) > props.count}>
        <Button size="sm" variant="quiet" onClick={props.selection.selectAll}>
          {t('inbox.selectAll', { count: number(matching.data!.count) })}
        </Button>
      </Show>
      <div class="flex gap-0.5">
        <For each={deeds}>
          {(deed) => (
            <IconButton size="sm" label={t(deed.word)} onClick={() => props.onDeed(deed)}>
              <Dynamic component={deed.icon} class="size-4" aria-hidden="true" />
            </IconButton>
          )}
        </For>
        <IconButton size="sm" label={t('inbox.clearSelection')} onClick={props.selection.clear}>
          <X class="size-4" aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  )
}
