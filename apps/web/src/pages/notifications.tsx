import type { Notification } from '@belfry/shared/wire'
import { Link, getRouteApi } from '@tanstack/solid-router'
import Archive from 'lucide-solid/icons/archive'
import AtSign from 'lucide-solid/icons/at-sign'
import Bell from 'lucide-solid/icons/bell'
import BarChart from 'lucide-solid/icons/chart-column'
import CheckCheck from 'lucide-solid/icons/check-check'
import Clock from 'lucide-solid/icons/clock'
import { Show, createEffect, createMemo, createSignal, on } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Line } from '../inbox/actions.ts'
import { loadNotifications, useInbox } from '../inbox/context.tsx'
import { createDeeds } from '../inbox/deeds.tsx'
import { type Entry, createEntries } from '../inbox/entries.ts'
import { FilterChips } from '../inbox/filter-chips.tsx'
import { FilterMenu, noFilters } from '../inbox/filter-menu.tsx'
import { inboxKeys } from '../inbox/keys.ts'
import { PageRows } from '../inbox/page-rows.tsx'
import { filterOf, filtersIn, questionsOf } from '../inbox/question.ts'
import { type Deed, snooze } from '../inbox/row-deeds.ts'
import { createPageKeys } from '../inbox/row-keys.ts'
import { NotificationRow } from '../inbox/row.tsx'
import { ListState } from '../inbox/rows.tsx'
import { SelectionBar } from '../inbox/selection-bar.tsx'
import { createInboxSelection } from '../inbox/selection.ts'
import { createInboxList } from '../live/inbox-list.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { Waiting } from '../ui/waiting.tsx'
import type { RowsHandle } from '../ui/window-rows.ts'
import { type WordKey, t } from '../words/index.ts'
import type { InboxTab, NotificationsSearch } from './notifications.search.ts'

const route = getRouteApi('/shell/notifications')
const PAGE = 100

