import { type Tone, fieldsOf } from '@belfry/shared/machine'
import { findWorkflow } from '@belfry/shared/workflows'
import { Link } from '@tanstack/solid-router'
import ArrowRightFromLine from 'lucide-solid/icons/arrow-right-from-line'
import Repeat from 'lucide-solid/icons/repeat'
import { For, Show } from 'solid-js'
import { nameOf, stateWord, toneOf, valueText } from '../pages/case-words.ts'
import { now } from '../ui/clock.ts'
import { cx } from '../ui/cx.ts'
import { t } from '../words/index.ts'
import { clockIn } from './clocks.ts'
import type { Placed } from './placed.ts'

const tones: Record<Tone | 'neutral', { edge: string; fill: string; word: string }> = {
  neutral: { edge: 'border-s-line-strong', fill: 'bg-hover', word: 'text-muted' },
  info: { edge: 'border-s-info', fill: 'bg-info-soft', word: 'text-info' },
  success: { edge: 'border-s-success', fill: 'bg-success-soft', word: 'text-success' },
  warning: { edge: 'border-s-warning', fill: 'bg-warning-soft', word: 'text-warning' },
  error: { edge: 'border-s-error', fill: 'bg-error-soft', word: 'text-error' },
}

/** One date of a case: a card in a column of a week, a line where days stand below each other. */
export function PlannedDate(props: { placed: Placed; withKind: boolean }) {
  const item = () => props.placed.item
  const tone = () => tones[toneOf(item().workflow, item().state) ?? 'neutral']
  const isSettled = () => findWorkflow(item().workflow)?.states[item().state]?.open !== true
  const isOver = () => Date.parse(props.placed.date.endsAt ?? props.placed.date.startsAt) < now()
  return (
    <li
      data-row={item().id}
      class={cx(
        'relative flex min-w-0 flex-col rounded-md border border-s-3 px-1.5 py-1.5 transition-shadow hover:shadow-md',
        '@max-[56rem]:grid @max-[56rem]:grid-cols-[minmax(0,1fr)_auto] @max-[56rem]:gap-x-3 @max-[56rem]:px-3',
        tone().edge,
        // What is still asked for is not filled in yet.
        isSettled()
          ? cx('border-y-transparent border-e-transparent', tone().fill)
          : 'border-y-line-strong border-e-line-strong border-dashed bg-surface',
      )}
    >
      <span class="text-xs text-muted tabular-nums @max-[56rem]:text-sm">
        <Times placed={props.placed} />
      </span>
      <span class="flex min-w-0 flex-col @max-[56rem]:order-3 @max-[56rem]:col-span-2 @max-[56rem]:flex-row @max-[56rem]:items-baseline @max-[56rem]:gap-2">
        <Link
          to="/cases/$caseId"
          params={{ caseId: item().id }}
          dir="auto"
          class={cx(
            'line-clamp-2 text-side font-medium outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-focus @max-[56rem]:line-clamp-1 @max-[56rem]:max-w-2/3 @max-[56rem]:shrink-0',
            isOver() && 'text-muted',
          )}
        >
          {item().title}
        </Link>
        <For each={shownOf(props.placed)}>
          {(text) => (
            <span class="truncate text-side text-xs text-muted @max-[56rem]:text-sm" dir="auto">
              {text}
            </span>
          )}
        </For>
      </span>
      <span class={cx('flex min-w-0 items-center gap-1.5 text-xs', tone().word)}>
        <span class="truncate">
          <Show when={props.withKind}>
            <span class="text-muted">{nameOf(item().workflow)} · </span>
          </Show>
          {stateWord(item().workflow, item().state)}
        </span>
        <Show when={item().recurs}>
          <span class="ms-auto shrink-0 text-muted" title={t('calendar.repeats')}>
            <Repeat class="size-3" aria-hidden="true" />
            <span class="sr-only">{t('calendar.repeats')}</span>
          </span>
        </Show>
      </span>
    </li>
  )
}

function Times(props: { placed: Placed }) {
  const clock = () => clockIn(props.placed.item.timeZone)
  const date = () => props.placed.date
  return (
    <Show
      when={props.placed.isGoingOn && date().endsAt}
      fallback={
        <time datetime={date().startsAt}>
          <bdi>
            {date().endsAt ? clock().span(date().startsAt, date().endsAt!) : clock().time(date().startsAt)}
          </bdi>
        </time>
      }
    >
      {(end) => (
        <span class="flex items-center gap-1">
          <ArrowRightFromLine class="size-3 shrink-0 rtl:-scale-x-100" aria-hidden="true" />
          {t('calendar.goesOn', { time: clock().time(end()) })}
        </span>
      )}
    </Show>
  )
}

/** What the workflow shows below the title. */
function shownOf({ item }: Placed): string[] {
  const workflow = findWorkflow(item.workflow)
  if (!workflow) return []
  const fields = fieldsOf(workflow.data)
  return (workflow.calendar?.shows ?? []).flatMap((name) => {
    const field = fields.find((one) => one.name === name)
    const text = item.labels[name] ?? (field ? valueText(item.workflow, field, item.data[name]) : '')
    return text ? [text] : []
  })
}
