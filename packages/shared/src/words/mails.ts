import type { Locale } from '../locales.ts'

/** What Belfry's mails say beside the messages themselves. */
export interface MailWords {
  greeting: string
  open: string
  /** Why somebody gets a mail, where no rule can be named. */
  footer: string
  /** The same with the sentences of the rule. */
  because: string
  preferences: string
  unsubscribe: string
  /** Over an address, for whom the button does nothing. */
  copy: string
  /** How long a link lasts. */
  until: string
  /** On mails about one's own account. */
  account: string
  digest: DigestWords
  announcement: { from: string; open: string }
  signIn: { warning: string; open: string; device: string; ip: string; at: string }
  invitation: {
    subject: string
    line: string
    again: string
    open: string
    ignore: string
    why: string
  }
  reset: {
    subject: string
    line: string
    open: string
    asked: string
    ip: string
    ignore: string
    why: string
  }
  address: { subject: string; line: string; open: string; ignore: string; why: string }
  addressChanged: {
    subject: string
    line: string
    now: string
    at: string
    ip: string
    warning: string
    why: string
  }
  test: { subject: string; line: string; at: string; language: string; open: string; why: string }
  /** Before the subject of a sample that somebody sends to himself. */
  sample: string
}

/** A mail that gathers many messages. */
export interface DigestWords {
  title: string
  /** Over messages that belong to no case. */
  others: string
  /** Under those that are shown, where there are more. */
  more: string
  open: string
  footer: string
}

