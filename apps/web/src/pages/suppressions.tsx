import { type SuppressionReason, suppressionReasons } from '@belfry/shared/mail'
import type { Suppression } from '@belfry/shared/wire'
import { useInfiniteQuery } from '@tanstack/solid-query'
import { getRouteApi } from '@tanstack/solid-router'
import MailCheck from 'lucide-solid/icons/mail-check'
import { Show, createSignal } from 'solid-js'
import { may, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Select } from '../ui/select.tsx'
import { t } from '../words/index.ts'
import { Allowed } from './not-allowed.tsx'
import { Paged } from './paged.tsx'
import { LiftDialog, SuppressDialog } from './suppressions-dialogs.tsx'
import { SuppressionsTable } from './suppressions-table.tsx'

const route = getRouteApi('/shell/suppressions')

/** Addresses that get no mail. */
export default function SuppressionsPage() {
  return (
    <Allowed permission="mail.read" title={t('suppressions.title')}>
      <Suppressions />
    </Allowed>
  )
}

function Suppressions() {
  const me = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [adding, setAdding] = createSignal(false)
  const [lifting, setLifting] = createSignal<Suppression | null>(null)
  const show = (change: Partial<ReturnType<typeof search>>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const isFiltered = () => search().q !== undefined || search().reason !== undefined
  const query = useInfiniteQuery(() => ({
    queryKey: ['mail', 'suppressions', search().q, search().reason],
    queryFn: ({ pageParam }) =>
      trpc.mail.suppressions.query({
        search: search().q,
        reason: search().reason,
        cursor: pageParam,
        limit: 50,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  const mayChange = () => may(me(), 'mail.change')

  return (
    <Page
      title={t('suppressions.title')}
      under={t('suppressions.under')}
      actions={
        <Show when={mayChange()}>
          <Button variant="primary" onClick={() => setAdding(true)}>
            {t('suppressions.add')}
          </Button>
        </Show>
      }
      bar={
        <>
          <SearchField
            label={t('suppressions.search')}
            value={search().q ?? ''}
            onSearch={(q) => show({ q: q || undefined })}
            class="grow sm:max-w-72"
          />
          <Select<SuppressionReason | 'any'>
            label={t('suppressions.reason')}
            labelHidden
            value={search().reason ?? 'any'}
            options={[
              { value: 'any', label: t('suppressions.anyReason') },
              ...suppressionReasons.map((reason) => ({
                value: reason,
                label: t('suppressions.reasons', { reason }),
              })),
            ]}
            onChange={(reason) => show({ reason: reason === 'any' ? undefined : reason })}
          />
        </>
      }
    >
      <Panel flush>
        <Paged
          query={query}
          count={rows().length}
          empty={
            <EmptyState
              title={t(isFiltered() ? 'suppressions.emptySearch' : 'suppressions.empty')}
              icon={<MailCheck class="size-6" />}
              actions={
                isFiltered() && (
                  <Button onClick={() => show({ q: undefined, reason: undefined })}>
                    {t('queue.clearFilters')}
                  </Button>
                )
              }
            >
              {isFiltered() ? null : t('suppressions.emptyWhy')}
            </EmptyState>
          }
        >
          <SuppressionsTable rows={rows()} onLift={mayChange() ? setLifting : undefined} />
        </Paged>
      </Panel>
      <Show when={adding()}>
        <SuppressDialog onDone={() => setAdding(false)} />
      </Show>
      <Show when={lifting()} keyed>
        {(suppression) => <LiftDialog suppression={suppression} onDone={() => setLifting(null)} />}
      </Show>
    </Page>
  )
}
