/** The languages Belfry speaks. A word missing in one of them does not compile. */
export const locales = ['en', 'fr', 'ar'] as const
export type Locale = (typeof locales)[number]

/** Each language in its own words, so that whoever needs it can read it. */
export const languageNames: Record<Locale, string> = { en: 'English', fr: 'Français', ar: 'العربية' }

export const defaultLocale: Locale = 'en'

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr')

/** The first language of an Accept-Language header that Belfry speaks; English where there is none. */
export function localeFrom(acceptLanguage: string | null | undefined): Locale {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return (
    locales.find((locale) => locale === wanted.find((tag) => locales.some((l) => l === tag))) ?? defaultLocale
  )
}
