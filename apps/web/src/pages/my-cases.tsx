import type { ListCasesInput } from '@belfry/shared/wire'
import { useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import { Link, getRouteApi } from '@tanstack/solid-router'
import FolderOpen from 'lucide-solid/icons/folder-open'
import { For, Show, createEffect, on } from 'solid-js'
import { MyCalendar, hasCalendar } from '../calendar/my-calendar.tsx'
import { ShowTabs } from '../calendar/show-tabs.tsx'
import { useInbox } from '../inbox/context.tsx'
import { queryClient } from '../query.ts'
import { useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { buttonClass } from '../ui/button-look.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { createListKeys } from '../ui/list-keys.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { type WordKey, t } from '../words/index.ts'
import { useWorkflows } from '../workflows.ts'
import { CaseRow } from './case-row.tsx'
import { MyDrafts } from './my-drafts.tsx'
import { Paged } from './paged.tsx'

const route = getRouteApi('/shell/cases')

export default function MyCasesPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const workflows = useWorkflows()
  const me = useMe()
  // Whoever files nothing, like a driver, comes for the cases that name him.
  const usual = () => (workflows().some((workflow) => workflow.maySubmit) ? 'mine' : 'part')
  const view = (): View => search().view ?? usual()
  const hasDates = () => (view() === 'mine' || view() === 'part') && hasCalendar(me())
  const planned = () => hasDates() && search().show === 'calendar'
  const query = useInfiniteQuery(() => ({
    queryKey: ['cases', 'list', view()],
    queryFn: ({ pageParam }) => trpc.cases.list.query({ view: view(), limit: 30, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: search().view !== undefined || workflows().length > 0,
  }))
  const waiting = useQuery(() => ({
    queryKey: ['cases', 'list', 'waiting', 'count'],
    queryFn: () => trpc.cases.list.query({ view: 'waiting', limit: 1 }),
  }))
  const hasTeam = () => view() === 'team' || me().grants.some(({ role }) => role === 'supervisor')
  const items = () => query.data?.pages.flatMap((page) => page.items) ?? []

  // Whatever moves one of these cases tells this person, too.
  const { inbox } = useInbox()
  createEffect(
    on(
      () => inbox.items()[0]?.id,
      () => void queryClient.invalidateQueries({ queryKey: ['cases', 'list'] }),
      { defer: true },
    ),
  )

  let rows: HTMLElement | undefined
  createListKeys(() => rows)

  return (
    <Page
      title={t('cases.mine')}
      bar={
        <>
          <Tabs
            label={t('cases.mine')}
            param="view"
            current={view()}
            tabs={[
              { value: 'waiting', label: t('cases.waitForMe'), count: waiting.data?.total ?? 0 },
              { value: 'mine', label: t('cases.filedByMe') },
              { value: 'part', label: t('cases.takePart') },
              ...(hasTeam() ? [{ value: 'team', label: t('cases.myTeam') }] : []),
            ]}
          />
          <Show when={hasDates()}>
            <ShowTabs show={search().show} />
          </Show>
        </>
      }
    >
      <Show
        when={!planned()}
        fallback={
          <MyCalendar
            view={view() === 'mine' ? 'mine' : 'part'}
            week={search().week}
            onShow={(week) => void navigate({ search: (before) => ({ ...before, week }), replace: true })}
          />
        }
      >
        <Show when={view() === 'mine' || view() === 'waiting'}>
          <MyDrafts />
        </Show>
        <Panel flush>
          <Paged
            query={query}
            count={items().length}
            empty={
              <Show
                when={view() === 'mine'}
                fallback={
                  <EmptyState title={t(empty[view()].title)} icon={<FolderOpen class="size-6" />}>
                    {t(empty[view()].why)}
                  </EmptyState>
                }
              >
                <EmptyState
                  title={t('cases.emptyMine')}
                  icon={<FolderOpen class="size-6" />}
                  actions={
                    <For each={workflows().filter((workflow) => workflow.maySubmit)}>
                      {(workflow) => (
                        <Link
                          to="/new/$workflow"
                          params={{ workflow: workflow.name }}
                          class={buttonClass({})}
                        >
                          {workflow.words.submit}
                        </Link>
                      )}
                    </For>
                  }
                >
                  {t('cases.emptyMineWhy')}
                </EmptyState>
              </Show>
            }
          >
            <ul ref={(element) => (rows = element)} aria-label={t('cases.list')} class="divide-y divide-line">
              <For each={items()}>{(item) => <CaseRow item={item} withOwner={view() !== 'mine'} />}</For>
            </ul>
          </Paged>
        </Panel>
      </Show>
    </Page>
  )
}

type View = ListCasesInput['view']

const empty = {
  mine: { title: 'cases.emptyMine', why: 'cases.emptyMineWhy' },
  part: { title: 'cases.emptyPart', why: 'cases.emptyPartWhy' },
  waiting: { title: 'cases.emptyWaiting', why: 'cases.emptyWaitingWhy' },
  team: { title: 'cases.emptyTeam', why: 'cases.emptyTeamWhy' },
} as const satisfies Record<View, { title: WordKey; why: WordKey }>
