import type { PersonRef } from '@belfry/shared/wire'
import { For, Show, createSignal, createUniqueId, onCleanup, splitProps, untrack } from 'solid-js'
import { Avatar } from '../ui/avatar.tsx'
import { cx } from '../ui/cx.ts'
import { TextArea, type TextAreaProps } from '../ui/text-area.tsx'
import { t } from '../words/index.ts'
import { complete, searchAt } from './mentions.ts'

const PAUSE_MS = 120 // between two letters of somebody who types

export interface MentionAreaProps extends TextAreaProps {
  /** People who can be mentioned, whose names hold the text. */
  load: (search: string) => Promise<PersonRef[]>
  picked: readonly PersonRef[]
  onPick: (person: PersonRef) => void
}

/**
 * A text in which an @ offers people. The focus stays in the text: arrows move through the list, Enter or Tab takes one,
 * Escape puts it away.
 */
export function MentionArea(props: MentionAreaProps) {
  const [own, rest] = splitProps(props, ['load', 'picked', 'onPick', 'onInput', 'onKeyDown'])
  const [people, setPeople] = createSignal<PersonRef[]>([])
  const [asked, setAsked] = createSignal<string | null>(null)
  const [active, setActive] = createSignal(0)
  const listId = createUniqueId()
  let area: HTMLTextAreaElement | undefined
  let typing: ReturnType<typeof setTimeout>
  onCleanup(() => clearTimeout(typing))

  const isOpen = () => asked() !== null && people().length > 0
  const optionId = (at: number) => `${listId}-${at}`

  function close() {
    clearTimeout(typing)
    setAsked(null)
    setPeople([])
  }

  function look() {
    const search = area && searchAt(area.value, area.selectionStart, own.picked)
    if (search === null || search === undefined) return close()
    if (search === asked()) return
    setAsked(search)
    clearTimeout(typing)
    typing = setTimeout(() => {
      void offer(search)
    }, PAUSE_MS)
  }

  async function offer(search: string) {
    const found = await own.load(search).catch(() => [])
    if (search !== untrack(asked)) return
    setActive(0)
    setPeople(found)
  }

  function pick(person: PersonRef) {
    if (!area) return
    const { text, caret } = complete(area.value, area.selectionStart, person.name)
    own.onPick(person)
    own.onInput(text)
    close()
    queueMicrotask(() => {
      area?.focus()
      area?.setSelectionRange(caret, caret)
    })
  }

  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement; target: Element }) {
    const count = people().length
    const person = people()[active()]
    if (!isOpen() || event.isComposing) return
    if (event.key === 'ArrowDown') setActive((active() + 1) % count)
    else if (event.key === 'ArrowUp') setActive((active() + count - 1) % count)
    else if (event.key === 'Escape') close()
    else if (person && isTaking(event)) pick(person)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div class="relative">
      <TextArea
        {...rest}
        ref={(element: HTMLTextAreaElement) => (area = element)}
        aria-autocomplete="list"
        aria-controls={isOpen() ? listId : undefined}
        aria-activedescendant={isOpen() ? optionId(active()) : undefined}
        onInput={(text) => {
          own.onInput(text)
          look()
        }}
        onClick={look}
        onBlur={close}
        onKeyDown={(event) => {
          onKeyDown(event)
          if (!event.defaultPrevented && typeof own.onKeyDown === 'function') own.onKeyDown(event)
        }}
      />
      <output class="sr-only">{isOpen() ? t('together.found', { count: people().length }) : ''}</output>
      <Show when={isOpen()}>
        <div
          id={listId}
          role="listbox"
          aria-label={t('together.people')}
          class="absolute inset-x-0 top-full z-20 mt-1 max-h-64 max-w-sm animate-fade overflow-y-auto rounded-lg bg-raised p-1 shadow-md"
        >
          <For each={people()}>
            {(person, at) => (
              <div
                id={optionId(at())}
                role="option"
                aria-selected={at() === active()}
                class={cx(
                  'flex cursor-default items-center gap-2.5 rounded-sm px-2 py-1.5 pointer-coarse:py-2.5',
                  at() === active() && 'bg-hover',
                )}
                // Before the text loses the focus, which would put the list away.
                onPointerDown={(event) => {
                  event.preventDefault()
                  pick(person)
                }}
                onPointerMove={() => setActive(at())}
              >
                <Avatar name={person.name} />
                <bdi class="truncate">{person.name}</bdi>
              </div>
            )}
          </For>
        </div>
      </Show>
    </div>
  )
}

const isTaking = ({ key, ctrlKey, metaKey }: KeyboardEvent) =>
  key === 'Tab' || (key === 'Enter' && !ctrlKey && !metaKey)
