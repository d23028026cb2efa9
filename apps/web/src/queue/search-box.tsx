import { type Lexicon, type Option, type Suggestion, suggest } from '@belfry/shared/search'
import Search from 'lucide-solid/icons/search'
import { For, Show, createEffect, createSignal, createUniqueId, on, onCleanup } from 'solid-js'
import { cx } from '../ui/cx.ts'
import { controlClass } from '../ui/field.tsx'
import { t } from '../words/index.ts'

const PAUSE_MS = 250 // between two letters of somebody who types

export interface SearchBoxProps {
  value: string
  lexicon: Lexicon
  /** Values that the page happens to know, by key. */
  known: Record<string, Option[]>
  onSearch: (text: string) => void
  /** What it is called, and how one writes in it; that of a queue otherwise. */
  label?: string
  hint?: string
  class?: string
}

/** Searches while it is typed in, and proposes keys and values. `value` is the search at work; it may change from outside. */
export function SearchBox(props: SearchBoxProps) {
  const [text, setText] = createSignal('')
  const [caret, setCaret] = createSignal(0)
  const [open, setOpen] = createSignal(false)
  const [chosen, setChosen] = createSignal(-1)
  const listId = createUniqueId()
  let input: HTMLInputElement | undefined
  let asked: string | undefined
  let typing: ReturnType<typeof setTimeout>
  onCleanup(() => clearTimeout(typing))
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (value !== asked) setText(value)
        asked = value
      },
    ),
  )

  const proposals = () => (open() ? suggest(text(), caret(), props.lexicon, props.known) : [])
  const search = (typed: string) => {
    clearTimeout(typing)
    asked = typed.trim()
    props.onSearch(asked)
  }
  function type(typed: string) {
    setText(typed)
    setCaret(input?.selectionStart ?? typed.length)
    setChosen(-1)
    setOpen(typed.trim() !== '')
    clearTimeout(typing)
    typing = setTimeout(() => search(typed), PAUSE_MS)
  }
  function take(proposal: Suggestion) {
    type(proposal.text)
    input?.focus()
    input?.setSelectionRange(proposal.caret, proposal.caret)
    setCaret(proposal.caret)
    // Behind a colon one goes on with a value; behind a value one is done for now.
    setOpen(proposal.written.endsWith(':'))
  }
  function press(event: KeyboardEvent) {
    const all = proposals()
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setCaret(input?.selectionStart ?? 0)
      if (!open()) return void setOpen(true)
      const by = event.key === 'ArrowDown' ? 1 : -1
      setChosen((at) => (at + by + all.length + 1) % (all.length + 1))
      if (chosen() === all.length) setChosen(-1)
    } else if (event.key === 'Enter') {
      const proposal = all[chosen()]
      if (proposal) take(proposal)
      else {
        setOpen(false)
        search(text())
      }
    } else if (event.key === 'Escape' && open()) {
      event.preventDefault()
      setOpen(false)
    }
  }

  return (
    <div class={cx('relative min-w-0', props.class)}>
      <Search
        class="pointer-events-none absolute inset-s-2.5 top-1/2 size-4 -translate-y-1/2 text-faint"
        aria-hidden="true"
      />
      <input
        ref={(element) => (input = element)}
        type="search"
        role="combobox"
        aria-label={props.label ?? t('queue.search')}
        aria-describedby={`${listId}-hint`}
        aria-expanded={proposals().length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen() >= 0 ? `${listId}-${chosen()}` : undefined}
        autocomplete="off"
        spellcheck={false}
        maxLength={400}
        placeholder={props.label ?? t('queue.search')}
        dir={text() ? 'auto' : undefined}
        class={cx(controlClass, 'ps-8!')}
        value={text()}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      <span id={`${listId}-hint`} class="sr-only">
        {props.hint ?? t('queue.searchHint')}
      </span>
      <div
        id={listId}
        role="listbox"
        aria-label={t('queue.proposals')}
        class={cx(
          'absolute inset-s-0 top-full z-30 mt-1 max-h-80 w-max max-w-[min(28rem,calc(100vw-2rem))] min-w-full overflow-y-auto rounded-lg bg-raised p-1 shadow-md',
          proposals().length === 0 && 'hidden',
        )}
      >
        <For each={proposals()}>
          {(proposal, at) => (
            // The press must not take the focus away, or the list would close before the click.
            <div
              id={`${listId}-${at()}`}
              role="option"
              tabIndex={-1}
              aria-selected={chosen() === at()}
              class={cx(
                'flex cursor-pointer items-baseline justify-between gap-4 rounded-sm px-2 py-1.5 hover:bg-hover pointer-coarse:py-2.5',
                chosen() === at() && 'bg-hover',
              )}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(proposal)}
              onKeyDown={() => undefined}
            >
              <span class="truncate" dir="auto">
                {proposal.label}
              </span>
              <Show when={proposal.written !== proposal.label}>
                <code class="truncate font-mono text-xs text-muted" dir="ltr">
                  {proposal.written}
                </code>
              </Show>
            </div>
          )}
        </For>
      </div>
    </div>
  )
}
