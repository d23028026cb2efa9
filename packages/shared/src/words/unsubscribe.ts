import type { Locale } from '../locales.ts'

/** The page behind the link in a mail that stops more mails like it. */
export interface UnsubscribeWords {
  /** `from` is one of the digest rhythms, or `other` for the mails of `category`. */
  ask: string
  /** What unsubscribing does not change. */
  stays: string
  stop: string
  stopped: string
  undo: string
  again: string
  againBody: string
  settings: string
}

const from = (hourly: string, daily: string, weekly: string, other: string) =>
  `{from, select, hourly {${hourly}} daily {${daily}} weekly {${weekly}} other {${other}}}`

export const unsubscribeWords: Record<Locale, UnsubscribeWords> = {
  en: {
    ask: from(
      'Stop the hourly summary?',
      'Stop the daily summary?',
      'Stop the weekly summary?',
      'No more mails about “{category}”?',
    ),
    stays:
      'Everything stays in your notifications in {brand}. What is critical, and news of your own account, is mailed all the same.',
    stop: 'Unsubscribe',
    stopped: from(
      'You get no hourly summary',
      'You get no daily summary',
      'You get no weekly summary',
      'You get no mails about “{category}”',
    ),
    undo: 'Get them again',
    again: from(
      'You get the hourly summary again',
      'You get the daily summary again',
      'You get the weekly summary again',
      'You get mails about “{category}” again',
    ),
    againBody: 'As it was before.',
    settings: 'All notification settings',
  },
  fr: {
    ask: from(
      'Ne plus recevoir le résumé de l’heure ?',
      'Ne plus recevoir le résumé du jour ?',
      'Ne plus recevoir le résumé de la semaine ?',
      'Ne plus recevoir de courriels de la catégorie « {category} » ?',
    ),
    stays:
      'Tout reste dans vos notifications de {brand}. Ce qui est critique et ce qui concerne votre propre compte vous est envoyé malgré tout.',
    stop: 'Se désabonner',
    stopped: from(
      'Vous ne recevez plus le résumé de l’heure',
      'Vous ne recevez plus le résumé du jour',
      'Vous ne recevez plus le résumé de la semaine',
      'Vous ne recevez plus de courriels de la catégorie « {category} »',
    ),
    undo: 'Les recevoir à nouveau',
    again: from(
      'Vous recevez à nouveau le résumé de l’heure',
      'Vous recevez à nouveau le résumé du jour',
      'Vous recevez à nouveau le résumé de la semaine',
      'Vous recevez à nouveau les courriels de la catégorie « {category} »',
    ),
    againBody: 'Comme avant.',
    settings: 'Tous les réglages des notifications',
  },
  ar: {
    ask: from(
      'هل تريد إيقاف الملخص الساعي؟',
      'هل تريد إيقاف الملخص اليومي؟',
      'هل تريد إيقاف الملخص الأسبوعي؟',
      'هل تريد إيقاف رسائل البريد عن «{category}»؟',
    ),
    stays: 'يبقى كل شيء في إشعاراتك في {brand}. أما ما هو حرج وما يخص حسابك فيصلك بالبريد في كل الأحوال.',
    stop: 'إلغاء الاشتراك',
    stopped: from(
      'لن يصلك الملخص الساعي بعد الآن',
      'لن يصلك الملخص اليومي بعد الآن',
      'لن يصلك الملخص الأسبوعي بعد الآن',
      'لن تصلك رسائل بريد عن «{category}» بعد الآن',
    ),
    undo: 'استئناف الإرسال',
    again: from(
      'سيصلك الملخص الساعي من جديد',
      'سيصلك الملخص اليومي من جديد',
      'سيصلك الملخص الأسبوعي من جديد',
      'ستصلك رسائل البريد عن «{category}» من جديد',
    ),
    againBody: 'كما كان من قبل.',
    settings: 'كل إعدادات الإشعارات',
  },
}
