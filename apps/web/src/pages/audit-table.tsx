import type { AuditEntry } from '@belfry/shared/wire'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Lock from 'lucide-solid/icons/lock'
import { For, Show } from 'solid-js'
import { Avatar } from '../ui/avatar.tsx'
import { cx } from '../ui/cx.ts'
import { t } from '../words/index.ts'
import { formatNumber, formatTime } from '../words/time.ts'
import { AuditDetails } from './audit-entry.tsx'
import { actionWord, actorWord, reasonWord, targetWord } from './audit-words.ts'

export interface AuditTableProps {
  entries: readonly AuditEntry[]
  opened: string | undefined
  onOpen: (id: string | undefined) => void
  /** Adds `actor:…` to the search. */
  onFilter: (key: string, value: string) => void
  ref: (element: HTMLElement) => void
}

const head = 'border-b border-line px-3 py-2 text-start text-xs font-medium whitespace-nowrap text-muted'
const cell = 'border-b border-line px-3 py-2 align-middle [tbody:last-of-type>tr:last-child>&]:border-b-0'

export function AuditTable(props: AuditTableProps) {
  return (
    <div class="@container">
      <table class="w-full border-separate border-spacing-0" ref={(element) => props.ref(element)}>
        <caption class="sr-only">{t('shell.audit')}</caption>
        <thead>
          <tr>
            <th scope="col" class={cx(head, 'w-0 ps-4 @max-[46rem]:hidden')}>
              {t('audit.time')}
            </th>
            <th scope="col" class={cx(head, '@max-[46rem]:ps-4')}>
              {t('audit.action')}
            </th>
            <th scope="col" class={cx(head, '@max-[46rem]:hidden')}>
              {t('audit.actor')}
            </th>
            <th scope="col" class={cx(head, '@max-[34rem]:hidden')}>
              {t('audit.target')}
            </th>
            <th scope="col" class={cx(head, '@max-[60rem]:hidden')}>
              {t('audit.reason')}
            </th>
            <th scope="col" class={cx(head, 'w-0 pe-4 @max-[34rem]:hidden')}>
              {t('audit.seal')}
            </th>
          </tr>
        </thead>
        <For each={props.entries}>
          {(entry) => <AuditRow {...props} entry={entry} isOpen={props.opened === entry.id} />}
        </For>
      </table>
    </div>
  )
}

function AuditRow(props: AuditTableProps & { entry: AuditEntry; isOpen: boolean }) {
  const actor = () => actorWord(props.entry)
  const detailsId = () => `entry-${props.entry.id}`
  return (
    <tbody class="group">
      <tr
        data-row={props.entry.id}
        class={cx('relative hover:bg-hover has-[button:focus-visible]:bg-hover', props.isOpen && 'bg-sunken')}
      >
        <td
          class={cx(
            cell,
            'border-b border-line ps-4 whitespace-nowrap text-muted tabular-nums @max-[46rem]:hidden',
          )}
        >
          <time datetime={props.entry.at} title={formatTime(props.entry.at, 'full')}>
            {formatTime(props.entry.at, 'precise')}
          </time>
        </td>
        <td class={cx(cell, '@max-[46rem]:ps-4')}>
          <button
            type="button"
            aria-expanded={props.isOpen}
            aria-controls={props.isOpen ? detailsId() : undefined}
            aria-label={t('audit.show', {
              action: actionWord(props.entry.action),
              time: formatTime(props.entry.at),
            })}
            class="flex items-center gap-1.5 text-start font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
            onClick={() => props.onOpen(props.isOpen ? undefined : props.entry.id)}
          >
            <ChevronRight
              class={cx(
                'size-4 shrink-0 text-faint transition-transform rtl:-scale-x-100',
                props.isOpen && 'rotate-90 rtl:-rotate-90',
              )}
              aria-hidden="true"
            />
            {actionWord(props.entry.action)}
          </button>
          <p class="ps-5.5 text-sm text-muted @min-[46rem]:hidden">
            <span dir="auto">{actor()}</span>
            <span aria-hidden="true"> · </span>
            <time datetime={props.entry.at}>{formatTime(props.entry.at)}</time>
          </p>
        </td>
        <td class={cx(cell, '@max-[46rem]:hidden')}>
          <Show when={props.entry.actor}>
            <Avatar name={actor()} class="me-2 align-middle" />
          </Show>
          <span dir="auto" class={cx('align-middle', !props.entry.actor && 'text-muted')}>
            {actor()}
          </span>
        </td>
        <td class={cx(cell, '@max-[34rem]:hidden')}>
          <Show
            when={props.entry.target?.title}
            fallback={<span class="text-muted">{targetWord(props.entry.target?.kind)}</span>}
          >
            {(title) => <bdi>{title()}</bdi>}
          </Show>
        </td>
        <td class={cx(cell, 'text-muted @max-[60rem]:hidden')}>
          <bdi>{reasonWord(props.entry)}</bdi>
        </td>
        <td class={cx(cell, 'pe-4 whitespace-nowrap @max-[34rem]:hidden')}>
          <Show
            when={props.entry.seq}
            fallback={<span class="text-sm text-faint">{t('audit.unsealed')}</span>}
          >
            {(seq) => (
              <span class="flex items-center gap-1.5 text-sm" dir="ltr">
                <Lock class="size-3.5 text-success" aria-hidden="true" />
                <span class="tabular-nums">{formatNumber(seq())}</span>
                <code class="font-mono text-xs text-faint">{props.entry.hash?.slice(0, 8)}</code>
              </span>
            )}
          </Show>
        </td>
      </tr>
      <Show when={props.isOpen}>
        <tr id={detailsId()}>
          <td
            colSpan={6}
            class="border-b border-line bg-sunken group-last:border-b-0 px-4 py-4 @min-[46rem]:ps-10"
          >
            <AuditDetails entry={props.entry} onFilter={props.onFilter} />
          </td>
        </tr>
      </Show>
    </tbody>
  )
}
