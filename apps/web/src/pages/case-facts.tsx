import { type Field, fieldsOf } from '@belfry/shared/machine'
import type { Case } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { For, type JSX, Show } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { Panel } from '../ui/panel.tsx'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'
import { wordsOf } from './case-words.ts'
import { FieldValue } from './field-value.tsx'

/** What was filed: the fields of the workflow's definition with their labels. What the reader may not see is not there. */
export function CaseFacts(props: { item: Case }) {
  const fields = () => {
    const workflow = findWorkflow(props.item.workflow)
    if (!workflow) return []
    // An optional field that nobody filled in says nothing, and neither does one that is hidden.
    return fieldsOf(workflow.data).filter(({ name }) => props.item.data[name] !== undefined)
  }
  return (
    <Show when={fields().length > 0}>
      <Panel title={t('cases.details')}>
        <dl class="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          <For each={fields()}>
            {(field, at) => (
              <Fact
                label={wordsOf(props.item.workflow)?.fields[field.name] ?? field.name}
                class={cx(
                  isWide(field) && 'sm:col-span-2',
                  // Start and end stand side by side.
                  field.kind === 'moment' && fields()[at() - 1]?.kind !== 'moment' && 'sm:col-start-1',
                )}
              >
                <FieldValue item={props.item} field={field} />
              </Fact>
            )}
          </For>
        </dl>
      </Panel>
    </Show>
  )
}

const isWide = (field: Field) =>
  (field.kind === 'text' && field.long === true) || ['list', 'file', 'recurrence'].includes(field.kind)

/** When it was filed, changed and closed. */
export function CaseTimes(props: { item: Case }) {
  return (
    <dl class="flex flex-col gap-3">
      <Time label={t('cases.opened')} at={props.item.openedAt} />
      <Show when={props.item.changedAt !== props.item.openedAt}>
        <Time label={t('cases.changed')} at={props.item.changedAt} />
      </Show>
      <Time label={t('cases.closed')} at={props.item.closedAt} />
      <Show when={props.item.closedAt === null}>
        <Time label={t('cases.urgentFrom')} at={props.item.urgentAt} />
      </Show>
    </dl>
  )
}

const Time = (props: { label: string; at: string | null }) => (
  <Show when={props.at}>
    {(at) => (
      <Fact label={props.label}>
        <time datetime={at()} title={formatTime(at(), 'full')}>
          {formatTime(at())}
        </time>
      </Fact>
    )}
  </Show>
)

const Fact = (props: { label: string; class?: string; children: JSX.Element }) => (
  <div class={cx('min-w-0', props.class)}>
    <dt class="text-sm text-muted">{props.label}</dt>
    <dd class="tabular-nums">{props.children}</dd>
  </div>
)
