import { type Locale, locales } from '@belfry/shared'
import Check from 'lucide-solid/icons/check'
import { For, Show, createSignal, createUniqueId, untrack } from 'solid-js'
import type { SetStoreFunction } from 'solid-js/store'
import { cx } from '../ui/cx.ts'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from '../words/index.ts'
import { languageNames } from '../words/languages.ts'
import type { Writing } from './writing.ts'

export interface TextsInputProps {
  writing: Writing
  set: SetStoreFunction<Writing>
  error?: string | undefined
  /** The language on the screen, so that the preview can follow. */
  onSpeak: (locale: Locale) => void
}

/** Title and text, a tab for each language. */
export function TextsInput(props: TextsInputProps) {
  const id = createUniqueId()
  const [current, setCurrent] = createSignal<Locale>(untrack(() => props.writing.order[0] ?? 'en'))
  const isWritten = (locale: Locale) => props.writing.texts[locale].title.trim() !== ''
  const show = (locale: Locale) => {
    setCurrent(locale)
    props.onSpeak(locale)
  }
  const write = (part: 'title' | 'body', text: string) => {
    const language = current()
    if (!props.writing.order.includes(language)) props.set('order', (before) => [...before, language])
    props.set('texts', language, part, text)
  }
  const turn = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const inReading = document.documentElement.dir === 'rtl' ? -step : step
    const next = locales.at((locales.indexOf(current()) + inReading) % locales.length)!
    show(next)
    document.getElementById(`${id}-${next}`)?.focus()
  }
  return (
    <div class="flex flex-col gap-3">
      <div
        role="tablist"
        aria-label={t('announcements.languages')}
        class="flex w-fit max-w-full gap-0.5 overflow-x-auto rounded-lg bg-hover p-0.5"
      >
        <For each={locales}>
          {(locale) => (
            <button
              type="button"
              role="tab"
              id={`${id}-${locale}`}
              aria-selected={locale === current()}
              aria-controls={`${id}-panel`}
              tabIndex={locale === current() ? 0 : -1}
              lang={locale}
              class={cx(
                'flex items-center gap-1.5 rounded-md px-3 py-1 text-sm font-medium whitespace-nowrap transition-colors pointer-coarse:py-2',
                locale === current() ? 'bg-surface text-text shadow-sm' : 'text-muted hover:text-text',
              )}
              onClick={() => show(locale)}
              onKeyDown={turn}
            >
              {languageNames[locale]}
              <Show when={isWritten(locale)}>
                <Check class="size-3.5 text-success" aria-hidden="true" />
                <span class="sr-only"> ({t('announcements.written')})</span>
              </Show>
            </button>
          )}
        </For>
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${current()}`}
        class="flex flex-col gap-4"
      >
        <TextField
          label={t('announcements.heading')}
          lang={current()}
          maxLength={200}
          value={props.writing.texts[current()].title}
          onInput={(text) => write('title', text)}
          error={props.error}
        />
        <TextArea
          label={t('announcements.body')}
          lang={current()}
          hint={t('announcements.bodyHint')}
          rows={6}
          max={5_000}
          maxLength={5_000}
          required={false}
          value={props.writing.texts[current()].body}
          onInput={(text) => write('body', text)}
        />
      </div>
    </div>
  )
}
