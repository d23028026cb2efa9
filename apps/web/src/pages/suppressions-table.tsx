import type { Tone } from '@belfry/shared/machine'
import type { SuppressionReason } from '@belfry/shared/mail'
import type { Suppression } from '@belfry/shared/wire'
import { Show } from 'solid-js'
import { StateBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { t } from '../words/index.ts'

const tones: Partial<Record<SuppressionReason, Tone>> = { hard_bounce: 'error', complaint: 'warning' }

export const SuppressionsTable = (props: {
  rows: readonly Suppression[]
  /** Left out for whoever may not. */
  onLift: ((suppression: Suppression) => void) | undefined
}) => (
  <DataTable
    caption={t('suppressions.title')}
    columns={columns(props.onLift)}
    rows={props.rows}
    rowId={({ address }) => address}
  />
)

/** What is known beside the reason. */
const WhyNote = (props: { of: Suppression }) => (
  <Show when={props.of.note}>
    {(note) => (
      <span class="text-sm text-muted">
        <bdi>{note()}</bdi>
        <Show when={props.of.by}>
          {(by) => (
            <>
              {' '}
              (<bdi>{by().name}</bdi>)
            </>
          )}
        </Show>
      </span>
    )}
  </Show>
)

const columns = (onLift: ((suppression: Suppression) => void) | undefined): Column<Suppression>[] => [
  {
    key: 'address',
    head: t('suppressions.address'),
    class: 'max-w-56 sm:max-w-96',
    cell: (row) => (
      <div class="min-w-0">
        <p class="text-start break-all">
          <bdi dir="ltr">{row.address}</bdi>
        </p>
        <Show when={row.person}>
          {(person) => (
            <p class="text-sm text-muted">
              <bdi>{person().name}</bdi>
            </p>
          )}
        </Show>
        <p class="flex flex-wrap items-center gap-x-2 pt-1 text-sm text-muted sm:hidden">
          <StateBadge tone={tones[row.reason]}>
            {t('suppressions.reasons', { reason: row.reason })}
          </StateBadge>
          <RelativeTime at={row.since} />
        </p>
        <p class="lg:hidden">
          <WhyNote of={row} />
        </p>
      </div>
    ),
  },
  {
    key: 'reason',
    head: t('suppressions.reason'),
    from: 'sm',
    class: 'whitespace-nowrap',
    cell: (row) => (
      <StateBadge tone={tones[row.reason]}>{t('suppressions.reasons', { reason: row.reason })}</StateBadge>
    ),
  },
  {
    key: 'note',
    head: t('suppressions.note'),
    from: 'lg',
    class: 'max-w-96',
    cell: (row) => <WhyNote of={row} />,
  },
  {
    key: 'since',
    head: t('suppressions.since'),
    end: true,
    from: 'sm',
    class: 'whitespace-nowrap text-muted',
    cell: (row) => <RelativeTime at={row.since} />,
  },
  ...(onLift
    ? [
        {
          key: 'lift',
          head: t('suppressions.lift'),
          headHidden: true,
          end: true,
          class: 'w-0',
          cell: (row: Suppression) => (
            <Button
              size="sm"
              variant="quiet"
              aria-label={t('suppressions.liftOf', { address: row.address })}
              onClick={() => onLift(row)}
            >
              {t('suppressions.lift')}
            </Button>
          ),
        },
      ]
    : []),
]
