import type { Locale } from '@belfry/shared'

/** Made-up people of the samples: in each language as its readers would meet them. */
export const people: Record<Locale, { reader: string; actor: string; owner: string }> = {
  en: { reader: 'Mina Okafor', actor: 'Noor Haddad', owner: 'Sam Whitfield' },
  fr: { reader: 'Inès Moreau', actor: 'Karim Benali', owner: 'Léa Fontaine' },
  ar: { reader: 'سلمى الإدريسي', actor: 'نور حداد', owner: 'يوسف العلوي' },
}
