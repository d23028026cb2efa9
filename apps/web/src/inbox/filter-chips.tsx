import { useQuery } from '@tanstack/solid-query'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { NotificationsSearch } from '../pages/notifications.search.ts'
import { trpc } from '../trpc.ts'
import type { Option } from '../ui/select.tsx'
import { t } from '../words/index.ts'
import { formatDate } from '../words/time.ts'
import { type FiltersProps, categoryOptions, priorityOptions, toneOptions } from './filter-menu.tsx'

interface Chip {
  key: keyof NotificationsSearch
  label: string
  value: JSX.Element
}

/** What the inbox is narrowed down to, in words; each can be taken away. */
export function FilterChips(props: FiltersProps) {
  const chips = (): Chip[] => {
    const { category, tone, priority, sender, since, until } = props.search
    const chip = (key: keyof NotificationsSearch, label: string, value: JSX.Element, wanted: unknown) =>
      wanted ? [{ key, label, value }] : []
    return [
      ...chip('category', t('inbox.category'), wordsOf(category, categoryOptions()), category),
      ...chip('tone', t('inbox.tone'), wordsOf(tone, toneOptions()), tone),
      ...chip('priority', t('inbox.priority'), wordsOf(priority, priorityOptions()), priority),
      ...chip('sender', t('inbox.sender'), nameOf(sender, props.senders), sender),
      ...chip('since', '', t('inbox.sinceDay', { day: formatDate(since ?? '') }), since),
      ...chip('until', '', t('inbox.untilDay', { day: formatDate(until ?? '') }), until),
    ]
  }
  return (
    <Show when={chips().length > 0 || props.search.case}>
      <ul class="flex w-full flex-wrap gap-1.5" aria-label={t('queue.filters')}>
        <For each={chips()}>
          {(chip) => (
            <ChipItem label={chip.label} onRemove={() => props.onChange({ [chip.key]: undefined })}>
              {chip.value}
            </ChipItem>
          )}
        </For>
        <Show when={props.search.case}>
          {(caseId) => (
            <ChipItem label={t('inbox.case')} onRemove={() => props.onChange({ case: undefined })}>
              <CaseTitle caseId={caseId()} />
            </ChipItem>
          )}
        </Show>
      </ul>
    </Show>
  )
}

const wordsOf = (values: readonly string[] | undefined, options: readonly Option[]): string =>
  options.flatMap(({ value, label }) => (values?.includes(value) ? label : [])).join(', ')

const nameOf = (id: string | undefined, senders: readonly Option[]): string =>
  senders.find(({ value }) => value === id)?.label ?? t('inbox.somebody')

function CaseTitle(props: { caseId: string }) {
  const query = useQuery(() => ({
    queryKey: ['cases', 'atOnce', props.caseId],
    queryFn: () => trpc.cases.get.query({ caseId: props.caseId }),
    retry: false,
  }))
  return <bdi>{query.data?.title ?? t('inbox.thisCase')}</bdi>
}

const ChipItem = (props: { label: string; onRemove: () => void; children: JSX.Element }) => (
  <li class="flex max-w-full items-center rounded-full border border-line bg-surface py-0.5 ps-2.5 pe-1 text-sm">
    <span class="truncate">
      <Show when={props.label}>
        <span class="text-muted">{props.label}</span>{' '}
      </Show>
      <span dir="auto">{props.children}</span>
    </span>
    <button
      type="button"
      class="ms-1 grid size-6 shrink-0 place-items-center rounded-full text-muted hover:bg-hover hover:text-text pointer-coarse:size-8"
      aria-label={t('queue.withoutFilter', { filter: props.label || t('inbox.dates') })}
      onClick={() => props.onRemove()}
    >
      <X class="size-3.5" aria-hidden="true" />
    </button>
  </li>
)
