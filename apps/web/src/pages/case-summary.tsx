import { fieldsOf } from '@belfry/shared/machine'
import type { Case, SummaryView } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { For, Show } from 'solid-js'
import { Panel } from '../ui/panel.tsx'
import { locale, t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'

/** Figures of the cases in a slot taken together: each with its mean, and from the least to the most. */
export function CaseSummary(props: { item: Case; summary: SummaryView | null }) {
  const child = () => {
    const slot = props.summary?.slot ?? ''
    return findWorkflow(findWorkflow(props.item.workflow)?.children[slot]?.workflow ?? '')
  }
  const answers = () => Math.max(0, ...(props.summary?.fields.map(({ count }) => count) ?? []))
  return (
    <Show when={props.summary}>
      {(summary) => (
        <Panel
          title={t('cases.results')}
          actions={<span class="text-sm text-muted">{t('cases.answers', { count: answers() })}</span>}
        >
          <Show
            when={summary().fields.length > 0}
            fallback={<p class="text-muted">{t('cases.noAnswers')}</p>}
          >
            <dl class="flex flex-col gap-4">
              <For each={summary().fields}>
                {(figure) => {
                  const scale = () => scaleOf(child()?.data, figure.field, figure)
                  return (
                    <div>
                      <div class="flex items-baseline justify-between gap-3">
                        <dt>{child()?.words[locale()].fields[figure.field] ?? figure.field}</dt>
                        <dd class="shrink-0 tabular-nums">
                          <span class="font-semibold">
                            {formatNumber(figure.mean, { maximumFractionDigits: 1 })}
                          </span>
                          <Show when={figure.min < figure.max}>
                            <span class="ms-2 text-sm text-muted">
                              {t('cases.range', {
                                min: formatNumber(figure.min),
                                max: formatNumber(figure.max),
                              })}
                            </span>
                          </Show>
                        </dd>
                      </div>
                      <Bar {...figure} from={scale()[0]} to={scale()[1]} />
                    </div>
                  )
                }}
              </For>
            </dl>
          </Show>
        </Panel>
      )}
    </Show>
  )
}

/** The mean as a bar, before a paler one from the least to the most. What it shows is written above it. */
function Bar(props: { min: number; mean: number; max: number; from: number; to: number }) {
  const share = (value: number) =>
    `${Math.min(100, Math.max(0, (100 * (value - props.from)) / (props.to - props.from || 1)))}%`
  return (
    <div aria-hidden="true" class="relative mt-1.5 h-2 rounded-full bg-hover">
      <div
        class="absolute inset-y-0 rounded-full bg-accent/30"
        style={{
          'inset-inline-start': share(props.min),
          'inset-inline-end': `calc(100% - ${share(props.max)})`,
        }}
      />
      <div
        class="relative h-full rounded-full bg-accent transition-[width]"
        style={{ width: share(props.mean) }}
      />
    </div>
  )
}

/** From where to where the figure can go, by its field; else by what was answered. */
function scaleOf(
  data: Parameters<typeof fieldsOf>[0] | undefined,
  name: string,
  figure: { min: number; max: number },
): [number, number] {
  const field = data && fieldsOf(data).find((one) => one.name === name)
  if (field?.kind !== 'number') return [Math.min(0, figure.min), figure.max]
  // On a scale from one to five, one is still a little bar.
  const least = field.min ?? Math.min(0, figure.min)
  return [least > 0 ? 0 : least, field.max ?? figure.max]
}
