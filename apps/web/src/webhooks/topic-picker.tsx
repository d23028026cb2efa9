import { type TopicGroup, topicGroups } from '@belfry/shared/webhooks'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, Show, createMemo } from 'solid-js'
import { GroupField } from '../ui/group-field.tsx'
import { Tick } from '../ui/tick.tsx'
import { locale, t } from '../words/index.ts'
import { groupWord, stepWord } from './topic-words.ts'

export interface TopicPickerProps {
  topics: readonly string[]
  onChange: (topics: string[]) => void
  error?: string | null
}

/** Which events: all of a group, or some kinds of it. */
export function TopicPicker(props: TopicPickerProps) {
  const inOrder = createMemo(() =>
    topicGroups.toSorted((a, b) => groupWord(a.topic).localeCompare(groupWord(b.topic), locale())),
  )
  return (
    <GroupField label={t('webhooks.topics')} error={props.error ?? null}>
      <ul class="divide-y divide-line rounded-md border border-line">
        <For each={inOrder()}>
          {(group) => <Group group={group} topics={props.topics} onChange={props.onChange} />}
        </For>
      </ul>
    </GroupField>
  )
}

function Group(props: { group: TopicGroup } & Pick<TopicPickerProps, 'topics' | 'onChange'>) {
  const isWhole = () => props.topics.includes(props.group.topic)
  const some = () => props.group.types.filter((type) => props.topics.includes(type))
  const set = (chosen: string[]) => {
    const others = props.topics.filter(
      (topic) => topic !== props.group.topic && !props.group.types.includes(topic),
    )
    props.onChange([...others, ...chosen])
  }
  return (
    <li>
      <details class="group/topic" open={some().length > 0}>
        <summary class="flex min-h-10 cursor-pointer list-none items-center gap-2 px-3 py-1 hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus [&::-webkit-details-marker]:hidden">
          <ChevronRight
            class="size-4 shrink-0 text-muted transition-transform group-open/topic:rotate-90 rtl:-scale-x-100"
            aria-hidden="true"
          />
          <span class="grow">{groupWord(props.group.topic)}</span>
          <span class="text-sm text-muted">
            <Show
              when={isWhole()}
              fallback={
                <Show when={some().length}>{(count) => t('webhooks.someOf', { count: count() })}</Show>
              }
            >
              {t('webhooks.everything')}
            </Show>
          </span>
        </summary>
        <div class="flex flex-wrap gap-1.5 px-3 pt-1 pb-3">
          <Tick checked={isWhole()} onChange={(isOn) => set(isOn ? [props.group.topic] : [])}>
            {t('webhooks.everything')}
          </Tick>
          <For each={props.group.types}>
            {(type) => (
              <Tick
                checked={isWhole() || some().includes(type)}
                onChange={(isOn) => {
                  const before = isWhole() ? props.group.types : some()
                  set(isOn ? [...before, type] : before.filter((one) => one !== type))
                }}
              >
                {stepWord(type)}
              </Tick>
            )}
          </For>
        </div>
      </details>
    </li>
  )
}
