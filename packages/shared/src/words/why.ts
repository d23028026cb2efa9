import type { WhyNotVerdict } from '../delivery/verdict.ts'
import type { Locale } from '../locales.ts'

/** Why somebody is told of something, or is not. */
export interface WhyWords {
  /** To the one who was told: how a rule names him. */
  you: {
    owner: string
    assignee: string
    supervisor: string
    parentOwner: string
    role: string
    roleInScope: string
    field: string
    part: string
    everyone: string
    mentioned: string
    given: string
    added: string
    following: string
    account: string
    /** Of an announcement. */
    addressed: string
    addressedRole: string
    addressedCase: string
  }
  /** About him, to others; what is not here says `who` of the general words. */
  they: {
    mentioned: string
    given: string
    added: string
    following: string
    account: string
    addressed: string
  }
  announced: string
  verdicts: Record<WhyNotVerdict, string>
}

export const whyWords: Record<Locale, WhyWords> = {
  en: {
    you: {
      owner: 'You filed it.',
      assignee: 'It was given to you.',
      supervisor: 'You supervise whoever filed it.',
      parentOwner: 'It is about you.',
      role: 'You hold the role “{role}”.',
      roleInScope: 'You are in charge of it, with the role “{role}”.',
      field: 'You are named in it: {field}.',
      part: 'You have a part in it.',
      everyone: 'Everybody is told of this.',
      mentioned: 'You were mentioned.',
      given: 'It was given to you.',
      added: 'You were added to it.',
      following: 'You follow it.',
      account: 'It is about your own account.',
      addressed: 'It was sent to you.',
      addressedRole: 'It was sent to people with a role of yours.',
      addressedCase: 'It was sent to everybody who has a part in this case.',
    },
    they: {
      mentioned: 'whoever was mentioned',
      given: 'whoever it was given to',
      added: 'whoever was added to it',
      following: 'those who follow it',
      account: 'the person whose account it is about',
      addressed: 'those it was sent to',
    },
    announced: '{actor} sent an announcement',
    verdicts: {
      told: '{person} was told.',
      off: '{person} has switched these messages off in the app.',
      muted: '{person} has muted the case.',
      nobody_told: 'Nobody is told of such an event.',
      not_named: 'No rule names {person}.',
      actor: '{person} did it, and whoever does something is not told of it.',
      account_closed: 'The account of {person} is closed.',
      pending: '{person} is about to be told.',
      held: 'This event is held back, because too many came at once.',
      dropped: 'This event was held back, because too many came at once, and an administrator dropped it.',
      named_later: 'A rule names {person} now, but did not when people were told.',
      removed: 'Messages this old are removed after they were read.',
    },
  },
  fr: {
    you: {
      owner: 'Vous en êtes l’auteur.',
      assignee: 'Il vous a été confié.',
      supervisor: 'Vous êtes responsable de son auteur.',
      parentOwner: 'Il vous concerne.',
      role: 'Vous avez le rôle « {role} ».',
      roleInScope: 'Vous en avez la charge, avec le rôle « {role} ».',
      field: 'Vous y êtes nommé : {field}.',
      part: 'Vous y prenez part.',
      everyone: 'Tout le monde en est informé.',
      mentioned: 'Vous avez été mentionné.',
      given: 'Il vous a été confié.',
      added: 'Vous y avez été ajouté.',
      following: 'Vous le suivez.',
      account: 'Il s’agit de votre propre compte.',
      addressed: 'On vous l’a envoyé.',
      addressedRole: 'On l’a envoyé à des personnes qui ont l’un de vos rôles.',
      addressedCase: 'On l’a envoyé à toutes les personnes qui prennent part à ce dossier.',
    },
    they: {
      mentioned: 'les personnes mentionnées',
      given: 'la personne à qui il a été confié',
      added: 'les personnes qui y ont été ajoutées',
      following: 'les personnes qui le suivent',
      account: 'la personne dont c’est le compte',
      addressed: 'les destinataires',
    },
    announced: '{actor} a envoyé une annonce',
    verdicts: {
      told: '{person} en a été informé.',
      off: '{person} a désactivé ces messages dans l’application.',
      muted: '{person} a mis ce dossier en sourdine.',
      nobody_told: 'Personne n’est informé d’un tel événement.',
      not_named: 'Aucune règle ne désigne {person}.',
      actor: 'C’est {person} qui l’a fait, et l’auteur d’une action n’en est pas informé.',
      account_closed: 'Le compte de {person} est fermé.',
      pending: '{person} va en être informé.',
      held: 'Cet événement est retenu, car il y en a eu trop à la fois.',
      dropped:
        'Cet événement a été retenu, car il y en a eu trop à la fois, puis un administrateur l’a abandonné.',
      named_later: 'Une règle désigne {person} maintenant, mais pas au moment de l’envoi.',
      removed: 'Les messages aussi anciens sont supprimés après leur lecture.',
    },
  },
  ar: {
    you: {
      owner: 'أنت من قدّمه.',
      assignee: 'أُسند إليك.',
      supervisor: 'أنت مشرف مقدّمه.',
      parentOwner: 'الأمر يخصك.',
      role: 'لديك الدور «{role}».',
      roleInScope: 'أنت مسؤول عنه بالدور «{role}».',
      field: 'ذُكر اسمك فيه: {field}.',
      part: 'أنت طرف فيه.',
      everyone: 'يُبلَّغ الجميع بذلك.',
      mentioned: 'ذُكرت في تعليق.',
      given: 'أُسند إليك.',
      added: 'أُضفت إليه.',
      following: 'أنت تتابعه.',
      account: 'الأمر يخص حسابك.',
      addressed: 'أُرسل إليك.',
      addressedRole: 'أُرسل إلى أشخاص لهم أحد أدوارك.',
      addressedCase: 'أُرسل إلى كل من له دور في هذا الطلب.',
    },
    they: {
      mentioned: 'من ذُكر في التعليق',
      given: 'من أُسند إليه',
      added: 'من أُضيف إليه',
      following: 'من يتابعه',
      account: 'صاحب الحساب',
      addressed: 'من أُرسل إليهم',
    },
    announced: 'أرسل {actor} إعلاناً',
    verdicts: {
      told: 'تم إبلاغ {person}.',
      off: 'أوقف {person} هذه الرسائل في التطبيق.',
      muted: 'كتم {person} هذا الطلب.',
      nobody_told: 'لا يُبلَّغ أحد بحدث كهذا.',
      not_named: 'لا توجد قاعدة تشمل {person}.',
      actor: '{person} هو من فعل ذلك، ومن يفعل شيئاً لا يُبلَّغ به.',
      account_closed: 'حساب {person} مغلق.',
      pending: 'سيُبلَّغ {person} بعد قليل.',
      held: 'هذا الحدث محجوز لأن عدداً كبيراً جاء دفعة واحدة.',
      dropped: 'حُجز هذا الحدث لأن عدداً كبيراً جاء دفعة واحدة، ثم ألغاه أحد المسؤولين.',
      named_later: 'توجد الآن قاعدة تشمل {person}، ولم تكن تشمله وقت الإبلاغ.',
      removed: 'تُحذف الرسائل القديمة كهذه بعد قراءتها.',
    },
  },
}
