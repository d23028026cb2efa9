import { type Lexicon, type Query, type Term, findKey, withTerm } from '@belfry/shared/search'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { t } from '../words/index.ts'

/** What the list is narrowed to, in words; each can be taken away. */
export function FilterChips(props: { query: Query; lexicon: Lexicon; onChange: (query: Query) => void }) {
  const without = (unknown: string) => ({
    ...props.query,
    unknown: props.query.unknown.filter((one) => one !== unknown),
  })
  return (
    <Show when={props.query.terms.length + props.query.unknown.length > 0}>
      <ul class="flex w-full flex-wrap gap-1.5" aria-label={t('queue.filters')}>
        <For each={props.query.terms}>
          {(term) => (
            <Chip
              label={wordsOf(term, props.lexicon)}
              onRemove={() => props.onChange(withTerm(props.query, term.key, []))}
            >
              <span class="text-muted">{keyWord(term, props.lexicon)}</span>{' '}
              <span dir="auto">{valueWords(term, props.lexicon)}</span>
            </Chip>
          )}
        </For>
        <For each={props.query.unknown}>
          {(unknown) => (
            <Chip label={unknown} wrong onRemove={() => props.onChange(without(unknown))}>
              {t('queue.unknown', { term: unknown })}
            </Chip>
          )}
        </For>
      </ul>
    </Show>
  )
}

function Chip(props: { label: string; wrong?: boolean; onRemove: () => void; children: JSX.Element }) {
  return (
    <li
      class={cx(
        'flex max-w-full items-center rounded-full border py-0.5 ps-2.5 pe-1 text-sm',
        props.wrong ? 'border-error/40 bg-error-soft text-error' : 'border-line bg-surface',
      )}
    >
      <span class="truncate">{props.children}</span>
      <button
        type="button"
        class="ms-1 grid size-6 shrink-0 place-items-center rounded-full text-muted hover:bg-hover hover:text-text pointer-coarse:size-8"
        aria-label={t('queue.withoutFilter', { filter: props.label })}
        onClick={() => props.onRemove()}
      >
        <X class="size-3.5" aria-hidden="true" />
      </button>
    </li>
  )
}

const keyWord = (term: Term, lexicon: Lexicon): string => findKey(lexicon, term.key)?.label ?? term.key

function valueWords(term: Term, lexicon: Lexicon): string {
  const options = findKey(lexicon, term.key)?.options ?? []
  return term.values.map((value) => options.find((one) => one.value === value)?.label ?? value).join(', ')
}

const wordsOf = (term: Term, lexicon: Lexicon): string =>
  `${keyWord(term, lexicon)} ${valueWords(term, lexicon)}`
