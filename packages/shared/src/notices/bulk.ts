import { defineNotice } from './define.ts'

/** The ends of a bulk run. What each person hears of it depends on his cases: see engine/bulk/news.ts. */
const endOfRun = (done: Record<'en' | 'fr' | 'ar', string>) =>
  defineNotice({
    category: 'user_action',
    link: '/bulk',
    facts: { count: 'number' },
    tell: [],
    words: {
      en: { done: done.en, messages: {} },
      fr: { done: done.fr, messages: {} },
      ar: { done: done.ar, messages: {} },
    },
  })

export const bulkStarted = endOfRun({
  en: '{actor} began a bulk run over {count, plural, one {# case} other {# cases}}',
  fr: '{actor} a lancé une opération en masse sur {count, plural, one {# dossier} other {# dossiers}}',
  ar: 'بدأ {actor} عملية جماعية ({count, number})',
})

export const bulkFinished = endOfRun({
  en: '{actor} did the same to {count, plural, one {# case} other {# cases}} in one go',
  fr: '{actor} a traité {count, plural, one {# dossier} other {# dossiers}} en une fois',
  ar: 'عالج {actor} عدة طلبات دفعة واحدة ({count, number})',
})

export const bulkUndone = endOfRun({
  en: '{actor} took back what was done to {count, plural, one {# case} other {# cases}} in one go',
  fr: '{actor} a annulé ce qui avait été fait en une fois à {count, plural, one {# dossier} other {# dossiers}}',
  ar: 'تراجع {actor} عما نُفّذ على عدة طلبات دفعة واحدة ({count, number})',
})
