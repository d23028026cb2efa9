import { type Locale, directionOf } from '@belfry/shared'
import { type WordValues, say } from '@belfry/shared/words/format'
import { createSignal } from 'solid-js'
import type { words as en } from './en/index.ts'

type Words = typeof en
/** `inbox.markAll`: the area (a file in each language's folder) and the word. */
export type WordKey = { [Area in keyof Words]: `${Area}.${keyof Words[Area] & string}` }[keyof Words]

const load: Record<Locale, () => Promise<{ words: Words }>> = {
  en: () => import('./en/index.ts'),
  fr: () => import('./fr/index.ts'),
  ar: () => import('./ar/index.ts'),
}

const [current, setCurrent] = createSignal<{ locale: Locale; words: Words }>()

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The language on the screen. */
export const locale = (): Locale => current()?.locale ?? 'en'

/** Switches the whole console to a language; awaited once before the first render. */
export async function speak(wanted: Locale): Promise<void> {
  if (current()?.locale === wanted) return
  const { words } = await load[wanted]()
  setCurrent({ locale: wanted, words })
  document.documentElement.lang = wanted
  document.documentElement.dir = directionOf(wanted)
}

/** A word of the console in the person's language, filled in. Follows a change of language where it is read. */
export function t(key: WordKey, values?: WordValues): string {
  const spoken = current()
  if (!spoken) throw new Error('speak() comes before the first word.')
  const dot = key.indexOf('.')
  const area: Record<string, string> = spoken.words[key.slice(0, dot) as keyof Words]
  return say(spoken.locale, area[key.slice(dot + 1)] ?? key, values, zone)
}
