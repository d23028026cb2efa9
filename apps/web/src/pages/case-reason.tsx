import type { Case, HistoryEntry } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Show } from 'solid-js'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { t } from '../words/index.ts'
import { toneOf } from './case-words.ts'

/** The step that brought the case where it is, if that is bad news and was given a reason: what its owner looks for first. */
export function badNews(item: Case, history: readonly HistoryEntry[]): HistoryEntry | undefined {
  if (!isBad(item)) return undefined
  const entry = history.findLast(({ from, to }) => to === item.state && from !== to)
  return entry?.reason || entry?.note ? entry : undefined
}

const isBad = ({ workflow, state }: Case) => {
  const tone = toneOf(workflow, state)
  return tone === 'warning' || tone === 'error'
}

/** Why the case came back, or came to nothing, above all else. */
export const CaseReason = (props: { item: Case; history: readonly HistoryEntry[] }) => (
  <Show when={badNews(props.item, props.history)}>
    {(entry) => (
      <Banner tone={toneOf(props.item.workflow, props.item.state) ?? 'warning'}>
        <span class="font-medium">{sentence(entry())}</span>
        <Show when={entry().note}>
          <span class="block whitespace-pre-wrap" dir="auto">
            {entry().note}
          </span>
        </Show>
      </Banner>
    )}
  </Show>
)

/** The same of a case that hangs on another, whose history is not at hand. */
export function ChildReason(props: { item: Case }) {
  const query = useQuery(() => ({
    queryKey: ['cases', 'history', props.item.id, props.item.version],
    queryFn: () => trpc.cases.history.query({ caseId: props.item.id }),
    enabled: isBad(props.item),
  }))
  return (
    // Asked first whether it is there: the page would be blank while it waits for it.
    <Show when={query.isSuccess && badNews(props.item, query.data)}>
      {(entry) => (
        <p class="text-sm">
          {sentence(entry())}
          <Show when={entry().note}>
            <q class="block whitespace-pre-wrap text-muted" dir="auto">
              {entry().note}
            </q>
          </Show>
        </p>
      )}
    </Show>
  )
}

const sentence = ({ text, reason }: HistoryEntry) =>
  reason ? t('cases.fact', { name: text, text: reason }) : text
