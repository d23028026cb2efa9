import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { date, number, person, text } from '../machine/fields.ts'
import { owner, personIn, role } from '../machine/who.ts'

const rating = () => number({ min: 1, max: 5, integer: true })

/**
 * Performance review: a supervisor opens it, the employee writes his part, then the supervisor his; both see both, and the employee
 * signs, or HR settles it.
 *
 *   self_review ──handIn──▶ in_review ──share──▶ shared ──sign──▶ signed
 *                                                  └────object──▶ disputed ──settle──▶ settled
 *   self_review, in_review ──cancel──▶ cancelled
 */
export const performanceReview = defineWorkflow({
  name: 'performance_review',
  category: 'evaluation',
  group: 'goals',
  data: z.object({
    employee: person('employee', { mine: true }),
    period: text({ max: 60 }),
    dueOn: date(),
    ownView: text({ max: 4000, long: true }).optional(),
    ownRating: rating().optional(),
    feedback: text({ max: 4000, long: true }).optional(),
    rating: rating().optional(),
    nextSteps: text({ max: 4000, long: true }).optional(),
  }),
  title: (data) => data.period,
  states: {
    self_review: { open: true, tone: 'info' },
    in_review: { open: true, tone: 'info' },
    shared: { open: true, tone: 'warning', urgentAfter: { days: 14 } },
    disputed: { open: true, tone: 'error', urgentAfter: { days: 7 } },
    signed: { tone: 'success' },
    settled: { tone: 'success' },
    cancelled: {},
  },
  initial: 'self_review',
  submit: {
    by: [role('supervisor')],
    asks: ['employee', 'period', 'dueOn'],
    tell: [{ who: [personIn('employee')], message: 'opened', mail: true }],
  },
  actions: {
    handIn: {
      from: ['self_review'],
      to: 'in_review',
      by: [personIn('employee')],
      asks: ['ownView', 'ownRating'],
      tone: 'success',
      tell: [{ who: [owner], message: 'handedIn', mail: true }],
    },
    share: {
      from: ['in_review'],
      to: 'shared',
      by: [owner],
      asks: ['feedback', 'rating', 'nextSteps?'],
      tone: 'success',
      tell: [{ who: [personIn('employee')], message: 'shared', mail: true }],
    },
    sign: {
      from: ['shared'],
      to: 'signed',
      by: [personIn('employee')],
      tone: 'success',
      tell: [{ who: [owner, role('hr')], message: 'signed', tone: 'success' }],
    },
    object: {
      from: ['shared'],
      to: 'disputed',
      by: [personIn('employee')],
      tone: 'error',
      reason: ['rating', 'facts', 'other'],
      note: true,
      tell: [{ who: [owner, role('hr')], message: 'disputed', tone: 'warning', mail: true }],
    },
    settle: {
      from: ['disputed'],
      to: 'settled',
      by: [role('hr')],
      notBy: ['owner', 'decider'],
      asks: ['rating'],
      note: true,
      tell: [{ who: [owner, personIn('employee')], message: 'settled', mail: true }],
    },
    cancel: {
      from: ['self_review', 'in_review'],
      to: 'cancelled',
      by: [owner],
      tell: [{ who: [personIn('employee')], message: 'cancelled' }],
    },
  },
  timers: {
    remindEmployee: {
      in: ['self_review'],
      at: (data) => data.dueOn,
      before: { days: 3 },
      every: { days: 3 },
      times: 5,
      tell: [{ who: [personIn('employee')], message: 'waiting', mail: true }],
    },
    remindSupervisor: {
      in: ['in_review'],
      after: { days: 7 },
      every: { days: 7 },
      times: 5,
      tell: [{ who: [owner], message: 'waiting', mail: true }],
    },
  },
  words: {
    en: {
      name: 'Performance review',
      plural: 'Performance reviews',
      submit: 'New performance review',
      submitted: '{actor} opened this review',
      fields: {
        employee: 'Of',
        period: 'Period',
        dueOn: 'Due',
        ownView: 'My own view',
        ownRating: 'My own rating',
        feedback: 'Feedback',
        rating: 'Rating',
        nextSteps: 'What comes next',
      },
      hints: { ownRating: 'From 1 (poor) to 5 (excellent).', rating: 'From 1 (poor) to 5 (excellent).' },
      states: {
        self_review: 'The employee writes',
        in_review: 'The supervisor writes',
        shared: 'To be signed',
        disputed: 'Disputed',
        signed: 'Signed',
        settled: 'Settled',
        cancelled: 'Cancelled',
      },
      actions: {
        handIn: { label: 'Hand in', done: '{actor} handed in the own view' },
        share: { label: 'Share', done: '{actor} shared the feedback' },
        sign: { label: 'Sign', done: '{actor} signed' },
        object: { label: 'Object', done: '{actor} objected' },
        settle: { label: 'Settle', done: '{actor} settled it' },
        cancel: { label: 'Cancel review', done: '{actor} cancelled this review' },
      },
      reasons: { rating: 'The rating is not fair', facts: 'Something is not true', other: 'Another reason' },
      timers: {
        remindEmployee: 'The employee was reminded',
        remindSupervisor: 'The supervisor was reminded',
      },
      messages: {
        opened: {
          title: 'Your review: {period}',
          body: '{actor} opened your performance review. Please write your part until {dueOn, date, medium}.',
        },
        handedIn: {
          title: '{actor} has written: {period}',
          body: 'Now it is your turn: write your feedback and share it.',
        },
        shared: {
          title: 'Your review is there: {period}',
          body: '{actor} shared the feedback with you. Please read and sign it, or object.',
        },
        signed: { title: '{actor} signed: {period}', body: 'The review is done.' },
        disputed: { title: '{actor} objects: {period}', body: '{reason}. {note}' },
        settled: { title: 'Settled: {period}', body: '{actor}: {note} The rating is {rating, number}.' },
        cancelled: { title: 'Review cancelled: {period}', body: '{actor} cancelled it.' },
        waiting: {
          title: 'Still waiting for you: {period}',
          body: 'The review is due {dueOn, date, medium}.',
        },
      },
    },
    fr: {
      name: 'Entretien annuel',
      plural: 'Entretiens annuels',
      submit: 'Nouvel entretien annuel',
      submitted: '{actor} a ouvert cet entretien',
      fields: {
        employee: 'De',
        period: 'Période',
        dueOn: 'Échéance',
        ownView: 'Mon propre avis',
        ownRating: 'Ma propre note',
        feedback: 'Retour',
        rating: 'Note',
        nextSteps: 'La suite',
      },
      hints: {
        ownRating: 'De 1 (insuffisant) à 5 (excellent).',
        rating: 'De 1 (insuffisant) à 5 (excellent).',
      },
      states: {
        self_review: 'L’employé écrit',
        in_review: 'Le responsable écrit',
        shared: 'À signer',
        disputed: 'Contesté',
        signed: 'Signé',
        settled: 'Réglé',
        cancelled: 'Annulé',
      },
      actions: {
        handIn: { label: 'Remettre', done: '{actor} a remis son avis' },
        share: { label: 'Partager', done: '{actor} a partagé son retour' },
        sign: { label: 'Signer', done: '{actor} a signé' },
        object: { label: 'Contester', done: '{actor} a contesté' },
        settle: { label: 'Régler', done: '{actor} l’a réglé' },
        cancel: { label: 'Annuler l’entretien', done: '{actor} a annulé cet entretien' },
      },
      reasons: { rating: 'La note n’est pas juste', facts: 'Quelque chose est faux', other: 'Autre raison' },
      timers: {
        remindEmployee: 'Un rappel est parti à l’employé',
        remindSupervisor: 'Un rappel est parti au responsable',
      },
      messages: {
        opened: {
          title: 'Votre entretien : {period}',
          body: '{actor} a ouvert votre entretien annuel. Écrivez votre part avant le {dueOn, date, medium}.',
        },
        handedIn: {
          title: '{actor} a écrit : {period}',
          body: 'À vous : écrivez votre retour et partagez-le.',
        },
        shared: {
          title: 'Votre entretien est là : {period}',
          body: '{actor} a partagé son retour. Lisez-le et signez, ou contestez.',
        },
        signed: { title: '{actor} a signé : {period}', body: 'L’entretien est terminé.' },
        disputed: { title: '{actor} conteste : {period}', body: '{reason}. {note}' },
        settled: { title: 'Réglé : {period}', body: '{actor} : {note} La note est {rating, number}.' },
        cancelled: { title: 'Entretien annulé : {period}', body: '{actor} l’a annulé.' },
        waiting: {
          title: 'On vous attend : {period}',
          body: 'L’échéance de l’entretien est le {dueOn, date, medium}.',
        },
      },
    },
    ar: {
      name: 'تقييم الأداء',
      plural: 'تقييمات الأداء',
      submit: 'تقييم أداء جديد',
      submitted: 'فتح {actor} هذا التقييم',
      fields: {
        employee: 'لمن',
        period: 'الفترة',
        dueOn: 'الموعد',
        ownView: 'رأيي الخاص',
        ownRating: 'تقديري لنفسي',
        feedback: 'الملاحظات',
        rating: 'التقدير',
        nextSteps: 'الخطوات التالية',
      },
      hints: { ownRating: 'من 1 (ضعيف) إلى 5 (ممتاز).', rating: 'من 1 (ضعيف) إلى 5 (ممتاز).' },
      states: {
        self_review: 'الموظف يكتب',
        in_review: 'المشرف يكتب',
        shared: 'بانتظار التوقيع',
        disputed: 'معترض عليه',
        signed: 'موقّع',
        settled: 'تمت تسويته',
        cancelled: 'ملغى',
      },
      actions: {
        handIn: { label: 'تسليم', done: 'سلّم {actor} رأيه' },
        share: { label: 'مشاركة', done: 'شارك {actor} ملاحظاته' },
        sign: { label: 'توقيع', done: 'وقّع {actor}' },
        object: { label: 'اعتراض', done: 'اعترض {actor}' },
        settle: { label: 'تسوية', done: 'سوّاه {actor}' },
        cancel: { label: 'إلغاء التقييم', done: 'ألغى {actor} هذا التقييم' },
      },
      reasons: { rating: 'التقدير غير منصف', facts: 'هناك ما ليس صحيحاً', other: 'سبب آخر' },
      timers: { remindEmployee: 'ذُكّر الموظف', remindSupervisor: 'ذُكّر المشرف' },
      messages: {
        opened: {
          title: 'تقييمك: {period}',
          body: 'فتح {actor} تقييم أدائك. يرجى كتابة ما يخصك قبل {dueOn, date, medium}.',
        },
        handedIn: { title: 'كتب {actor}: {period}', body: 'جاء دورك: اكتب ملاحظاتك وشاركها.' },
        shared: { title: 'تقييمك جاهز: {period}', body: 'شارك {actor} ملاحظاته معك. اقرأها ووقّع، أو اعترض.' },
        signed: { title: 'وقّع {actor}: {period}', body: 'اكتمل التقييم.' },
        disputed: { title: 'يعترض {actor}: {period}', body: '{reason}. {note}' },
        settled: { title: 'تمت التسوية: {period}', body: '{actor}: {note} التقدير {rating, number}.' },
        cancelled: { title: 'أُلغي التقييم: {period}', body: 'ألغاه {actor}.' },
        waiting: { title: 'ما زلنا بانتظارك: {period}', body: 'موعد التقييم {dueOn, date, medium}.' },
      },
    },
  },
})