export default function NotificationsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { inbox } = useInbox()
  const tab = (): InboxTab => search().show ?? 'all'
  const change = (more: Partial<NotificationsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...more }), replace: true })

  const [handOn, setHandOn] = createSignal(false)
  const [arrived, setArrived] = createSignal('')
  let rows: RowsHandle | undefined

  const load: typeof loadNotifications = (input) => loadNotifications({ limit: PAGE, ...input })
  const pinned = createInboxList(inbox, () => questionsOf(search()).pinned, load)
  const rest = createInboxList(inbox, () => questionsOf(search()).rest, load, {
    // Above what is in sight, or under the hand, nothing comes in unasked.
    holds: (at) => {
      const { first, last } = rows?.inSight() ?? { first: 0, last: -1 }
      return at < placeIn(first) || (handOn() && at <= placeIn(last))
    },
    onArrive: (item) => setArrived(t('inbox.arrived', { title: item.title })),
  })
  const lists = { pinned, rest }
  const all = createEntries(inbox, lists, loadNotifications)
  const { entries } = all

  /** The line of the list that stands at this row, or next above it. */
  function placeIn(row: number): number {
    for (let at = Math.min(row, entries().length - 1); at >= 0; at -= 1) {
      const entry = entries()[at]!
      if (entry.list === rest) return entry.at
    }
    return 0
  }
  const see = (first: number, last: number) => {
    rest.see(placeIn(first), placeIn(last))
    pinned.see(first, last)
  }

  const deeds = createDeeds(inbox, { onOnly: (only) => change({ ...noFilters, ...only, show: undefined }) })
  const selection = createInboxSelection(entries)
  // What was selected is no longer in sight.
  const question = createMemo(() => JSON.stringify(questionsOf(search())))
  createEffect(
    on(
      question,
      () => {
        selection.clear()
        all.foldAll()
      },
      { defer: true },
    ),
  )

  const lineOf = (entry: Entry): Line[] => {
    const item = inbox.get(entry.id)
    if (!item) return []
    const stands =
      !entry.member && !all.isUnfolded(entry.group) && (entry.list.count(entry.id)?.size ?? 1) > 1
    return [{ item, groupIn: stands ? entry.list : null }]
  }
  const selected = () => entries().filter(({ id }) => selection.has(id))
  const selectedLines = () => selected().flatMap(lineOf)
  const selectedCount = () =>
    selected().reduce((sum, entry) => {
      const [line] = lineOf(entry)
      return sum + (line?.groupIn ? (entry.list.count(entry.id)?.size ?? 1) : 1)
    }, 0)

  function run(deed: Deed, lines: readonly Line[]) {
    if (!selection.all()) deed.run(deeds, lines)
    else if (deed === snooze)
      deeds.askUntil((until) => void deeds.markMatching(filter(), { as: 'snoozed', until }, [pinned, rest]))
    else if (deed.as) void deeds.markMatching(filter(), { as: deed.as }, [pinned, rest])
    selection.clear()
  }
  const filter = () => filterOf(search())

  const keys = createPageKeys(
    entries,
    () => rows,
    {
      ...inboxKeys({
        deeds,
        lines: (id) =>
          selection.isEmpty()
            ? entries().flatMap((entry) => (entry.id === id ? lineOf(entry) : []))
            : selectedLines(),
        run,
      }),
      x: (id) => selection.toggle(id),
      'Shift+x': (id) => selection.toggle(id, true),
      o: (id) => {
        const group = inbox.get(id)?.group
        if (group && (rest.count(id)?.size ?? 1) > 1) all.toggle(group)
      },
    },
    { u: () => void deeds.undoLast(), Escape: selection.clear },
  )

  const leaveHand = () => {
    setHandOn(false)
    if (rest.waiting() > 0 && (rows?.inSight().first ?? 0) === 0) rest.showWaiting()
  }
  const senders = createMemo(() => {
    const found = new Map(
      inbox.items().flatMap(({ actor }) => (actor ? [[actor.id, actor.name] as const] : [])),
    )
    return [...found].slice(0, 12).map(([value, label]) => ({ value, label }))
  })
  const filters = () => ({ search: search(), senders: senders(), onChange: change })

  return (
    <Page
      title={t('shell.notifications')}
      narrow
      actions={
        <>
          <Link
            to="/notifications/figures"
            class={buttonClass({ variant: 'quiet', square: true })}
            aria-label={t('inbox.figures')}
            title={t('inbox.figures')}
          >
            <BarChart class="size-4" aria-hidden="true" />
          </Link>
          <Button
            disabledReason={inbox.unread() === 0 ? t('inbox.nothingUnread') : null}
            onClick={() => void deeds.markAllRead(filtersIn(search()) > 0 ? filter() : {}, [pinned, rest])}
          >
            <CheckCheck class="size-4" aria-hidden="true" />
            {t('inbox.markAll')}
          </Button>
        </>
      }
      bar={
        <>
          <Tabs
            label={t('shell.notifications')}
            current={tab()}
            tabs={[
              { value: 'all', label: t('inbox.all') },
              { value: 'unread', label: t('inbox.unread'), count: inbox.unread() },
              { value: 'mentions', label: t('inbox.mentions') },
              { value: 'snoozed', label: t('inbox.snoozed') },
              { value: 'archived', label: t('inbox.archived') },
            ]}
          />
          <span class="flex min-w-0 flex-1 basis-56 items-center gap-2">
            <SearchField
              label={t('inbox.search')}
              value={search().q ?? ''}
              onSearch={(q) => change({ q: q || undefined })}
              class="min-w-0 flex-1"
            />
            <FilterMenu {...filters()} />
          </span>
          <FilterChips {...filters()} />
        </>
      }
    >
      <output class="sr-only">{arrived()}</output>
      <Panel flush class={cx(!rest.fresh() && entries().length > 0 && 'opacity-60')}>
        <ListState
          lists={[pinned, rest]}
          empty={<Empty tab={tab()} filtered={filtersIn(search()) > 0} onClear={() => change(noFilters)} />}
        >
          <div
            onPointerEnter={(event) => event.pointerType === 'mouse' && setHandOn(true)}
            onPointerLeave={leaveHand}
            onFocusIn={(event) => {
              setHandOn(true)
              keys.onFocusIn(event)
            }}
            onFocusOut={() => setHandOn(false)}
          >
            <Waiting
              count={rest.waiting()}
              label={t('inbox.waiting', { count: rest.waiting() })}
              onShow={rest.showWaiting}
            />
            <PageRows
              label={t('shell.notifications')}
              inbox={inbox}
              entries={entries()}
              hasMore={rest.hasMore()}
              current={keys.current}
              onSee={see}
              onNearEnd={rest.more}
              ref={(handle) => (rows = handle)}
              row={(item: Notification, entry) => (
                <>
                  <NotificationRow
                    item={item}
                    list={entry().list}
                    deeds={deeds}
                    member={entry().member}
                    unfolded={!entry().member && all.isUnfolded(entry().group)}
                    onUnfold={() => item.group && all.toggle(item.group)}
                    selection={{
                      has: selection.has(item.id),
                      toggle: (asFarAsHere) => selection.toggle(item.id, asFarAsHere),
                    }}
                  />
                  <LoadMore
                    more={entry().more === true}
                    busy={entry().list.loading()}
                    onClick={() => all.more(entry().group ?? '')}
                  />
                </>
              )}
            />
          </div>
          <LoadMore more={rest.hasMore()} busy={rest.loading()} onClick={rest.more} />
        </ListState>
      </Panel>
      <SelectionBar
        selection={selection}
        count={selectedCount()}
        filter={filter()}
        onDeed={(deed) => run(deed, selectedLines())}
      />
      <deeds.Asking />
    </Page>
  )
}

const words: Record<InboxTab, [WordKey, WordKey, typeof Bell]> = {
  all: ['inbox.emptyAll', 'inbox.emptyAllHint', Bell],
  unread: ['inbox.emptyUnread', 'inbox.emptyUnreadHint', Bell],
  mentions: ['inbox.emptyMentions', 'inbox.emptyMentionsHint', AtSign],
  archived: ['inbox.emptyArchived', 'inbox.emptyArchivedHint', Archive],
  snoozed: ['inbox.emptySnoozed', 'inbox.emptySnoozedHint', Clock],
}

function Empty(props: { tab: InboxTab; filtered: boolean; onClear: () => void }) {
  const said = () => words[props.tab]
  return (
    <Show
      when={props.filtered}
      fallback={
        <EmptyState title={t(said()[0])} icon={<Dynamic component={said()[2]} class="size-5" />}>
          {t(said()[1])}
        </EmptyState>
      }
    >
      <EmptyState
        title={t('inbox.emptyFound')}
        actions={<Button onClick={() => props.onClear()}>{t('queue.clearFilters')}</Button>}
      >
        {t('inbox.emptyFoundHint')}
      </EmptyState>
    </Show>
  )
}
