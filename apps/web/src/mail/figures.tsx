import { type MailFigures, type MailShare, type MailStats, noMails } from '@belfry/shared/wire'
import { keepPreviousData, useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import { type JSX, Show, Suspense, lazy } from 'solid-js'
import type { MailboxSearch } from '../pages/mailbox.search.ts'
import { trpc } from '../trpc.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Figures } from '../ui/figures.tsx'
import { Panel } from '../ui/panel.tsx'
import { type Period, everyDay, lastDays } from '../ui/period.tsx'
import { Tile } from '../ui/tile.tsx'
import { t, zone } from '../words/index.ts'
import { formatDate, formatNumber, formatShare } from '../words/time.ts'
import { kindWord } from './kind-word.ts'

const Chart = lazy(async () => ({ default: (await import('../ui/chart.tsx')).Chart }))

/** What became of the mails of the last days: together, by day, by provider, by kind. Each figure leads to its mails. */
export function MailFiguresPage(props: { days: number | undefined; onDays: (days: number) => void }) {
  const days = () => props.days ?? 30
  const query = useQuery(() => ({
    queryKey: ['mail', 'stats', days()],
    queryFn: () => trpc.mail.stats.query({ ...lastDays(days()), timeZone: zone }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  }))
  return (
    <Figures
      days={days()}
      onDays={props.onDays}
      query={query}
      isEmpty={({ total }) => total.all === 0}
      empty={t('mailbox.noMails')}
    >
      {(stats) => <Sheet stats={stats()} />}
    </Figures>
  )
}

const TAKEN = ['sent', 'deferred', 'delivered', 'bounced', 'complained'] as const

function Sheet(props: { stats: MailStats }) {
  const total = () => props.stats.total
  const period = (): Period => ({ from: props.stats.from, to: props.stats.to })
  const days = () => everyDay(props.stats, (key) => ({ key, ...noMails }))
  const troubled = ({ failed, bounced, suppressed, unclear }: MailFigures) =>
    failed + bounced + suppressed + unclear
  return (
    <>
      <dl class="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Tile name={t('mailbox.all')}>
          <ToList period={period()}>{formatNumber(total().all)}</ToList>
        </Tile>
        <Tile name={t('mailbox.sentShare')} hint={t('mailbox.sentHint')}>
          <ToList period={period()} state={[...TAKEN]}>
            {formatShare(total().sent, total().all)}
          </ToList>
        </Tile>
        <Tile name={t('mailbox.trouble')} hint={t('mailbox.troubleHint')}>
          <ToList period={period()} state={['failed', 'bounced', 'suppressed', 'unclear']}>
            {formatNumber(troubled(total()))}
          </ToList>
        </Tile>
        <Tile name={t('mailbox.complaints')} hint={t('mailbox.complaintsHint')}>
          <ToList period={period()} state={['complained']}>
            {formatNumber(total().complained)}
          </ToList>
        </Tile>
      </dl>
      <Panel title={t('mailbox.perDay')}>
        <Suspense fallback={<div class="h-64" />}>
          <Chart
            title={t('mailbox.perDay')}
            labelled={t('system.day')}
            labels={days().map(({ key }) => formatDate(key))}
            series={[
              { name: t('mailbox.all'), colour: 'muted', values: days().map(({ all }) => all) },
              { name: t('mailbox.done'), colour: 'success', values: days().map(({ sent }) => sent) },
              { name: t('mailbox.trouble'), colour: 'error', values: days().map(troubled) },
            ]}
            format={formatNumber}
          />
        </Suspense>
      </Panel>
      <div class="grid gap-4 lg:grid-cols-[2fr_3fr]">
        <Shares
          title={t('mailbox.byProvider')}
          rows={props.stats.byProvider}
          name={(key) => (
            <ToList period={period()} provider={key}>
              <bdi>{key}</bdi>
            </ToList>
          )}
        />
        <Shares
          title={t('mailbox.byType')}
          rows={props.stats.byType}
          name={(key) => (
            <ToList period={period()} type={key}>
              {kindWord(key)}
            </ToList>
          )}
        />
      </div>
    </>
  )
}

/** A figure that opens the list behind it. */
const ToList = (
  props: { period: Period; children: JSX.Element } & Pick<MailboxSearch, 'state' | 'provider' | 'type'>,
) => (
  <Link
    to="/mailbox"
    search={{
      show: 'deliveries',
      ...props.period,
      state: props.state,
      provider: props.provider,
      type: props.type,
    }}
    class="underline-offset-4 hover:underline"
  >
    {props.children}
  </Link>
)

function Shares(props: { title: string; rows: readonly MailShare[]; name: (key: string) => JSX.Element }) {
  const columns: Column<MailShare>[] = [
    { key: 'key', head: t('system.kind'), cell: ({ key }) => props.name(key) },
    { key: 'all', head: t('mailbox.all'), end: true, cell: ({ all }) => formatNumber(all) },
    {
      key: 'sent',
      head: t('mailbox.done'),
      end: true,
      class: 'whitespace-nowrap',
      cell: ({ sent, all }) => formatShare(sent, all),
    },
    {
      key: 'delivered',
      head: t('mailbox.delivered'),
      end: true,
      from: 'sm',
      class: 'whitespace-nowrap',
      cell: ({ delivered, all }) => formatShare(delivered, all),
    },
    {
      key: 'bounced',
      head: t('mailbox.bounced'),
      end: true,
      cell: ({ bounced }) => formatNumber(bounced),
    },
    {
      key: 'failed',
      head: t('mailbox.failed'),
      end: true,
      from: 'sm',
      cell: ({ failed }) => formatNumber(failed),
    },
  ]
  return (
    <Panel title={props.title} flush class="overflow-hidden">
      <Show
        when={props.rows.length > 0}
        fallback={<p class="px-4 py-3 text-muted">{t('mailbox.noMails')}</p>}
      >
        <DataTable caption={props.title} columns={columns} rows={props.rows} rowId={({ key }) => key} />
      </Show>
    </Panel>
  )
}
