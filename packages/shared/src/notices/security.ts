import { concerned, defineNotice, everyWith } from './define.ts'

/** Somebody signed in from a browser, system or network that his account has not been seen with. */
export const newDevice = defineNotice({
  category: 'access',
  link: '/account',
  actorToo: true,
  facts: { device: 'text', ip: 'text', at: 'moment' },
  tell: [{ who: [concerned], message: 'signedIn', tone: 'warning', priority: 'high', mail: true }],
  words: {
    en: {
      done: '{person} signed in from a new device: {device}',
      messages: {
        signedIn: {
          title: 'New sign-in: {device}',
          body: 'Your account was used to sign in from {device}, address {ip}, on {at, date, medium} at {at, time, short} (UTC). If this was not you, end that session and change your password.',
        },
      },
    },
    fr: {
      done: '{person} s’est connecté depuis un nouvel appareil : {device}',
      messages: {
        signedIn: {
          title: 'Nouvelle connexion : {device}',
          body: 'Connexion à votre compte depuis {device}, adresse {ip}, le {at, date, medium} à {at, time, short} (UTC). Si ce n’était pas vous, terminez cette session et changez votre mot de passe.',
        },
      },
    },
    ar: {
      done: 'سجّل {person} الدخول من جهاز جديد: {device}',
      messages: {
        signedIn: {
          title: 'تسجيل دخول جديد: {device}',
          body: 'سُجّل الدخول إلى حسابك من {device}، العنوان {ip}، في {at, date, medium} الساعة {at, time, short} (UTC). إن لم تكن أنت، فأنهِ تلك الجلسة وغيّر كلمة مرورك.',
        },
      },
    },
  },
})

export const passwordChanged = defineNotice({
  category: 'access',
  link: '/account',
  actorToo: true,
  facts: { ip: 'text' },
  tell: [{ who: [concerned], message: 'changed', tone: 'warning', priority: 'high', mail: true }],
  words: {
    en: {
      done: '{actor} changed the password',
      messages: {
        changed: {
          title: 'Your password was changed',
          body: 'It was changed from the address {ip}, and your other sessions have ended. If this was not you, tell an administrator at once.',
        },
      },
    },
    fr: {
      done: '{actor} a changé le mot de passe',
      messages: {
        changed: {
          title: 'Votre mot de passe a été changé',
          body: 'Il a été changé depuis l’adresse {ip} et vos autres sessions sont terminées. Si ce n’était pas vous, prévenez aussitôt un administrateur.',
        },
      },
    },
    ar: {
      done: 'غيّر {actor} كلمة المرور',
      messages: {
        changed: {
          title: 'غُيّرت كلمة مرورك',
          body: 'غُيّرت من العنوان {ip} وانتهت جلساتك الأخرى. إن لم تكن أنت، فأخبر أحد المسؤولين فوراً.',
        },
      },
    },
  },
})

/** The account has another address. The old one is mailed besides; see db/queries/event-mails.ts. */
export const addressChanged = defineNotice({
  category: 'access',
  link: '/account',
  actorToo: true,
  facts: { email: 'text', ip: 'text' },
  tell: [{ who: [concerned], message: 'changed', tone: 'warning', priority: 'high' }],
  words: {
    en: {
      done: '{actor} changed the e-mail address to {email}',
      messages: {
        changed: {
          title: 'Your e-mail address is {email}',
          body: 'It was changed from the address {ip}. Mails of your account go there from now on. If this was not you, tell an administrator at once.',
        },
      },
    },
    fr: {
      done: '{actor} a changé l’adresse e-mail en {email}',
      messages: {
        changed: {
          title: 'Votre adresse e-mail est {email}',
          body: 'Elle a été changée depuis l’adresse {ip}. Les messages de votre compte y arrivent désormais. Si ce n’était pas vous, prévenez aussitôt un administrateur.',
        },
      },
    },
    ar: {
      done: 'غيّر {actor} عنوان البريد الإلكتروني إلى {email}',
      messages: {
        changed: {
          title: 'عنوان بريدك الإلكتروني هو {email}',
          body: 'غُيّر من العنوان {ip}، وتصل إليه رسائل حسابك من الآن فصاعداً. إن لم تكن أنت، فأخبر أحد المسؤولين فوراً.',
        },
      },
    },
  },
})

/** An administrator made a link with which somebody sets a new password. */
export const passwordLink = defineNotice({
  category: 'access',
  link: '/account',
  facts: {},
  tell: [{ who: [concerned], message: 'made', tone: 'warning', priority: 'high', mail: true }],
  words: {
    en: {
      done: '{actor} made a link to set a new password',
      messages: {
        made: {
          title: 'A link to set your password was made',
          body: '{actor} made a link that sets a new password for your account, once. If you did not ask for one, tell another administrator.',
        },
      },
    },
    fr: {
      done: '{actor} a créé un lien pour définir un nouveau mot de passe',
      messages: {
        made: {
          title: 'Un lien pour votre mot de passe a été créé',
          body: '{actor} a créé un lien qui permet, une fois, de définir un nouveau mot de passe pour votre compte. Si vous ne l’avez pas demandé, prévenez un autre administrateur.',
        },
      },
    },
    ar: {
      done: 'أنشأ {actor} رابطاً لتعيين كلمة مرور جديدة',
      messages: {
        made: {
          title: 'أُنشئ رابط لتعيين كلمة مرورك',
          body: 'أنشأ {actor} رابطاً يعيّن كلمة مرور جديدة لحسابك مرة واحدة. إن لم تطلبه، فأخبر مسؤولاً آخر.',
        },
      },
    },
  },
})

/** A call that was not allowed. Many of one caller at one door are one message, whose number goes up. */
export const refused = defineNotice({
  category: 'access',
  link: '/audit?action=access.refused',
  folds: true,
  facts: { caller: 'text', procedure: 'text', times: 'number', since: 'moment' },
  tell: [{ who: [everyWith('admin')], message: 'refused', tone: 'warning' }],
  words: {
    en: {
      done: '{actor} was refused',
      messages: {
        refused: {
          title: '{caller} was refused: {procedure}',
          body: '{times, plural, one {Once, at {since, time, short}} other {# times since {since, time, short}}} (UTC) {caller} called {procedure} without being allowed to.',
        },
      },
    },
    fr: {
      done: '{actor} a essuyé un refus',
      messages: {
        refused: {
          title: 'Accès refusé à {caller} : {procedure}',
          body: '{times, plural, one {Une fois, à {since, time, short}} other {# fois depuis {since, time, short}}} (UTC) : {caller} a appelé {procedure} sans y être autorisé.',
        },
      },
    },
    ar: {
      done: 'رُفض طلب {actor}',
      messages: {
        refused: {
          title: 'رُفض طلب {caller}: {procedure}',
          body: '{times, plural, one {مرة واحدة عند {since, time, short}} two {مرتين منذ {since, time, short}} few {# مرات منذ {since, time, short}} other {# مرة منذ {since, time, short}}} (UTC): استدعى {caller} {procedure} دون إذن.',
        },
      },
    },
  },
})
