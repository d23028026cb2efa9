import { type Assignment, type QueueSettings, assignments } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { For, Match, Switch } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Page } from '../ui/page.tsx'
import { Panel } from '../ui/panel.tsx'
import { Select } from '../ui/select.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { locale, t } from '../words/index.ts'
import { wordsOf } from './case-words.ts'

const AS_EVERYWHERE = 'everywhere'
const key = ['queues', 'settings']

/** How each queue gives its cases to people. Every choice counts as soon as it is made. */
export default function QueueSettingsPage() {
  const query = useQuery(() => ({ queryKey: key, queryFn: () => trpc.queues.settings.query() }))
  const inOrder = () => (query.data ?? []).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), locale()))

  async function save(workflow: string, scope: string | null, assignment: Assignment | null) {
    try {
      await trpc.queues.configure.mutate({ workflow, scope, assignment })
      toast({ tone: 'success', title: t('together.saved') })
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    }
    await queryClient.invalidateQueries({ queryKey: key })
  }

  return (
    <Page title={t('together.settings')} under={t('together.settingsWhy')} narrow>
      <Panel flush>
        <Switch>
          <Match when={query.data}>
            <ul class="divide-y divide-line">
              <For each={inOrder()}>
                {(queue) => (
                  <li class="flex flex-col gap-2 px-4 py-2.5">
                    <Rule
                      name={nameOf(queue)}
                      value={queue.assignment}
                      options={rules()}
                      onChange={(how) => void save(queue.workflow, null, how as Assignment)}
                    />
                    <For each={queue.places}>
                      {(place) => (
                        <Rule
                          name={place.name}
                          label={t('together.inPlace', { queue: nameOf(queue), place: place.name })}
                          value={place.assignment ?? AS_EVERYWHERE}
                          options={[
                            {
                              value: AS_EVERYWHERE,
                              label: t('together.asEverywhere', { rule: ruleName(queue.assignment) }),
                            },
                            ...rules(),
                          ]}
                          indented
                          onChange={(how) =>
                            void save(
                              queue.workflow,
                              place.scope,
                              how === AS_EVERYWHERE ? null : (how as Assignment),
                            )
                          }
                        />
                      )}
                    </For>
                  </li>
                )}
              </For>
            </ul>
          </Match>
          <Match when={query.isError}>
            <p class="p-4 text-muted">{messageOf(query.error)}</p>
          </Match>
          <Match when={true}>
            <SkeletonRows />
          </Match>
        </Switch>
      </Panel>
    </Page>
  )
}

const nameOf = ({ workflow }: QueueSettings): string => wordsOf(workflow)?.plural ?? workflow
const ruleName = (rule: Assignment): string => t(`together.${rule}`)
const rules = () => assignments.map((value) => ({ value: value as string, label: ruleName(value) }))

interface RuleProps {
  name: string
  /** Where the name alone does not say of what. */
  label?: string
  value: string
  options: { value: string; label: string }[]
  indented?: boolean
  onChange: (value: string) => void
}

const Rule = (props: RuleProps) => (
  <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
    <span class={props.indented ? 'ps-4 text-muted' : 'font-medium'}>{props.name}</span>
    <Select
      class="w-60 max-w-full"
      label={props.label ?? props.name}
      labelHidden
      value={props.value}
      options={props.options}
      onChange={(value) => props.onChange(value)}
    />
  </div>
)
