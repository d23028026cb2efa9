import type { Locale } from '../locales.ts'

/** The page of an evidence pack. */
export interface EvidenceWords {
  title: string
  intro: string
  prove: string
  entries: string
  documents: string
  noDocuments: string
  number: string
  time: string
  actor: string
  action: string
  change: string
  reason: string
  hash: string
  name: string
  version: string
  system: string
  redacted: string
}

export const evidenceWords: Record<Locale, EvidenceWords> = {
  en: {
    title: 'Evidence of a case',
    intro: 'All that the audit trail says about this case until {at}.',
    prove:
      'The file entries.jsonl is signed with key {key}. Whoever knows this key can check it, without access to the system, with tools/verify_audit.py or npm run audit:verify.',
    entries: 'What happened',
    documents: 'Documents',
    noDocuments: 'None.',
    number: 'Number',
    time: 'Time',
    actor: 'Person',
    action: 'Action',
    change: 'Change',
    reason: 'Reason and note',
    hash: 'SHA-256',
    name: 'Name',
    version: 'Version',
    system: 'System',
    redacted: 'taken out',
  },
  fr: {
    title: 'Preuves d’un dossier',
    intro: 'Tout ce que le journal d’audit dit de ce dossier jusqu’au {at}.',
    prove:
      'Le fichier entries.jsonl est signé avec la clé {key}. Quiconque connaît cette clé peut le vérifier, sans accès au système, avec tools/verify_audit.py ou npm run audit:verify.',
    entries: 'Ce qui s’est passé',
    documents: 'Documents',
    noDocuments: 'Aucun.',
    number: 'Numéro',
    time: 'Heure',
    actor: 'Personne',
    action: 'Action',
    change: 'Changement',
    reason: 'Motif et note',
    hash: 'SHA-256',
    name: 'Nom',
    version: 'Version',
    system: 'Système',
    redacted: 'retiré',
  },
  ar: {
    title: 'أدلة طلب',
    intro: 'كل ما يقوله سجل التدقيق عن هذا الطلب حتى {at}.',
    prove:
      'الملف entries.jsonl موقَّع بالمفتاح {key}. من يعرف هذا المفتاح يستطيع التحقق منه دون الوصول إلى النظام، بواسطة tools/verify_audit.py أو npm run audit:verify.',
    entries: 'ما حدث',
    documents: 'المستندات',
    noDocuments: 'لا شيء.',
    number: 'الرقم',
    time: 'الوقت',
    actor: 'الشخص',
    action: 'الإجراء',
    change: 'التغيير',
    reason: 'السبب والملاحظة',
    hash: 'SHA-256',
    name: 'الاسم',
    version: 'الإصدار',
    system: 'النظام',
    redacted: 'حُذف',
  },
}
