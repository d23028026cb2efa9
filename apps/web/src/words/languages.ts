import { type Locale, languageNames } from '@belfry/shared'
import { locale } from './index.ts'

export { languageNames }

/** A language in the words of whoever reads, for a sentence. */
export const languageWord = (language: Locale): string =>
  new Intl.DisplayNames(locale(), { type: 'language' }).of(language) ?? languageNames[language]
