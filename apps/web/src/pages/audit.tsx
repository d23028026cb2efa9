import { useInfiniteQuery, useQuery } from '@tanstack/solid-query'
import { getRouteApi } from '@tanstack/solid-router'
import ScrollText from 'lucide-solid/icons/scroll-text'
import { Show } from 'solid-js'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { createListKeys } from '../ui/list-keys.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'
import { AuditDetails } from './audit-entry.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { AuditTable } from './audit-table.tsx'
import type { AuditSearch } from './audit.search.ts'
import { Allowed } from './not-allowed.tsx'
import { Paged } from './paged.tsx'

const route = getRouteApi('/shell/audit')
const FRESH_MS = 5_000 // new entries and seals are written within seconds

export default function AuditPage() {
  return (
    <Allowed permission="audit.read" title={t('shell.audit')}>
      <Trail />
    </Allowed>
  )
}

function Trail() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const show = (change: Partial<AuditSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })

  const filter = () => {
    const { action, person, case: caseId, from, to } = search()
    return { action, actorId: person, caseId, from, to }
  }
  const query = useInfiniteQuery(() => ({
    queryKey: ['audit', 'search', filter()],
    queryFn: ({ pageParam }) => trpc.audit.search.query({ ...filter(), cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // Whoever reads further down reads in peace.
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : FRESH_MS),
  }))
  const entries = () => query.data?.pages.flatMap((page) => page.items) ?? []
  const caseTitle = () =>
    entries().find(({ target }) => target?.id === search().case)?.target?.title ?? undefined

  // An address may name an entry that is not among the first ones.
  const elsewhere = () => {
    const { entry } = search()
    return query.data && entry && !entries().some(({ id }) => id === entry) ? entry : null
  }
  const named = useQuery(() => ({
    queryKey: ['audit', 'entry', elsewhere()],
    queryFn: () => trpc.audit.get.query({ id: elsewhere()! }),
    enabled: elsewhere() !== null,
  }))

  let rows: HTMLElement | undefined
  createListKeys(() => rows)

  return (
    <Page title={t('shell.audit')} under={t('audit.under')}>
      <AuditFilters search={search()} onChange={show} caseTitle={caseTitle()} />
      <Show when={elsewhere() ? named.data : undefined}>
        {(entry) => (
          <Panel
            title={t('audit.opened')}
            actions={
              <Button size="sm" variant="quiet" onClick={() => show({ entry: undefined })}>
                {t('ui.close')}
              </Button>
            }
          >
            <AuditDetails entry={entry()} onFilter={show} />
          </Panel>
        )}
      </Show>
      <Panel flush>
        <Paged
          query={query}
          count={entries().length}
          waiting={10}
          empty={
            <EmptyState title={t('audit.empty')} icon={<ScrollText class="size-6" />}>
              {t('audit.emptyWhy')}
            </EmptyState>
          }
        >
          <AuditTable
            entries={entries()}
            opened={search().entry}
            onOpen={(entry) => show({ entry })}
            onFilter={show}
            ref={(element) => (rows = element)}
          />
        </Paged>
      </Panel>
    </Page>
  )
}
