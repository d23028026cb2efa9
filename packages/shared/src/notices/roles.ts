import { concerned, defineNotice } from './define.ts'

/** Somebody was given a role, everywhere or for one place. */
export const granted = defineNotice({
  category: 'access',
  link: '/account',
  facts: { role: 'role', scoped: 'flag', place: 'text' },
  tell: [{ who: [concerned], message: 'granted', tone: 'success', mail: true }],
  words: {
    en: {
      done: '{actor} granted the role “{role}”{scoped, select, yes { for {place}} other {}}',
      messages: {
        granted: {
          title: 'New role: {role}{scoped, select, yes { for {place}} other {}}',
          body: '{actor} gave you the role “{role}”{scoped, select, yes { for {place}} other {}}. It counts at once.',
        },
      },
    },
    fr: {
      done: '{actor} a accordé le rôle « {role} »{scoped, select, yes { pour {place}} other {}}',
      messages: {
        granted: {
          title: 'Nouveau rôle : {role}{scoped, select, yes { pour {place}} other {}}',
          body: '{actor} vous a donné le rôle « {role} »{scoped, select, yes { pour {place}} other {}}. Il vaut dès maintenant.',
        },
      },
    },
    ar: {
      done: 'منح {actor} الدور «{role}»{scoped, select, yes { في {place}} other {}}',
      messages: {
        granted: {
          title: 'دور جديد: {role}{scoped, select, yes { في {place}} other {}}',
          body: 'منحك {actor} الدور «{role}»{scoped, select, yes { في {place}} other {}}. يسري من الآن.',
        },
      },
    },
  },
})

/** A role was taken from somebody. */
export const revoked = defineNotice({
  category: 'access',
  link: '/account',
  facts: { role: 'role', scoped: 'flag', place: 'text' },
  tell: [{ who: [concerned], message: 'revoked', tone: 'warning', mail: true }],
  words: {
    en: {
      done: '{actor} revoked the role “{role}”{scoped, select, yes { for {place}} other {}}',
      messages: {
        revoked: {
          title: 'Role revoked: {role}{scoped, select, yes { for {place}} other {}}',
          body: '{actor} took the role “{role}”{scoped, select, yes { for {place}} other {}} from you. What it allowed ends now.',
        },
      },
    },
    fr: {
      done: '{actor} a retiré le rôle « {role} »{scoped, select, yes { pour {place}} other {}}',
      messages: {
        revoked: {
          title: 'Rôle retiré : {role}{scoped, select, yes { pour {place}} other {}}',
          body: '{actor} vous a retiré le rôle « {role} »{scoped, select, yes { pour {place}} other {}}. Ce qu’il permettait prend fin.',
        },
      },
    },
    ar: {
      done: 'سحب {actor} الدور «{role}»{scoped, select, yes { في {place}} other {}}',
      messages: {
        revoked: {
          title: 'سُحب دور: {role}{scoped, select, yes { في {place}} other {}}',
          body: 'سحب {actor} منك الدور «{role}»{scoped, select, yes { في {place}} other {}}. انتهى ما كان يسمح به.',
        },
      },
    },
  },
})
