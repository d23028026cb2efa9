import { concerned, defineNotice } from './define.ts'

/** Whoever has the key acts with its owner's rights, so the owner always hears of it. */
export const keyCreated = defineNotice({
  category: 'access',
  link: '/account',
  actorToo: true,
  facts: { key: 'text' },
  tell: [{ who: [concerned], message: 'created', tone: 'warning', priority: 'high', mail: true }],
  words: {
    en: {
      done: '{actor} created the API key “{key}”',
      messages: {
        created: {
          title: 'New API key: {key}',
          body: '{actor} created the API key “{key}”. The program that has it acts with your rights.',
        },
      },
    },
    fr: {
      done: '{actor} a créé la clé d’API « {key} »',
      messages: {
        created: {
          title: 'Nouvelle clé d’API : {key}',
          body: '{actor} a créé la clé d’API « {key} ». Le programme qui la détient agit avec vos droits.',
        },
      },
    },
    ar: {
      done: 'أنشأ {actor} المفتاح «{key}»',
      messages: {
        created: {
          title: 'مفتاح جديد: {key}',
          body: 'أنشأ {actor} المفتاح «{key}». البرنامج الذي يحمله يعمل بصلاحياتك.',
        },
      },
    },
  },
})

export const keyRevoked = defineNotice({
  category: 'access',
  link: '/account',
  facts: { key: 'text' },
  tell: [{ who: [concerned], message: 'revoked', tone: 'warning', mail: true }],
  words: {
    en: {
      done: '{actor} revoked the API key “{key}”',
      messages: {
        revoked: {
          title: 'API key revoked: {key}',
          body: '{actor} revoked your API key “{key}”. The program that has it is shut out.',
        },
      },
    },
    fr: {
      done: '{actor} a révoqué la clé d’API « {key} »',
      messages: {
        revoked: {
          title: 'Clé d’API révoquée : {key}',
          body: '{actor} a révoqué votre clé d’API « {key} ». Le programme qui la détient n’a plus accès.',
        },
      },
    },
    ar: {
      done: 'ألغى {actor} المفتاح «{key}»',
      messages: {
        revoked: {
          title: 'أُلغي مفتاح: {key}',
          body: 'ألغى {actor} مفتاحك «{key}». لم يعد للبرنامج الذي يحمله أي وصول.',
        },
      },
    },
  },
})
