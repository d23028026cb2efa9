import type { ConnectionView } from '@belfry/shared/wire'
import { useInfiniteQuery } from '@tanstack/solid-query'
import Unplug from 'lucide-solid/icons/unplug'
import { Show, createEffect, createSignal, on } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'
import { Paged } from './paged.tsx'
import { agentName } from './system-agent.ts'

const queryKey = ['system', 'connections']

/** Who is connected right now. `open` is how many, as the live health says; the list follows it. */
export function SystemConnections(props: { open: number }) {
  const [closing, setClosing] = createSignal<ConnectionView | null>(null)
  const query = useInfiniteQuery(() => ({
    queryKey,
    queryFn: ({ pageParam }) => trpc.system.connections.query({ cursor: pageParam, limit: 50 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  }))
  createEffect(
    on(
      () => props.open,
      () => void queryClient.invalidateQueries({ queryKey }),
      { defer: true },
    ),
  )
  const connections = () => query.data?.pages.flatMap((page) => page.items) ?? []

  return (
    <Panel
      title={t('system.connections')}
      actions={
        <span class="text-sm text-muted tabular-nums">
          {t('system.connectionsOpen', { count: props.open })}
        </span>
      }
      flush
    >
      <Paged
        query={query}
        count={connections().length}
        waiting={3}
        empty={<EmptyState title={t('system.noConnections')} icon={<Unplug class="size-6" />} />}
      >
        <DataTable
          caption={t('system.connections')}
          columns={columns(setClosing)}
          rows={connections()}
          rowId={(connection) => connection.id}
        />
      </Paged>
      <Show when={closing()} keyed>
        {(connection) => <CloseDialog connection={connection} onDone={() => setClosing(null)} />}
      </Show>
    </Panel>
  )
}

function CloseDialog(props: { connection: ConnectionView; onDone: () => void }) {
  const [busy, setBusy] = createSignal(false)
  async function close() {
    setBusy(true)
    try {
      await trpc.system.closeConnection.mutate({ id: props.connection.id })
      toast({ tone: 'success', title: t('system.closed') })
      props.onDone()
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
    await queryClient.invalidateQueries({ queryKey })
  }
  return (
    <Dialog
      open
      onOpenChange={(stays) => stays || props.onDone()}
      title={t('system.closeSure')}
      description={t('system.closeWhy', { name: props.connection.person.name })}
      actions={
        <>
          <Button onClick={() => props.onDone()}>{t('ui.cancel')}</Button>
          <Button variant="danger" busy={busy()} onClick={() => void close()}>
            {t('system.close')}
          </Button>
        </>
      }
    >
      <p class="text-sm text-muted">
        <span dir="ltr">
          {[props.connection.ip, agentName(props.connection.userAgent)].filter(Boolean).join(' · ')}
        </span>
      </p>
    </Dialog>
  )
}

const columns = (onClose: (connection: ConnectionView) => void): Column<ConnectionView>[] => [
  {
    key: 'person',
    head: t('system.person'),
    cell: (connection) => (
      <span class="flex items-center gap-2">
        <Avatar name={connection.person.name} />
        <span class="min-w-0">
          <span class="block" dir="auto">
            {connection.person.name}
          </span>
          <span class="block text-sm text-muted md:hidden" dir="ltr">
            {agentName(connection.userAgent)}
          </span>
        </span>
      </span>
    ),
  },
  {
    key: 'agent',
    head: t('system.agent'),
    from: 'md',
    class: 'max-w-64 text-muted',
    cell: (connection) => (
      <span title={connection.userAgent ?? undefined}>
        <bdi>{agentName(connection.userAgent)}</bdi>
      </span>
    ),
  },
  {
    key: 'ip',
    head: t('system.ip'),
    from: 'sm',
    class: 'text-muted',
    cell: (connection) => <bdi>{connection.ip ?? '–'}</bdi>,
  },
  {
    key: 'transport',
    head: t('system.transport'),
    from: 'lg',
    class: 'text-muted',
    cell: (connection) => t(`system.${connection.transport}`),
  },
  {
    key: 'node',
    head: t('system.node'),
    from: 'lg',
    class: 'text-muted',
    cell: (connection) => <bdi>{connection.node}</bdi>,
  },
  {
    key: 'heard',
    head: t('system.heard'),
    end: true,
    from: 'md',
    class: 'whitespace-nowrap text-muted',
    cell: (connection) => (
      <Show when={connection.seenAt} fallback="–">
        {(at) => <RelativeTime at={at()} />}
      </Show>
    ),
  },
  {
    key: 'lag',
    head: t('system.lag'),
    end: true,
    from: 'lg',
    cell: ({ lag }) => (lag === null ? '–' : formatNumber(lag)),
  },
  {
    key: 'since',
    head: t('system.since'),
    end: true,
    class: 'whitespace-nowrap text-muted',
    cell: (connection) => <RelativeTime at={connection.since} />,
  },
  {
    key: 'close',
    head: t('system.close'),
    headHidden: true,
    end: true,
    class: 'w-0',
    cell: (connection) => (
      <Button
        size="sm"
        variant="quiet"
        aria-label={t('system.closeOf', { name: connection.person.name })}
        onClick={() => onClose(connection)}
      >
        {t('system.close')}
      </Button>
    ),
  },
]
