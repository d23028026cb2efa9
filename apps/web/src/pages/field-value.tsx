import type { Field } from '@belfry/shared/machine'
import type { Case } from '@belfry/shared/wire'
import ExternalLink from 'lucide-solid/icons/external-link'
import { For, Match, Show, Switch } from 'solid-js'
import { RecurrenceDates } from '../forms/recurrence-dates.tsx'
import { t, zone } from '../words/index.ts'
import { formatTimeIn, showsTheSame } from '../words/time.ts'
import { CaseFiles } from './case-files.tsx'
import { fieldText, valueText, wordsOf } from './case-words.ts'

/** What one field of a case says, in the way that fits its kind. */
export function FieldValue(props: { item: Case; field: Field }) {
  const value = () => props.item.data[props.field.name]
  const text = () => fieldText(props.item, props.field, 'planned')
  /** Of a share of a hundred, which is shown as a bar too. */
  const share = () => {
    const { field } = props
    const of = value()
    return field.kind === 'number' && field.unit === '%' && typeof of === 'number' && of >= 0 && of <= 100
      ? { of }
      : undefined
  }
  const list = () => props.field.kind === 'list' && Array.isArray(value()) && props.field
  return (
    <Show when={text()} fallback={<span class="text-faint">{t('cases.blank')}</span>}>
      <Switch fallback={<bdi>{text()}</bdi>}>
        <Match when={props.field.kind === 'text' && props.field.long}>
          <p class="text-side whitespace-pre-wrap" dir="auto">
            {text()}
          </p>
        </Match>
        <Match when={props.field.kind === 'link'}>
          <OutsideLink address={text()} />
        </Match>
        <Match when={share()}>
          {(percent) => (
            <span class="flex items-center gap-2.5">
              {text()}
              <span class="h-2 w-full max-w-48 rounded-full bg-hover" aria-hidden="true">
                <span
                  class="block h-full rounded-full bg-accent transition-[width]"
                  style={{ width: `${percent().of}%` }}
                />
              </span>
            </span>
          )}
        </Match>
        <Match when={props.field.kind === 'moment'}>
          <Moment at={String(value())} timeZone={props.item.timeZone} text={text()} />
        </Match>
        <Match when={props.field.kind === 'file'}>
          <CaseFiles caseId={props.item.id} field={props.field.name} version={props.item.version} />
        </Match>
        <Match when={props.field.kind === 'recurrence' && props.field}>
          {(field) => (
            <RecurrenceDates
              recurrence={value()}
              from={String(props.item.data[field().from])}
              timeZone={props.item.timeZone}
            />
          )}
        </Match>
        <Match when={list()}>
          {(field) => (
            <LinesTable
              workflow={props.item.workflow}
              field={field()}
              lines={value() as Record<string, unknown>[]}
            />
          )}
        </Match>
      </Switch>
    </Show>
  )
}

/** In the reader's zone; where the case's own clocks show something else, that as well. */
const Moment = (props: { at: string; timeZone: string; text: string }) => (
  <time datetime={props.at}>
    <bdi>{props.text}</bdi>
    <Show when={props.timeZone !== zone && !showsTheSame(props.at, props.timeZone)}>
      <span class="block text-sm text-muted">
        {t('cases.timeThere', { time: formatTimeIn(props.at, props.timeZone), zone: props.timeZone })}
      </span>
    </Show>
  </time>
)

/** Whatever it is, the page behind it learns nothing of where its reader came from. */
const OutsideLink = (props: { address: string }) => (
  <Show when={/^https?:/.test(props.address)} fallback={<bdi>{props.address}</bdi>}>
    <a
      href={props.address}
      target="_blank"
      rel="noopener noreferrer"
      class="inline-flex max-w-full items-center gap-1 text-accent-text underline-offset-2 hover:underline"
    >
      <bdi class="truncate">{props.address.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}</bdi>
      <ExternalLink class="size-3.5 shrink-0" aria-hidden="true" />
      <span class="sr-only">{t('cases.newTab')}</span>
    </a>
  </Show>
)

/** Lines of a list as a small table. */
export function LinesTable(props: {
  workflow: string
  field: Field & { kind: 'list' }
  lines: readonly Record<string, unknown>[]
}) {
  const key = (column: Field) => `${props.field.name}.${column.name}`
  const isFigure = (column: Field) => column.kind === 'number' || column.kind === 'money'
  return (
    <div class="mt-1 overflow-x-auto rounded-md border border-line">
      <table class="w-full text-start">
        <thead class="bg-sunken">
          <tr>
            <For each={props.field.of}>
              {(column) => (
                <th
                  scope="col"
                  class="px-2.5 py-1 text-start text-xs font-medium text-muted"
                  classList={{ 'text-end!': isFigure(column) }}
                >
                  {wordsOf(props.workflow)?.fields[key(column)] ?? column.name}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.lines}>
            {(line) => (
              <tr class="border-t border-line">
                <For each={props.field.of}>
                  {(column) => (
                    <td
                      class="px-2.5 py-1 align-top tabular-nums"
                      classList={{ 'text-end': isFigure(column) }}
                    >
                      <bdi>{valueText(props.workflow, column, line[column.name], { key: key(column) })}</bdi>
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
