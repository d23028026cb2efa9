import type { Locale } from '@belfry/shared'
import { locale } from './index.ts'

/** Each language in its own words, so that whoever needs it can read it. */
export const languageNames: Record<Locale, string> = { en: 'English', fr: 'Français', ar: 'العربية' }

/** The same in the words of whoever reads, for a sentence. */
export const languageWord = (language: Locale): string =>
  new Intl.DisplayNames(locale(), { type: 'language' }).of(language) ?? languageNames[language]
