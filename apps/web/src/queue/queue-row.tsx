import type { CaseItem } from '@belfry/shared/wire'
import { Link } from '@tanstack/solid-router'
import { For, Match, Show, Switch } from 'solid-js'
import type { RowMark } from '../live/queue-list.ts'
import { CaseState, ReadyBadge, UrgentBadge } from '../pages/case-badges.tsx'
import { fieldText, stateWord } from '../pages/case-words.ts'
import { Avatars } from '../together/avatars.tsx'
import type { Lookers } from '../together/viewers.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { cx } from '../ui/cx.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'
import type { Column } from './columns.ts'

export interface QueueRowProps {
  item: CaseItem
  mark: RowMark | undefined
  viewers: Lookers | undefined
  columns: readonly Column[]
  template: string
  selected: boolean
  onSelect: () => void
}

/** One case of a queue: a line of columns where there is room, a card where there is not. */
export const QueueRow = (props: QueueRowProps) => (
  <div
    class={cx(
      'group relative grid grid-cols-[1.75rem_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1 border-b border-line [li:last-child>&]:border-b-0 px-3 py-3 duration-400',
      'hover:bg-hover has-[a:focus-visible]:bg-hover',
      '@min-[60rem]:h-11 @min-[60rem]:grid-cols-(--columns) @min-[60rem]:gap-x-3 @min-[60rem]:py-0 @min-[60rem]:pe-4',
      'transition-[background-color,opacity]',
      (props.mark === 'new' || props.mark === 'changed' || props.selected) && 'bg-accent-soft',
      props.mark === 'leaving' && 'pointer-events-none opacity-0',
    )}
    style={{ '--columns': props.template }}
  >
    <label class="relative z-1 grid size-7 cursor-pointer place-items-center self-start pointer-coarse:size-9 @min-[60rem]:self-center">
      <input
        type="checkbox"
        class="size-4 accent-accent opacity-45 transition-opacity group-hover:opacity-100 checked:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
        aria-label={t('queue.select', { title: props.item.title })}
        checked={props.selected}
        onChange={() => props.onSelect()}
      />
    </label>
    <span class="flex min-w-0 items-center gap-2 overflow-hidden">
      <Link
        to="/cases/$caseId"
        params={{ caseId: props.item.id }}
        dir="auto"
        class="min-w-12 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus @max-[60rem]:whitespace-normal"
      >
        {props.item.title}
      </Link>
      <Show when={props.item.claimedBy}>
        {(person) => (
          <span class="relative z-1 shrink-0" title={t('queue.takenBy', { name: person().name })}>
            <Avatar name={person().name} class="size-5 text-[0.625rem]" />
            <span class="sr-only">{t('queue.takenBy', { name: person().name })}</span>
          </span>
        )}
      </Show>
      {/* Who works on it matters more, and there is little room. */}
      <Show when={!props.item.claimedBy && props.viewers}>
        {(viewers) => (
          <Avatars people={viewers().people} total={viewers().total} small class="relative z-1" />
        )}
      </Show>
      <ReadyBadge item={props.item} />
      <UrgentBadge item={props.item} />
    </span>
    <span class="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm @max-[60rem]:col-span-2 @max-[60rem]:col-start-2 @min-[60rem]:contents">
      <For each={props.columns}>
        {(column) => (
          <span class={cx('flex min-w-0 @max-[60rem]:max-w-full', isTime(column) && 'tabular-nums')}>
            <Show when={column.key !== 'state'}>
              <span class="shrink-0 text-faint @max-[60rem]:pe-2 @min-[60rem]:sr-only">{column.label} </span>
            </Show>
            {/* A text of another direction is cut at its own end, and stands at the page's side. */}
            <span class="min-w-0 truncate" dir="auto">
              <Cell item={props.item} column={column} />
            </span>
          </span>
        )}
      </For>
    </span>
  </div>
)

const isTime = ({ key, field }: Column) =>
  key === 'opened' || key === 'changed' || field?.kind === 'moment' || field?.kind === 'date'

const Cell = (props: { item: CaseItem; column: Column }) => (
  <Switch
    fallback={<bdi>{props.column.field ? fieldText(props.item, props.column.field, 'brief') : ''}</bdi>}
  >
    <Match when={props.column.key === 'state'}>
      <CaseState workflow={props.item.workflow} state={props.item.state} />
    </Match>
    <Match when={props.column.key === 'stage'}>
      {props.item.stage ? stateWord(props.item.workflow, props.item.stage) : ''}
    </Match>
    <Match when={props.column.key === 'owner'}>
      <bdi>{props.item.owner.name}</bdi>
    </Match>
    <Match when={props.column.key === 'assignee'}>
      <bdi>{props.item.assignee?.name ?? ''}</bdi>
    </Match>
    <Match when={props.column.key === 'opened'}>
      <RelativeTime at={props.item.openedAt} class="whitespace-nowrap text-muted" />
    </Match>
    <Match when={props.column.key === 'changed'}>
      <RelativeTime at={props.item.changedAt} class="whitespace-nowrap text-muted" />
    </Match>
  </Switch>
)
