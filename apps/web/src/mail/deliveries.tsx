import { retryable } from '@belfry/shared/mail'
import type { Delivery, RetryInput } from '@belfry/shared/wire'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import Send from 'lucide-solid/icons/send'
import { Show, createEffect, createSignal } from 'solid-js'
import { followMail } from '../live/mail.ts'
import type { MailboxSearch } from '../pages/mailbox.search.ts'
import { Paged } from '../pages/paged.tsx'
import { may, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { DeliveryDialog } from './delivery-dialog.tsx'
import { DeliveryFilters, filtersInUse, noFilter } from './delivery-filters.tsx'
import { DeliveryBadge } from './delivery-state.tsx'
import { kindWord } from './kind-word.ts'
import { RetryDialog } from './retry.tsx'

const queryKey = ['mail', 'deliveries']

export interface DeliveriesProps {
  search: MailboxSearch
  onChange: (change: Partial<MailboxSearch>) => void
}

/** Every mail that was to be sent, and how that went. It moves by itself. */
export function Deliveries(props: DeliveriesProps) {
  followMail(queryKey)
  const filter = () => {
    const { state: states, provider, type, person: personId, from, to } = props.search
    return { states, provider, type, personId, from, to }
  }
  const query = useInfiniteQuery(() => ({
    queryKey: [...queryKey, filter()],
    queryFn: ({ pageParam }) => trpc.mail.deliveries.query({ ...filter(), cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  }))
  const rows = () => query.data?.pages.flatMap((page) => page.items) ?? []
  const isNarrowed = () => filtersInUse(props.search) > 0
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set())
  createEffect(() => {
    filter() // another list: nothing of it is selected
    setSelected(new Set<string>())
  })
  return (
    <Panel
      flush
      title={t('mailbox.deliveries')}
      actions={
        <div class="flex flex-wrap gap-2">
          <RetryButtons
            filter={filter()}
            selected={selected()}
            onDone={() => setSelected(new Set<string>())}
          />
          <DeliveryFilters {...props} />
        </div>
      }
    >
      <Paged
        query={query}
        count={rows().length}
        empty={
          <EmptyState
            title={isNarrowed() ? t('mailbox.noneFits') : t('mailbox.emptyDeliveries')}
            icon={<Send class="size-6" />}
            actions={
              isNarrowed() && (
                <Button onClick={() => props.onChange(noFilter)}>{t('queue.clearFilters')}</Button>
              )
            }
          >
            {isNarrowed() ? null : t('mailbox.emptyWhy')}
          </EmptyState>
        }
      >
        <DataTable
          caption={t('mailbox.deliveries')}
          columns={columns(selected, (id, isOn) =>
            setSelected((before) => {
              const after = new Set(before)
              if (isOn) after.add(id)
              else after.delete(id)
              return after
            }),
          )}
          rows={rows()}
          rowId={(delivery) => delivery.id}
          rowClass={() => 'relative hover:bg-hover has-[a:focus-visible]:bg-hover'}
        />
      </Paged>
      <Show when={props.search.delivery} keyed>
        {(id) => <DeliveryDialog id={id} onClose={() => props.onChange({ delivery: undefined })} />}
      </Show>
    </Panel>
  )
}

/** Those selected, or without any all that the filters leave. */
function RetryButtons(props: {
  filter: Extract<RetryInput, { filter: unknown }>['filter']
  selected: ReadonlySet<string>
  onDone: () => void
}) {
  const me = useMe()
  const [asking, setAsking] = createSignal<RetryInput | null>(null)
  const canMatch = () =>
    props.filter.states === undefined || props.filter.states.some((state) => retryable.includes(state))
  const whyNot = () => {
    if (!may(me(), 'mail.change')) return t('mailbox.mayNot')
    return props.selected.size > 0 || canMatch() ? null : t('mailbox.noneRetryable')
  }
  return (
    <>
      <Button
        disabledReason={whyNot()}
        onClick={() =>
          setAsking(props.selected.size > 0 ? { ids: [...props.selected] } : { filter: props.filter })
        }
      >
        {props.selected.size > 0
          ? t('mailbox.retrySelected', { count: props.selected.size })
          : t('mailbox.retryAll')}
      </Button>
      <Show when={asking()} keyed>
        {(which) => (
          <RetryDialog
            which={which}
            onDone={() => {
              setAsking(null)
              props.onDone()
            }}
          />
        )}
      </Show>
    </>
  )
}

const columns = (
  selected: () => ReadonlySet<string>,
  onSelect: (id: string, isOn: boolean) => void,
): Column<Delivery>[] => [
  {
    key: 'select',
    head: t('mailbox.select'),
    headHidden: true,
    from: 'sm',
    class: 'w-8',
    cell: (delivery) => (
      <Show when={retryable.includes(delivery.state)}>
        <input
          type="checkbox"
          class="relative z-1 size-4 align-middle accent-accent"
          aria-label={t('mailbox.selectOne', { name: delivery.to.name })}
          checked={selected().has(delivery.id)}
          onChange={(event) => onSelect(delivery.id, event.currentTarget.checked)}
        />
      </Show>
    ),
  },
  {
    key: 'to',
    head: t('mailbox.to'),
    cell: (delivery) => (
      <div class="min-w-0">
        <Link
          to="."
          search={((before: object) => ({ ...before, delivery: delivery.id })) as never}
          replace
          resetScroll={false}
          class="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          <bdi>{delivery.to.name}</bdi>
        </Link>
        <p class="text-sm break-all text-muted">
          <bdi dir="ltr">{delivery.to.email}</bdi>
        </p>
        <Show when={delivery.type}>
          {(type) => <p class="text-sm text-muted md:hidden">{kindWord(type())}</p>}
        </Show>
        <Show when={delivery.error}>
          <p class="text-sm text-error lg:hidden" dir="auto">
            {delivery.error}
          </p>
        </Show>
      </div>
    ),
  },
  {
    key: 'type',
    head: t('mailbox.type'),
    from: 'md',
    cell: (delivery) => (delivery.type ? kindWord(delivery.type) : '–'),
  },
  { key: 'state', head: t('mailbox.state'), cell: (delivery) => <DeliveryBadge state={delivery.state} /> },
  {
    key: 'attempts',
    head: t('mailbox.attempts'),
    end: true,
    from: 'lg',
    cell: (delivery) => formatNumber(delivery.attempts),
  },
  {
    key: 'provider',
    head: t('mailbox.provider'),
    from: 'md',
    cell: (delivery) => <bdi>{delivery.provider ?? '–'}</bdi>,
  },
  {
    key: 'error',
    head: t('mailbox.error'),
    from: 'lg',
    class: 'max-w-72 text-error',
    cell: (delivery) => (
      <span class="line-clamp-2" dir="auto">
        {delivery.error}
      </span>
    ),
  },
  {
    key: 'created',
    head: t('mailbox.created'),
    end: true,
    from: 'sm',
    class: 'whitespace-nowrap text-muted',
    cell: (delivery) => <RelativeTime at={delivery.createdAt} />,
  },
]
