import type { AnnouncementItem, AnnouncementState } from '@belfry/shared/wire'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { Link, getRouteApi } from '@tanstack/solid-router'
import Megaphone from 'lucide-solid/icons/megaphone'
import Plus from 'lucide-solid/icons/plus'
import { Show } from 'solid-js'
import { audienceWords } from '../announcements/audience-words.ts'
import { ReachBar } from '../announcements/reach-bar.tsx'
import { AnnouncementStateBadge } from '../announcements/state-badge.tsx'
import { may, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { buttonClass } from '../ui/button-look.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import type { AnnouncementsSearch } from './announcements.search.ts'
import { NotAllowed } from './not-allowed.tsx'
import { Paged } from './paged.tsx'

const route = getRouteApi('/shell/announcements')

export default function AnnouncementsPage() {
  const me = useMe()
  return (
    <Show
      when={may(me(), 'announcements.send')}
      fallback={<NotAllowed title={t('announcements.title')} why={t('announcements.needsPermission')} />}
    >
      <Announcements />
    </Show>
  )
}

const statesOf: Record<NonNullable<AnnouncementsSearch['show']>, AnnouncementState[] | undefined> = {
  all: undefined,
  draft: ['draft'],
  scheduled: ['scheduled'],
  sent: ['sending', 'sent'],
  cancelled: ['cancelled'],
}

function Announcements() {
  const search = route.useSearch()
  const show = () => search().show ?? 'all'
  const query = useInfiniteQuery(() => ({
    queryKey: ['announcements', 'list', show()],
    queryFn: ({ pageParam }) =>
      trpc.announcements.list.query({ state: statesOf[show()], cursor: pageParam, limit: 30 }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  const tab = (value: 'draft' | 'scheduled' | 'sent' | 'cancelled') => ({
    value,
    label: t('announcements.states', { state: value }),
  })
  return (
    <Page
      title={t('announcements.title')}
      under={t('announcements.under')}
      actions={
        <Link to="/announcements/new" class={buttonClass({ variant: 'primary' })}>
          <Plus class="size-4" aria-hidden="true" />
          {t('announcements.new')}
        </Link>
      }
      bar={
        <Tabs
          label={t('announcements.show')}
          current={show()}
          tabs={[
            { value: 'all', label: t('announcements.all') },
            ...(['draft', 'scheduled', 'sent', 'cancelled'] as const).map(tab),
          ]}
        />
      }
    >
      <Panel flush>
        <Paged
          query={query}
          count={rows().length}
          empty={
            <EmptyState title={t('announcements.empty')} icon={<Megaphone class="size-6" />}>
              {t('announcements.emptyWhy')}
            </EmptyState>
          }
        >
          <DataTable
            caption={t('announcements.title')}
            columns={columns()}
            rows={rows()}
            rowId={(row) => row.id}
            rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
          />
        </Paged>
      </Panel>
    </Page>
  )
}

const columns = (): Column<AnnouncementItem>[] => [
  {
    key: 'title',
    head: t('announcements.announcement'),
    cell: (row) => (
      <div class="min-w-0 max-w-lg">
        <Link
          to={row.state === 'draft' ? '/announcements/$id/edit' : '/announcements/$id'}
          params={{ id: row.id }}
          dir="auto"
          class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {row.title || t('announcements.untitled')}
        </Link>
        <p class="truncate text-sm text-muted">{audienceWords(row.audience)}</p>
        <div class="mt-1.5 flex flex-col gap-1.5 sm:hidden">
          <p class="flex flex-wrap items-center gap-2 text-sm text-muted">
            <AnnouncementStateBadge state={row.state} />
            {row.nextAt && formatTime(row.nextAt, 'brief')}
          </p>
          <Show when={row.sentAt}>
            <ReachBar reach={row.reach} />
          </Show>
        </div>
      </div>
    ),
  },
  {
    key: 'state',
    head: t('announcements.state'),
    from: 'sm',
    cell: (row) => <AnnouncementStateBadge state={row.state} />,
  },
  {
    key: 'reach',
    head: t('announcements.reach'),
    from: 'sm',
    cell: (row) => (
      <Show when={row.sentAt} fallback="–">
        <ReachBar reach={row.reach} />
      </Show>
    ),
  },
  {
    key: 'when',
    head: t('announcements.when'),
    from: 'md',
    class: 'text-muted whitespace-nowrap',
    cell: (row) => (
      <>
        <Show when={row.sentAt}>{(at) => <p>{formatTime(at(), 'brief')}</p>}</Show>
        <Show when={row.nextAt}>
          {(at) => <p>{t('announcements.next', { at: formatTime(at(), 'brief') })}</p>}
        </Show>
      </>
    ),
  },
  {
    key: 'author',
    head: t('announcements.author'),
    from: 'lg',
    class: 'text-muted',
    cell: (row) => <bdi>{row.author.name}</bdi>,
  },
]
