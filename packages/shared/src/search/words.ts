import type { Locale } from '../locales.ts'

/** What a search may say beside the workflow's own fields, in the reader's words. The English names always work as well. */
export interface SearchWords {
  keys: Record<
    | 'state'
    | 'closed'
    | 'urgent'
    | 'ready'
    | 'claimed'
    | 'scope'
    | 'owner'
    | 'assignee'
    | 'opened'
    | 'changed',
    string
  >
  yes: string
  no: string
  any: string
  me: string
  none: string
  today: string
  yesterday: string
  /** A week back. */
  week: string
  month: string
}

export const searchWords: Record<Locale, SearchWords> = {
  en: {
    keys: {
      state: 'State',
      closed: 'Closed',
      urgent: 'Urgent',
      ready: 'Ready',
      claimed: 'Taken',
      scope: 'Place',
      owner: 'Filed by',
      assignee: 'Assigned to',
      opened: 'Opened',
      changed: 'Changed',
    },
    yes: 'Yes',
    no: 'No',
    any: 'Either',
    me: 'Me',
    none: 'Nobody',
    today: 'Today',
    yesterday: 'Yesterday',
    week: 'Last 7 days',
    month: 'Last 30 days',
  },
  fr: {
    keys: {
      state: 'État',
      closed: 'Terminé',
      urgent: 'Urgent',
      ready: 'Prêt',
      claimed: 'Pris',
      scope: 'Lieu',
      owner: 'Déposé par',
      assignee: 'Attribué à',
      opened: 'Ouvert',
      changed: 'Modifié',
    },
    yes: 'Oui',
    no: 'Non',
    any: 'Les deux',
    me: 'Moi',
    none: 'Personne',
    today: 'Aujourd’hui',
    yesterday: 'Hier',
    week: '7 derniers jours',
    month: '30 derniers jours',
  },
  ar: {
    keys: {
      state: 'الحالة',
      closed: 'منتهية',
      urgent: 'عاجلة',
      ready: 'جاهزة',
      claimed: 'محجوزة',
      scope: 'المكان',
      owner: 'قدّمها',
      assignee: 'المكلَّف',
      opened: 'فُتحت',
      changed: 'تغيّرت',
    },
    yes: 'نعم',
    no: 'لا',
    any: 'كلاهما',
    me: 'أنا',
    none: 'لا أحد',
    today: 'اليوم',
    yesterday: 'أمس',
    week: 'آخر 7 أيام',
    month: 'آخر 30 يومًا',
  },
}

type AuditKeyWords = Record<
  'actor' | 'action' | 'target' | 'case' | 'request' | 'ip' | 'since' | 'until' | 'system',
  string
>

/** What may stand before a colon in a search of the audit trail. */
export const auditKeyWords: Record<Locale, AuditKeyWords> = {
  en: {
    actor: 'Person',
    action: 'Action',
    target: 'Target',
    case: 'Case',
    request: 'Request',
    ip: 'IP address',
    since: 'Since',
    until: 'Until',
    system: 'System',
  },
  fr: {
    actor: 'Personne',
    action: 'Action',
    target: 'Cible',
    case: 'Dossier',
    request: 'Requête',
    ip: 'Adresse IP',
    since: 'Depuis',
    until: 'Jusqu’à',
    system: 'Système',
  },
  ar: {
    actor: 'الشخص',
    action: 'الإجراء',
    target: 'الهدف',
    case: 'الطلب',
    request: 'الاستدعاء',
    ip: 'عنوان IP',
    since: 'منذ',
    until: 'حتى',
    system: 'النظام',
  },
}
