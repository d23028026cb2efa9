import { z } from 'zod'
import type { Locale } from '../locales.ts'
import { defineWorkflow } from '../machine/define.ts'
import { file, text } from '../machine/fields.ts'
import { type Who, owner, part, role } from '../machine/who.ts'

type Reviewers = readonly Who<'file' | 'remarks'>[]
type Called = Record<Locale, { name: string; plural: string; submit: string }>

const reasons = ['unreadable', 'wrong_document', 'expired', 'incomplete', 'other'] as const

/**
 * A document that hangs on a case: uploaded, looked at, and replaced as often as it takes. Every version stays readable.
 *
 *   pending ──approve──▶ approved
 *    │  ▲ └───reject───▶ rejected
 *    │  └──replace──┐
 *    └─ask_replacement▶ replacement          withdraw ▶ withdrawn, also when the case it hangs on is over
 */
const documentOf = <const Name extends string>(name: Name, reviewers: Reviewers, called: Called) =>
  defineWorkflow({
    name,
    category: 'document',
    group: name === 'internship_document' ? 'internships' : 'onboarding',
    data: z.object({
      file: file({ accept: ['pdf', 'image', 'document'], maxMb: 100 }),
      remarks: text({ max: 2000, long: true }).optional(),
    }),
    states: {
      pending: { open: true, tone: 'info', urgentAfter: { days: 7 } },
      replacement: { open: true, tone: 'warning' },
      approved: { tone: 'success', fulfils: true },
      rejected: { tone: 'error' },
      withdrawn: {},
    },
    initial: 'pending',
    parentOver: 'withdrawn',
    submit: {
      by: [],
      tell: [
        { who: [owner], message: 'received', actorToo: true },
        { who: reviewers, message: 'submitted' },
      ],
    },
    actions: {
      approve: {
        from: ['pending'],
        to: 'approved',
        by: reviewers,
        notBy: ['owner'],
        bulk: true,
        tone: 'success',
        tell: [{ who: [owner], message: 'approved', tone: 'success' }],
      },
      ask_replacement: {
        from: ['pending'],
        to: 'replacement',
        by: reviewers,
        notBy: ['owner'],
        bulk: true,
        tone: 'warning',
        reason: reasons,
        tell: [{ who: [owner], message: 'replacement', tone: 'warning', mail: true }],
      },
      reject: {
        from: ['pending'],
        to: 'rejected',
        by: reviewers,
        notBy: ['owner'],
        bulk: true,
        tone: 'error',
        reason: reasons,
        tell: [{ who: [owner], message: 'rejected', tone: 'error', mail: true }],
      },
      replace: {
        from: ['replacement'],
        to: 'pending',
        by: [owner],
        asks: ['file', 'remarks?'],
        tone: 'info',
        tell: [
          { who: [owner], message: 'received', actorToo: true },
          { who: reviewers, message: 'replaced' },
        ],
      },
      withdraw: { from: ['pending', 'replacement'], to: 'withdrawn', by: [owner], tell: [] },
    },
    timers: {
      remind: {
        in: ['replacement'],
        after: { days: 3 },
        every: { days: 3 },
        times: 5,
        tell: [{ who: [owner], message: 'reminder', tone: 'warning', mail: true }],
      },
    },
    words: {
      en: {
        ...called.en,
        submitted: '{actor} uploaded this document',
        fields: { file: 'File', remarks: 'Remarks' },
        states: {
          pending: 'Being reviewed',
          replacement: 'Replacement needed',
          approved: 'Approved',
          rejected: 'Rejected',
          withdrawn: 'Withdrawn',
        },
        actions: {
          approve: { label: 'Approve', done: '{actor} approved this document' },
          ask_replacement: { label: 'Ask for a replacement', done: '{actor} asked for a replacement' },
          reject: { label: 'Reject', done: '{actor} rejected this document' },
          replace: { label: 'Upload a new version', done: '{actor} uploaded a new version' },
          withdraw: { label: 'Withdraw', done: '{actor} withdrew this document' },
        },
        reasons: {
          unreadable: 'Cannot be read',
          wrong_document: 'Not the right document',
          expired: 'No longer valid',
          incomplete: 'Pages are missing',
          other: 'Another reason',
        },
        timers: { remind: 'A reminder of the replacement was sent' },
        messages: {
          received: {
            title: 'Received: {slot}',
            body: 'Your document has arrived. You will hear as soon as it has been reviewed.',
          },
          submitted: { title: '{slot} to review', body: '{owner} uploaded it for “{parent}”.' },
          replaced: { title: 'New version to review: {slot}', body: '{owner} replaced it for “{parent}”.' },
          approved: { title: 'Approved: {slot}', body: '{actor} approved your document.' },
          replacement: {
            title: 'A replacement is needed: {slot}',
            body: '{actor} asks for a new version: {reason}. {note}',
          },
          rejected: { title: 'Rejected: {slot}', body: '{actor} rejected your document: {reason}. {note}' },
          reminder: {
            title: 'Still needed: {slot}',
            body: 'A new version of this document is waited for. Please upload it when you can.',
          },
        },
      },
      fr: {
        ...called.fr,
        submitted: '{actor} a déposé ce document',
        fields: { file: 'Fichier', remarks: 'Remarques' },
        states: {
          pending: 'En cours d’examen',
          replacement: 'À remplacer',
          approved: 'Approuvé',
          rejected: 'Refusé',
          withdrawn: 'Retiré',
        },
        actions: {
          approve: { label: 'Approuver', done: '{actor} a approuvé ce document' },
          ask_replacement: { label: 'Demander un remplacement', done: '{actor} a demandé un remplacement' },
          reject: { label: 'Refuser', done: '{actor} a refusé ce document' },
          replace: { label: 'Déposer une nouvelle version', done: '{actor} a déposé une nouvelle version' },
          withdraw: { label: 'Retirer', done: '{actor} a retiré ce document' },
        },
        reasons: {
          unreadable: 'Illisible',
          wrong_document: 'Ce n’est pas le bon document',
          expired: 'N’est plus valable',
          incomplete: 'Il manque des pages',
          other: 'Autre raison',
        },
        timers: { remind: 'Un rappel du remplacement a été envoyé' },
        messages: {
          received: {
            title: 'Bien reçu : {slot}',
            body: 'Votre document est arrivé. Vous serez informé dès qu’il aura été examiné.',
          },
          submitted: { title: 'À examiner : {slot}', body: '{owner} l’a déposé pour « {parent} ».' },
          replaced: {
            title: 'Nouvelle version à examiner : {slot}',
            body: '{owner} l’a remplacé pour « {parent} ».',
          },
          approved: { title: 'Document approuvé : {slot}', body: '{actor} a approuvé votre document.' },
          replacement: {
            title: 'Document à remplacer : {slot}',
            body: '{actor} demande une nouvelle version : {reason}. {note}',
          },
          rejected: {
            title: 'Document refusé : {slot}',
            body: '{actor} a refusé votre document : {reason}. {note}',
          },
          reminder: {
            title: 'Toujours attendu : {slot}',
            body: 'Une nouvelle version de ce document est attendue. Merci de la déposer dès que possible.',
          },
        },
      },
      ar: {
        ...called.ar,
        submitted: 'رفع {actor} هذا المستند',
        fields: { file: 'الملف', remarks: 'ملاحظات' },
        states: {
          pending: 'قيد المراجعة',
          replacement: 'مطلوب استبداله',
          approved: 'مقبول',
          rejected: 'مرفوض',
          withdrawn: 'مسحوب',
        },
        actions: {
          approve: { label: 'قبول', done: 'قبِل {actor} هذا المستند' },
          ask_replacement: { label: 'طلب استبدال', done: 'طلب {actor} استبدال المستند' },
          reject: { label: 'رفض', done: 'رفض {actor} هذا المستند' },
          replace: { label: 'رفع نسخة جديدة', done: 'رفع {actor} نسخة جديدة' },
          withdraw: { label: 'سحب', done: 'سحب {actor} هذا المستند' },
        },
        reasons: {
          unreadable: 'غير مقروء',
          wrong_document: 'ليس المستند المطلوب',
          expired: 'منتهي الصلاحية',
          incomplete: 'صفحات ناقصة',
          other: 'سبب آخر',
        },
        timers: { remind: 'أُرسل تذكير بالاستبدال' },
        messages: {
          received: { title: 'تم الاستلام: {slot}', body: 'وصل مستندك، وستُبلَّغ فور مراجعته.' },
          submitted: { title: 'للمراجعة: {slot}', body: 'رفعه {owner} من أجل «{parent}».' },
          replaced: { title: 'نسخة جديدة للمراجعة: {slot}', body: 'استبدله {owner} من أجل «{parent}».' },
          approved: { title: 'قُبل المستند: {slot}', body: 'قبِل {actor} مستندك.' },
          replacement: {
            title: 'مطلوب استبدال المستند: {slot}',
            body: 'يطلب {actor} نسخة جديدة: {reason}. {note}',
          },
          rejected: { title: 'رُفض المستند: {slot}', body: 'رفض {actor} مستندك: {reason}. {note}' },
          reminder: {
            title: 'ما زال مطلوبًا: {slot}',
            body: 'ننتظر نسخة جديدة من هذا المستند. يُرجى رفعها في أقرب وقت.',
          },
        },
      },
    },
  })

/** Of an employee's profile. */
export const document = documentOf('document', [role('reviewer')], {
  en: { name: 'Document', plural: 'Documents', submit: 'Upload a document' },
  fr: { name: 'Document', plural: 'Documents', submit: 'Déposer un document' },
  ar: { name: 'مستند', plural: 'المستندات', submit: 'رفع مستند' },
})

/** Of an internship: its tutor and HR look at it, and reviewers of profiles hear nothing of it. */
export const internshipDocument = documentOf('internship_document', [role('hr'), part('tutor')], {
  en: {
    name: 'Internship document',
    plural: 'Internship documents',
    submit: 'Upload a document',
  },
  fr: { name: 'Document de stage', plural: 'Documents de stage', submit: 'Déposer un document' },
  ar: { name: 'مستند تدريب', plural: 'مستندات التدريب', submit: 'رفع مستند' },
})
