import type { Role } from '@belfry/shared'
import type { ChannelFigures, NotificationShare, NotificationStats } from '@belfry/shared/wire'
import { words as generalWords } from '@belfry/shared/words'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { type JSX, Show, Suspense, createSignal, lazy } from 'solid-js'
import { roleWord } from '../access/role-chips.tsx'
import { priorityOptions } from '../inbox/filter-menu.tsx'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Figures } from '../ui/figures.tsx'
import { Panel } from '../ui/panel.tsx'
import { everyDay, lastDays } from '../ui/period.tsx'
import { Tile } from '../ui/tile.tsx'
import { locale, t, zone } from '../words/index.ts'
import { formatDate, formatNumber, formatShare } from '../words/time.ts'
import { formatDuration } from './system-figures.ts'

const Chart = lazy(async () => ({ default: (await import('../ui/chart.tsx')).Chart }))

export interface NotificationFiguresProps {
  /** One's own messages; everybody's where left out. */
  mine?: boolean
  /** How many days back they go; thirty where left out. */
  days: number | undefined
  onDays: (days: number) => void
}

/** What was told in the last days, and what became of it. */
export function NotificationFigures(props: NotificationFiguresProps) {
  const days = () => props.days ?? 30
  const mine = () => props.mine === true
  const query = useQuery(() => ({
    queryKey: ['figures', mine() ? 'mine' : 'all', days()],
    queryFn: () => trpc.notifications.stats.query({ ...lastDays(days()), mine: mine(), timeZone: zone }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  }))
  return (
    <Figures
      days={days()}
      onDays={props.onDays}
      query={query}
      isEmpty={({ total }) => total.sent === 0}
      empty={t('system.noMessages')}
    >
      {(stats) => <Sheet stats={stats()} mine={mine()} />}
    </Figures>
  )
}

function Sheet(props: { stats: NotificationStats; mine: boolean }) {
  const days = () => everyDay(props.stats, (key) => ({ key, sent: 0, read: 0, medianReadSeconds: null }))
  const left = () => props.stats.byChannel.reduce((sum, { sent }) => sum + sent, 0)
  const failed = () => props.stats.byChannel.reduce((sum, channel) => sum + channel.failed, 0)
  return (
    <>
      <dl class="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Tile name={t('system.told')}>{formatNumber(props.stats.total.sent)}</Tile>
        <Tile name={t('system.readRate')}>{formatShare(props.stats.total.read, props.stats.total.sent)}</Tile>
        <Tile name={t('system.timeToRead')} hint={t('system.timeToReadHint')}>
          {seconds(props.stats.total.medianReadSeconds)}
        </Tile>
        <Tile name={t('system.delivered')}>{formatShare(left(), left() + failed())}</Tile>
      </dl>
      <Panel title={t('system.perDay')}>
        <Suspense fallback={<div class="h-64" />}>
          <Chart
            title={t('system.perDay')}
            labelled={t('system.day')}
            labels={days().map(({ key }) => formatDate(key))}
            series={[
              { name: t('system.told'), colour: 'accent', values: days().map(({ sent }) => sent) },
              { name: t('system.read'), colour: 'success', values: days().map(({ read }) => read) },
            ]}
            format={formatNumber}
          />
        </Suspense>
      </Panel>
      <div class="grid gap-4 lg:grid-cols-2">
        <Shares title={t('system.byCategory')} rows={props.stats.byCategory} name={categoryWord} />
        <Show when={!props.mine}>
          <Shares
            title={t('system.byRole')}
            rows={props.stats.byRole}
            name={(key) => roleWord(key as Role)}
          />
        </Show>
        <Shares title={t('system.byType')} rows={props.stats.byType} name={(key) => <bdi>{key}</bdi>} />
        <div class="flex min-w-0 flex-col gap-4">
          <Shares title={t('system.byPriority')} rows={props.stats.byPriority} name={priorityWord} />
          <Channels rows={props.stats.byChannel} />
        </div>
      </div>
    </>
  )
}

/** Rows of a table before one asks for all. */
const SHOWN = 12

function Shares(props: {
  title: string
  rows: readonly NotificationShare[]
  name: (key: string) => JSX.Element
}) {
  const [all, setAll] = createSignal(false)
  const shown = () => (all() ? props.rows : props.rows.slice(0, SHOWN))
  const columns: Column<NotificationShare>[] = [
    { key: 'key', head: t('system.kind'), cell: ({ key }) => props.name(key) },
    { key: 'sent', head: t('system.told'), end: true, cell: ({ sent }) => formatNumber(sent) },
    { key: 'read', head: t('system.readRate'), end: true, cell: ({ read, sent }) => formatShare(read, sent) },
    {
      key: 'time',
      head: t('system.timeToRead'),
      end: true,
      from: 'sm',
      cell: ({ medianReadSeconds }) => seconds(medianReadSeconds),
    },
  ]
  return (
    <Panel title={props.title} flush class="overflow-hidden">
      <DataTable caption={props.title} columns={columns} rows={shown()} rowId={({ key }) => key} />
      <Show when={shown().length < props.rows.length}>
        <div class="border-t border-line p-1.5">
          <Button variant="quiet" size="sm" class="w-full" onClick={() => setAll(true)}>
            {t('system.showAll', { count: props.rows.length })}
          </Button>
        </div>
      </Show>
    </Panel>
  )
}

function Channels(props: { rows: readonly ChannelFigures[] }) {
  const names = { mail: t('system.flagMail'), push: t('system.flagPush'), webhook: t('system.flagWebhook') }
  const columns: Column<ChannelFigures>[] = [
    { key: 'channel', head: t('system.channel'), cell: ({ channel }) => names[channel] ?? channel },
    { key: 'sent', head: t('system.sent'), end: true, cell: ({ sent }) => formatNumber(sent) },
    { key: 'failed', head: t('system.failed'), end: true, cell: ({ failed }) => formatNumber(failed) },
    {
      key: 'withdrawn',
      head: t('system.withdrawn'),
      end: true,
      from: 'sm',
      cell: ({ withdrawn }) => formatNumber(withdrawn),
    },
    { key: 'waiting', head: t('system.waiting'), end: true, cell: ({ waiting }) => formatNumber(waiting) },
  ]
  return (
    <Panel title={t('system.byChannel')} flush class="overflow-hidden">
      <DataTable
        caption={t('system.byChannel')}
        columns={columns}
        rows={props.rows}
        rowId={({ channel }) => channel}
      />
    </Panel>
  )
}

const categoryWord = (key: string) =>
  (generalWords[locale()].categories as Record<string, string>)[key] ?? key
const priorityWord = (key: string) => priorityOptions().find(({ value }) => value === key)?.label ?? key
const seconds = (value: number | null) => (value === null ? '–' : formatDuration(value * 1_000))
