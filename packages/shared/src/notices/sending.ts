import { defineNotice, everyWith } from './define.ts'

/** Somebody, or a program of his, told so much that the rest has to wait. */
export const throttled = defineNotice({
  category: 'system',
  link: '/system?show=sending',
  facts: { sender: 'text', limit: 'number' },
  tell: [{ who: [everyWith('admin')], message: 'throttled', tone: 'warning', priority: 'high' }],
  words: {
    en: {
      done: 'Belfry lets messages of {sender} wait',
      messages: {
        throttled: {
          title: 'Messages of {sender} are waiting',
          body: '{sender} sent more than {limit, number} a minute. The rest goes out at that rate, unless you let it go or drop it.',
        },
      },
    },
    fr: {
      done: 'Belfry fait attendre des messages de {sender}',
      messages: {
        throttled: {
          title: 'Des messages de {sender} attendent',
          body: '{sender} en a envoyé plus de {limit, number} par minute. Le reste part à ce rythme, sauf si vous le libérez ou le supprimez.',
        },
      },
    },
    ar: {
      done: 'يُبقي Belfry رسائل {sender} في الانتظار',
      messages: {
        throttled: {
          title: 'رسائل من {sender} في الانتظار',
          body: 'أرسل {sender} أكثر من {limit, number} في الدقيقة. يخرج الباقي بهذا المعدل، إلا إذا أطلقته أو أسقطته.',
        },
      },
    },
  },
})
