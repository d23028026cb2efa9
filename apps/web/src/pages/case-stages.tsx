import type { Tone } from '@belfry/shared/machine'
import type { Case } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import Check from 'lucide-solid/icons/check'
import { For, Show } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { t } from '../words/index.ts'
import { stateWord, toneOf } from './case-words.ts'

/** How far a case has come: the stages of its workflow, those behind it, the one it is in, and those ahead. */
export function CaseStages(props: { item: Case }) {
  const stages = () => Object.keys(findWorkflow(props.item.workflow)?.stages ?? {})
  const at = () => stages().indexOf(props.item.stage ?? '')
  const isOver = () => props.item.closedAt !== null
  /** The last stage, once reached and closed, is behind it like the others. */
  const isWhole = () => isOver() && at() === stages().length - 1 && props.item.state === stages().at(-1)
  const standing = (place: number): Standing =>
    place < at() || isWhole() ? 'done' : place > at() ? 'ahead' : isOver() ? 'stopped' : 'current'
  /** Beside the way for a while: changes are asked for, or it ended here. */
  const isAside = () => props.item.state !== props.item.stage
  return (
    <Show when={stages().length > 1 && at() >= 0}>
      <section aria-label={t('cases.progress')} class="rounded-lg border border-line bg-surface px-4 py-3">
        <p class="mb-2 flex flex-wrap items-baseline justify-between gap-x-3 sm:hidden">
          <span class="font-medium">{stateWord(props.item.workflow, props.item.stage ?? '')}</span>
          <span class="text-sm text-muted tabular-nums">
            {t('cases.stageOf', { number: at() + 1, count: stages().length })}
          </span>
        </p>
        <ol class="flex gap-1 sm:gap-0">
          <For each={stages()}>
            {(stage, place) => (
              <li
                aria-current={standing(place()) === 'current' ? 'step' : undefined}
                class="group/stage relative min-w-0 flex-1 sm:pt-0"
              >
                {/* On a phone a bar of segments, at a desk a line with marks. */}
                <span
                  aria-hidden="true"
                  class={cx(
                    'block h-1.5 rounded-full transition-colors sm:hidden',
                    segments[standing(place())],
                  )}
                />
                <span class="flex items-center max-sm:hidden" aria-hidden="true">
                  <span
                    class={cx(
                      'h-0.5 flex-1 transition-colors group-first/stage:opacity-0',
                      place() <= at() || isWhole() ? 'bg-success-solid' : 'bg-line',
                    )}
                  />
                  <span
                    class={cx(
                      'grid size-6 shrink-0 place-items-center rounded-full border-2 text-xs font-semibold tabular-nums transition-colors',
                      marks[standing(place())],
                    )}
                  >
                    <Show when={standing(place()) === 'done'} fallback={place() + 1}>
                      <Check class="size-3.5" stroke-width="3" />
                    </Show>
                  </span>
                  <span
                    class={cx(
                      'h-0.5 flex-1 transition-colors group-last/stage:opacity-0',
                      place() < at() || isWhole() ? 'bg-success-solid' : 'bg-line',
                    )}
                  />
                </span>
                <span
                  class={cx(
                    'mt-1 block text-center text-sm max-sm:sr-only',
                    standing(place()) === 'current' ? 'font-medium text-text' : 'text-muted',
                  )}
                >
                  {stateWord(props.item.workflow, stage)}
                  <span class="sr-only">{`, ${t(said[standing(place())])}`}</span>
                </span>
                <Show when={place() === at() && isAside()}>
                  <Aside item={props.item} class="text-center max-sm:hidden" />
                </Show>
              </li>
            )}
          </For>
        </ol>
        <Show when={isAside()}>
          <Aside item={props.item} class="mt-2 sm:hidden" />
        </Show>
      </section>
    </Show>
  )
}

const Aside = (props: { item: Case; class: string }) => (
  <span
    class={cx('block text-sm', tones[toneOf(props.item.workflow, props.item.state) ?? 'info'], props.class)}
  >
    <span class="sr-only">{', '}</span>
    {stateWord(props.item.workflow, props.item.state)}
  </span>
)

const tones: Record<Tone, string> = {
  info: 'text-muted',
  success: 'text-success',
  warning: 'text-warning',
  error: 'text-error',
}

type Standing = 'done' | 'current' | 'stopped' | 'ahead'

const said = {
  done: 'cases.stageDone',
  current: 'cases.stageCurrent',
  stopped: 'cases.stageStopped',
  ahead: 'cases.stageAhead',
} as const

const segments: Record<Standing, string> = {
  done: 'bg-success-solid',
  current: 'bg-accent',
  stopped: 'bg-line-strong',
  ahead: 'bg-pressed',
}

const marks: Record<Standing, string> = {
  done: 'border-success-solid bg-success-solid text-on-accent',
  current: 'border-accent bg-accent-soft text-accent-text',
  stopped: 'border-line-strong bg-hover text-muted',
  ahead: 'border-line bg-surface text-muted',
}
