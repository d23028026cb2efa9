import { concerned, defineNotice } from './define.ts'

/** An administrator made an account. Its person cannot read this yet; it is for the history. */
export const invited = defineNotice({
  category: 'access',
  link: '/account',
  facts: {},
  tell: [],
  words: {
    en: { done: '{actor} invited {person}', messages: {} },
    fr: { done: '{actor} a invité {person}', messages: {} },
    ar: { done: 'دعا {actor} {person}', messages: {} },
  },
})

/** An account was closed. Nobody is told: its person can no longer sign in. */
export const deactivated = defineNotice({
  category: 'access',
  link: '/account',
  facts: {},
  tell: [],
  words: {
    en: { done: '{actor} closed the account', messages: {} },
    fr: { done: '{actor} a fermé le compte', messages: {} },
    ar: { done: 'أغلق {actor} الحساب', messages: {} },
  },
})

export const reactivated = defineNotice({
  category: 'access',
  link: '/account',
  facts: {},
  tell: [{ who: [concerned], message: 'open', tone: 'success', mail: true }],
  words: {
    en: {
      done: '{actor} opened the account again',
      messages: {
        open: {
          title: 'Your account is open again',
          body: '{actor} opened your account. You can sign in as before.',
        },
      },
    },
    fr: {
      done: '{actor} a rouvert le compte',
      messages: {
        open: {
          title: 'Votre compte est rouvert',
          body: '{actor} a rouvert votre compte. Vous pouvez vous connecter comme avant.',
        },
      },
    },
    ar: {
      done: 'أعاد {actor} فتح الحساب',
      messages: {
        open: {
          title: 'أُعيد فتح حسابك',
          body: 'أعاد {actor} فتح حسابك. يمكنك تسجيل الدخول كما كان.',
        },
      },
    },
  },
})

/** Somebody has another supervisor, or none any more. */
export const supervised = defineNotice({
  category: 'access',
  link: '/account',
  facts: { some: 'flag', supervisor: 'text' },
  tell: [{ who: [concerned], message: 'changed' }],
  words: {
    en: {
      done: '{some, select, yes {{actor} made {supervisor} the supervisor} other {{actor} removed the supervisor}}',
      messages: {
        changed: {
          title: '{some, select, yes {Your supervisor is {supervisor}} other {You have no supervisor now}}',
          body: '{actor} changed this.',
        },
      },
    },
    fr: {
      done: '{some, select, yes {{actor} a nommé {supervisor} responsable} other {{actor} a retiré le responsable}}',
      messages: {
        changed: {
          title:
            '{some, select, yes {Votre responsable est {supervisor}} other {Vous n’avez plus de responsable}}',
          body: 'C’est {actor} qui l’a changé.',
        },
      },
    },
    ar: {
      done: '{some, select, yes {جعل {actor} {supervisor} مشرفاً} other {أزال {actor} المشرف}}',
      messages: {
        changed: {
          title: '{some, select, yes {مشرفك الآن {supervisor}} other {لم يعد لك مشرف}}',
          body: 'غيّر ذلك {actor}.',
        },
      },
    },
  },
})