export const mailWords: Record<Locale, MailWords> = {
  en: {
    greeting: 'Hello {name},',
    open: 'Open in Belfry',
    footer: 'You receive this mail because you have a part in it.',
    because: 'Why you receive this mail: {rule}',
    preferences: 'Notification settings',
    unsubscribe: 'Unsubscribe',
    copy: 'If the button does nothing, copy this address into your browser:',
    until: 'The link works once, until {until, date, medium}, {until, time, short} ({zone}).',
    account: 'This mail is about your own account and cannot be switched off.',
    digest: {
      title: 'Your summary: {count, plural, one {one message} other {# messages}}',
      others: 'Other messages',
      more: '{count, plural, one {One more message is} other {# more messages are}} waiting in Belfry.',
      open: 'Open your notifications',
      footer: 'You receive this summary because you chose it in your notification settings.',
    },
    announcement: { from: 'Announcement from {author}', open: 'Read it in Belfry' },
    signIn: {
      warning: 'If this was not you, end that session and change your password.',
      open: 'Look at my sessions',
      device: 'Device',
      ip: 'Address',
      at: 'When',
    },
    invitation: {
      subject: '{inviter} invites you to {brand}',
      line: 'An account was made for you, with the address {email}. Set a password and you can begin.',
      again: 'You sign in with this address and that password from then on.',
      open: 'Set my password',
      ignore: 'If you did not expect this, do nothing: without a password nobody can use the account.',
      why: 'You receive this mail because {inviter} made an account with your address.',
    },
    reset: {
      subject: 'Set a new password',
      line: 'Somebody asked for a new password for your account. If it was you, go on here; the password changes only after you have chosen another.',
      open: 'Choose a new password',
      asked: 'Asked for',
      ip: 'From the address',
      ignore: 'If it was not you, do nothing: your password stays as it is.',
      why: 'You receive this mail because somebody asked for it on the sign-in page.',
    },
    address: {
      subject: 'Confirm your e-mail address',
      line: 'You want to use {email} for your account. Confirm that this mailbox is yours, and mails go here from then on.',
      open: 'Confirm this address',
      ignore: 'If you did not ask for this, do nothing: nothing changes.',
      why: 'You receive this mail because this address was entered for an account.',
    },
    addressChanged: {
      subject: 'Your e-mail address was changed',
      line: 'Mails of your account no longer come to this address.',
      now: 'New address',
      at: 'When',
      ip: 'From the address',
      warning: 'If this was not you, tell an administrator at once.',
      why: 'You receive this mail because your account had this address until now.',
    },
    test: {
      subject: 'Test mail: it works',
      line: 'This mail came the same way as all others. You can read it, so mails arrive here.',
      at: 'Asked for',
      language: 'Language',
      open: 'Open Belfry',
      why: 'You receive this mail because you asked for it on the page of the templates.',
    },
    sample: 'Sample: {subject}',
  },
  fr: {
    greeting: 'Bonjour {name},',
    open: 'Ouvrir dans Belfry',
    footer: 'Vous recevez ce message parce que vous y prenez part.',
    because: 'Pourquoi vous recevez ce message : {rule}',
    preferences: 'Réglages des notifications',
    unsubscribe: 'Se désabonner',
    copy: 'Si le bouton ne répond pas, copiez cette adresse dans votre navigateur :',
    until:
      'Le lien fonctionne une seule fois, jusqu’au {until, date, medium} à {until, time, short} ({zone}).',
    account: 'Ce message concerne votre propre compte et ne peut pas être désactivé.',
    digest: {
      title: 'Votre résumé : {count, plural, one {un message} other {# messages}}',
      others: 'Autres messages',
      more: '{count, plural, one {Un autre message vous attend} other {# autres messages vous attendent}} dans Belfry.',
      open: 'Ouvrir vos notifications',
      footer: 'Vous recevez ce résumé parce que vous l’avez choisi dans vos réglages de notification.',
    },
    announcement: { from: 'Annonce de {author}', open: 'La lire dans Belfry' },
    signIn: {
      warning: 'Si ce n’était pas vous, terminez cette session et changez votre mot de passe.',
      open: 'Voir mes sessions',
      device: 'Appareil',
      ip: 'Adresse',
      at: 'Quand',
    },
    invitation: {
      subject: '{inviter} vous invite à rejoindre {brand}',
      line: 'Un compte a été créé pour vous, avec l’adresse {email}. Choisissez un mot de passe et vous pourrez commencer.',
      again: 'Vous vous connecterez ensuite avec cette adresse et ce mot de passe.',
      open: 'Choisir mon mot de passe',
      ignore:
        'Si vous ne vous y attendiez pas, ne faites rien : sans mot de passe, personne ne peut utiliser ce compte.',
      why: 'Vous recevez ce message parce que {inviter} a créé un compte avec votre adresse.',
    },
    reset: {
      subject: 'Choisir un nouveau mot de passe',
      line: 'Un nouveau mot de passe a été demandé pour votre compte. Si c’est bien vous, continuez ici ; il ne change que lorsque vous en avez choisi un autre.',
      open: 'Choisir un nouveau mot de passe',
      asked: 'Demandé le',
      ip: 'Depuis l’adresse',
      ignore: 'Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.',
      why: 'Vous recevez ce message parce que quelqu’un l’a demandé sur la page de connexion.',
    },
    address: {
      subject: 'Confirmez votre adresse e-mail',
      line: 'Vous voulez utiliser {email} pour votre compte. Confirmez que cette boîte est la vôtre, et vos messages y arriveront désormais.',
      open: 'Confirmer cette adresse',
      ignore: 'Si vous n’avez rien demandé, ne faites rien : rien ne change.',
      why: 'Vous recevez ce message parce que cette adresse a été saisie pour un compte.',
    },
    addressChanged: {
      subject: 'Votre adresse e-mail a été changée',
      line: 'Les messages de votre compte n’arrivent plus à cette adresse.',
      now: 'Nouvelle adresse',
      at: 'Quand',
      ip: 'Depuis l’adresse',
      warning: 'Si ce n’était pas vous, prévenez aussitôt un administrateur.',
      why: 'Vous recevez ce message parce que votre compte avait cette adresse jusqu’à présent.',
    },
    test: {
      subject: 'Message d’essai : tout fonctionne',
      line: 'Ce message est venu par le même chemin que tous les autres. Vous le lisez : les messages arrivent donc ici.',
      at: 'Demandé le',
      language: 'Langue',
      open: 'Ouvrir Belfry',
      why: 'Vous recevez ce message parce que vous l’avez demandé sur la page des modèles.',
    },
    sample: 'Exemple : {subject}',
  },
  ar: {
    greeting: 'مرحباً {name}،',
    open: 'فتح في Belfry',
    footer: 'تصلك هذه الرسالة لأن لك دوراً في الأمر.',
    because: 'سبب وصول هذه الرسالة إليك: {rule}',
    preferences: 'إعدادات الإشعارات',
    unsubscribe: 'إلغاء الاشتراك',
    copy: 'إن لم يستجب الزر، فانسخ هذا العنوان إلى متصفحك:',
    until: 'يعمل الرابط مرة واحدة، حتى {until, date, medium} الساعة {until, time, short} ({zone}).',
    account: 'تتعلق هذه الرسالة بحسابك، ولا يمكن إيقافها.',
    digest: {
      title:
        'ملخصك: {count, plural, one {رسالة واحدة} two {رسالتان} few {# رسائل} many {# رسالة} other {# رسالة}}',
      others: 'رسائل أخرى',
      more: '{count, plural, one {تنتظرك رسالة أخرى} two {تنتظرك رسالتان أخريان} few {تنتظرك # رسائل أخرى} many {تنتظرك # رسالة أخرى} other {تنتظرك # رسالة أخرى}} في Belfry.',
      open: 'فتح إشعاراتك',
      footer: 'يصلك هذا الملخص لأنك اخترته في إعدادات الإشعارات.',
    },
    announcement: { from: 'إعلان من {author}', open: 'قراءته في Belfry' },
    signIn: {
      warning: 'إن لم تكن أنت، فأنهِ تلك الجلسة وغيّر كلمة مرورك.',
      open: 'عرض جلساتي',
      device: 'الجهاز',
      ip: 'العنوان',
      at: 'الوقت',
    },
    invitation: {
      subject: 'يدعوك {inviter} إلى {brand}',
      line: 'أُنشئ لك حساب بالعنوان {email}. اختر كلمة مرور لتبدأ.',
      again: 'بعد ذلك تسجّل الدخول بهذا العنوان وكلمة المرور تلك.',
      open: 'اختيار كلمة مروري',
      ignore: 'إن لم تكن تنتظر هذه الدعوة، فلا تفعل شيئاً: لا أحد يستطيع استخدام الحساب دون كلمة مرور.',
      why: 'تصلك هذه الرسالة لأن {inviter} أنشأ حساباً بعنوانك.',
    },
    reset: {
      subject: 'اختيار كلمة مرور جديدة',
      line: 'طُلبت كلمة مرور جديدة لحسابك. إن كنت أنت من طلبها، فتابع من هنا؛ ولن تتغير كلمة المرور إلا بعد أن تختار غيرها.',
      open: 'اختيار كلمة مرور جديدة',
      asked: 'وقت الطلب',
      ip: 'من العنوان',
      ignore: 'إن لم تكن أنت، فلا تفعل شيئاً: تبقى كلمة مرورك كما هي.',
      why: 'تصلك هذه الرسالة لأن أحداً طلبها في صفحة تسجيل الدخول.',
    },
    address: {
      subject: 'تأكيد عنوان بريدك الإلكتروني',
      line: 'تريد استخدام {email} لحسابك. أكّد أن هذا الصندوق لك، وستصل الرسائل إليه من الآن فصاعداً.',
      open: 'تأكيد هذا العنوان',
      ignore: 'إن لم تطلب ذلك، فلا تفعل شيئاً: لن يتغير شيء.',
      why: 'تصلك هذه الرسالة لأن هذا العنوان أُدخل لأحد الحسابات.',
    },
    addressChanged: {
      subject: 'غُيّر عنوان بريدك الإلكتروني',
      line: 'لم تعد رسائل حسابك تصل إلى هذا العنوان.',
      now: 'العنوان الجديد',
      at: 'الوقت',
      ip: 'من العنوان',
      warning: 'إن لم تكن أنت، فأخبر أحد المسؤولين فوراً.',
      why: 'تصلك هذه الرسالة لأن حسابك كان بهذا العنوان حتى الآن.',
    },
    test: {
      subject: 'رسالة تجريبية: كل شيء يعمل',
      line: 'جاءت هذه الرسالة بالطريق نفسه الذي تسلكه سائر الرسائل. ما دمت تقرؤها فالرسائل تصل إلى هنا.',
      at: 'وقت الطلب',
      language: 'اللغة',
      open: 'فتح Belfry',
      why: 'تصلك هذه الرسالة لأنك طلبتها في صفحة القوالب.',
    },
    sample: 'نموذج: {subject}',
  },
}
