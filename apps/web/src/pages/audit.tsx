import { auditFilterOf, parseQuery, withTerm } from '@belfry/shared/search'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import { getRouteApi } from '@tanstack/solid-router'
import Download from 'lucide-solid/icons/download'
import ScrollText from 'lucide-solid/icons/scroll-text'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import { Show, createMemo, createSignal } from 'solid-js'
import { calendar } from '../queue/calendar.ts'
import { textOf } from '../queue/question.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { createListKeys } from '../ui/list-keys.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'
import { AuditBar } from './audit-bar.tsx'
import { AuditDetails } from './audit-entry.tsx'
import { AuditExportDialog } from './audit-export.tsx'
import { AuditTable } from './audit-table.tsx'
import { AuditVerifyDialog } from './audit-verify.tsx'
import { auditWords } from './audit-words.ts'
import type { AuditSearch } from './audit.search.ts'
import { Allowed } from './not-allowed.tsx'
import { Paged } from './paged.tsx'

const route = getRouteApi('/shell/audit')
const PAGE = 50
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
  const queryClient = useQueryClient()
  const [asks, setAsks] = createSignal<'export' | 'verify'>()
  const show = (change: Partial<AuditSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })

  const lexicon = createMemo(auditWords)
  const query = () => parseQuery(search().q ?? '', lexicon())
  const filter = createMemo(() => auditFilterOf(query(), calendar))
  const narrow = (key: string, value: string) => show({ q: textOf(withTerm(query(), key, [value])) })

  // Whoever reads further down, or in an entry, reads in peace, and hears how much is new.
  const isReading = (pages = 1) => pages > 1 || search().entry !== undefined
  const list = useInfiniteQuery(() => ({
    queryKey: ['audit', 'search', filter()],
    queryFn: ({ pageParam }) => trpc.audit.search.query({ ...filter(), cursor: pageParam, limit: PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (isReading(state.data?.pages.length) ? false : FRESH_MS),
  }))
  const entries = () => list.data?.pages.flatMap((page) => page.items) ?? []

  const newest = useQuery(() => ({
    queryKey: ['audit', 'newest', filter()],
    queryFn: () => trpc.audit.search.query({ ...filter(), limit: PAGE }),
    enabled: list.data !== undefined && isReading(list.data.pages.length),
    refetchInterval: FRESH_MS,
  }))
  const unseen = () => {
    const [first] = entries()
    const { items } = newest.data ?? { items: [] }
    const place = items.findIndex(({ id }) => id === first?.id)
    return newest.isEnabled && first ? (place < 0 ? items.length : place) : 0
  }
  async function showNew() {
    show({ entry: undefined })
    await queryClient.resetQueries({ queryKey: ['audit', 'search', filter()] })
  }

  // An address may name an entry that is not among the first ones.
  const elsewhere = () => {
    const { entry } = search()
    return list.data && entry && !entries().some(({ id }) => id === entry) ? entry : null
  }
  const named = useQuery(() => ({
    queryKey: ['audit', 'entry', elsewhere()],
    queryFn: () => trpc.audit.get.query({ id: elsewhere()! }),
    enabled: elsewhere() !== null,
  }))

  let rows: HTMLElement | undefined
  createListKeys(() => rows)

  return (
    <Page
      title={t('shell.audit')}
      under={t('audit.under')}
      actions={
        <>
          <Button onClick={() => setAsks('verify')}>
            <ShieldCheck class="size-4" aria-hidden="true" />
            {t('audit.verify')}
          </Button>
          <Button onClick={() => setAsks('export')}>
            <Download class="size-4" aria-hidden="true" />
            {t('audit.export')}
          </Button>
        </>
      }
      bar={<AuditBar q={search().q} lexicon={lexicon()} entries={entries()} onSearch={(q) => show({ q })} />}
    >
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
            <AuditDetails entry={entry()} onFilter={narrow} />
          </Panel>
        )}
      </Show>
      <Show when={unseen() > 0}>
        <Button class="self-center" onClick={() => void showNew()}>
          {t('audit.newEntries', { count: unseen() })}
        </Button>
      </Show>
      <Panel flush>
        <Paged
          query={list}
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
            onFilter={narrow}
            ref={(element) => (rows = element)}
          />
        </Paged>
      </Panel>
      <Show when={asks() === 'export'}>
        <AuditExportDialog filter={filter()} onClose={() => setAsks(undefined)} />
      </Show>
      <Show when={asks() === 'verify'}>
        <AuditVerifyDialog onClose={() => setAsks(undefined)} />
      </Show>
    </Page>
  )
}
