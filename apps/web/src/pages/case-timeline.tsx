import { type Field, fieldsOf } from '@belfry/shared/machine'
import type { FieldChange, HistoryEntry } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { Link } from '@tanstack/solid-router'
import MessageCircleQuestionMark from 'lucide-solid/icons/message-circle-question-mark'
import MessageSquare from 'lucide-solid/icons/message-square'
import { For, Show } from 'solid-js'
import { MentionedText } from '../together/mentioned-text.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { cx } from '../ui/cx.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { t } from '../words/index.ts'
import { CaseState } from './case-badges.tsx'
import { valueText, wordsOf } from './case-words.ts'

/** What happened, oldest first. Notes and comments are text, whatever they look like. */
export function CaseTimeline(props: {
  workflow: string
  history: readonly HistoryEntry[]
  /** Each entry leads to the question who was told of it. */
  explained?: boolean
}) {
  return (
    <ol aria-live="polite" aria-relevant="additions" class="flex flex-col">
      <For each={props.history}>
        {(entry) => (
          <li class="group relative flex gap-3 pb-5 last:pb-0">
            <span
              class="absolute inset-s-3 top-7 bottom-1 w-px bg-line group-last:hidden"
              aria-hidden="true"
            />
            <Avatar name={entry.actor?.name ?? t('cases.system')} />
            <div class="min-w-0 grow">
              <p class="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                {/* A sentence of the reader's language, though a name of another may begin it. */}
                <span>{entry.text}</span>
                <Show when={entry.to !== null && entry.from !== entry.to && entry.to}>
                  {(state) => <CaseState workflow={props.workflow} state={state()} />}
                </Show>
                <span class="inline-flex items-center gap-1 whitespace-nowrap">
                  <RelativeTime at={entry.at} class="text-sm text-muted" />
                  <Show when={props.explained}>
                    <Tooltip text={t('explain.ask')}>
                      <Link
                        to="/system/why-not"
                        search={{ event: entry.id }}
                        aria-label={t('explain.askOf', { what: entry.text })}
                        class={cx(buttonClass({ variant: 'quiet', size: 'sm', square: true }), '-my-1')}
                      >
                        <MessageCircleQuestionMark class="size-4" aria-hidden="true" />
                      </Link>
                    </Tooltip>
                  </Show>
                </span>
              </p>
              <Show when={entry.reason}>
                <p class="mt-0.5 text-sm">
                  <span class="text-muted">{t('cases.reason')}: </span>
                  <span>{entry.reason}</span>
                </p>
              </Show>
              <Show when={entry.changes.length > 0}>
                <Changes workflow={props.workflow} changes={entry.changes} />
              </Show>
              <Show when={entry.note}>
                <div class="mt-1.5 flex gap-2 rounded-lg bg-sunken px-3 py-2">
                  <MessageSquare class="mt-0.5 size-4 shrink-0 text-faint" aria-hidden="true" />
                  <p class="min-w-0 whitespace-pre-wrap" dir="auto">
                    <MentionedText text={entry.note ?? ''} mentions={entry.mentions} />
                  </p>
                </div>
              </Show>
            </div>
          </li>
        )}
      </For>
    </ol>
  )
}

const IN_SIGHT = 3

/** What a step changed, field by field: how it was, and how it is. */
function Changes(props: { workflow: string; changes: readonly FieldChange[] }) {
  return (
    <Show
      when={props.changes.length > IN_SIGHT}
      fallback={<ChangeList workflow={props.workflow} changes={props.changes} />}
    >
      <details class="mt-1 text-sm">
        <summary class="w-fit rounded-sm text-muted hover:text-text">
          {t('cases.changes', { count: props.changes.length })}
        </summary>
        <ChangeList workflow={props.workflow} changes={props.changes} />
      </details>
    </Show>
  )
}

function ChangeList(props: { workflow: string; changes: readonly FieldChange[] }) {
  const fields = () => fieldsOf(findWorkflow(props.workflow)!.data)
  const text = (field: Field | undefined, value: unknown) =>
    value === null || value === undefined || !field ? '' : valueText(props.workflow, field, value)
  return (
    <dl class="mt-1 flex flex-col gap-0.5 text-sm">
      <For each={props.changes}>
        {(change) => {
          const field = () => fields().find(({ name }) => name === change.field)
          // Of a file there is only the news that there is another one.
          const isPlain = () => !['file', 'list', 'recurrence'].includes(field()?.kind ?? '')
          return (
            <div class="flex flex-wrap gap-x-1.5">
              <dt class="text-muted">{wordsOf(props.workflow)?.fields[change.field] ?? change.field}:</dt>
              <dd class="flex min-w-0 flex-wrap gap-x-1.5 tabular-nums">
                <Show when={isPlain()} fallback={<span>{t('cases.isNew')}</span>}>
                  <Show when={text(field(), change.before)}>
                    {(before) => (
                      <>
                        <del class="line-clamp-2 text-muted">
                          <span class="sr-only">{t('cases.before')} </span>
                          <bdi>{before()}</bdi>
                        </del>
                        <span aria-hidden="true" class="text-faint rtl:-scale-x-100">
                          →
                        </span>
                      </>
                    )}
                  </Show>
                  <span>
                    <span class="sr-only">{t('cases.after')} </span>
                    <bdi class="line-clamp-3">{text(field(), change.after) || t('cases.blank')}</bdi>
                  </span>
                </Show>
              </dd>
            </div>
          )
        }}
      </For>
    </dl>
  )
}
