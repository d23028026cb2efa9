import type { AnnouncementReach, AnnouncementSending } from '@belfry/shared/wire'
import { Link } from '@tanstack/solid-router'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import { For } from 'solid-js'
import { ReachBar } from '../announcements/reach-bar.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { t } from '../words/index.ts'
import { formatNumber, formatTime } from '../words/time.ts'

export const ToAnnouncements = () => (
  <Link to="/announcements" class={buttonClass({ variant: 'quiet', size: 'sm' })}>
    <ArrowLeft class="size-4 rtl:-scale-x-100" aria-hidden="true" />
    {t('announcements.back')}
  </Link>
)

/** How far it came, in three figures that move. */
export function ReachFigures(props: { reach: AnnouncementReach }) {
  const figures = () => [
    { name: t('announcements.recipientsShort'), value: props.reach.recipients },
    { name: t('announcements.deliveredShort'), value: props.reach.delivered },
    { name: t('announcements.readShort'), value: props.reach.read },
  ]
  return (
    <div class="flex flex-col gap-4">
      <dl class="grid grid-cols-3 gap-2">
        <For each={figures()}>
          {(figure) => (
            <div>
              <dt class="text-sm text-muted">{figure.name}</dt>
              <dd class="text-2xl font-semibold tabular-nums">{formatNumber(figure.value)}</dd>
            </div>
          )}
        </For>
      </dl>
      <ReachBar reach={props.reach} />
      <p class="text-xs text-faint">{t('announcements.moving')}</p>
    </div>
  )
}

/** Each time that a repeated one went out. */
export const Sendings = (props: { sendings: readonly AnnouncementSending[] }) => (
  <DataTable
    caption={t('announcements.sendings')}
    columns={columns()}
    rows={props.sendings}
    rowId={(row) => row.id}
  />
)

const columns = (): Column<AnnouncementSending>[] => [
  {
    key: 'when',
    head: t('announcements.when'),
    cell: (row) => (
      <>
        <time datetime={row.at}>{formatTime(row.at, 'brief')}</time>
        {row.doneAt === null && <span class="text-muted"> · {t('announcements.inProgress')}</span>}
      </>
    ),
  },
  { key: 'reach', head: t('announcements.reach'), cell: (row) => <ReachBar reach={row.reach} /> },
]
