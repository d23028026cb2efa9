import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { date, money, number, text } from '../machine/fields.ts'
import { management, owner, role, supervisor } from '../machine/who.ts'

const FREE_CENTS = 500_000 // more than this takes a second person

/**
 * Initiative: an employee proposes to make something better; one of those in charge lets him begin, two where it costs more.
 *
 *   proposed ──approve──▶ approved ──start──▶ underway ──complete──▶ completed
 *     ▲ └──────reject───▶ rejected
 *     └───────resubmit───────┘
 *   whatever is not over ──cancel──▶ cancelled
 */
export const initiative = defineWorkflow({
  name: 'initiative',
  category: 'goal',
  data: z.object({
    idea: text({ max: 120 }),
    benefit: text({ max: 4000, long: true }),
    budget: money('EUR').optional(),
    startsOn: date().optional(),
    percent: number({ min: 0, max: 100, integer: true, unit: '%' }).optional(),
    outcome: text({ max: 4000, long: true }).optional(),
  }),
  title: (data) => data.idea,
  states: {
    proposed: { open: true, tone: 'info', urgentAfter: { days: 14 } },
    rejected: { open: true, tone: 'error' },
    approved: { open: true, tone: 'success' },
    underway: { open: true, tone: 'info' },
    completed: { tone: 'success' },
    cancelled: {},
  },
  initial: 'proposed',
  submit: {
    by: [role('employee')],
    asks: ['idea', 'benefit', 'budget?', 'startsOn?'],
    tell: [{ who: [supervisor, role('hr')], message: 'proposed', mail: true }],
  },
  actions: {
    approve: {
      from: ['proposed'],
      to: 'approved',
      by: [supervisor, ...management],
      notBy: ['owner'],
      approvals: (data) => ((data.budget ?? 0) > FREE_CENTS ? 2 : 1),
      tellApproval: [{ who: [supervisor, ...management], message: 'oneMore', mail: true }],
      tone: 'success',
      tell: [{ who: [owner], message: 'approved', tone: 'success', mail: true }],
    },
    reject: {
      from: ['proposed'],
      to: 'rejected',
      by: [supervisor, ...management],
      notBy: ['owner'],
      tone: 'error',
      reason: ['cost', 'benefit', 'done', 'other'],
      tell: [{ who: [owner], message: 'rejected', tone: 'error', mail: true }],
    },
    resubmit: {
      from: ['rejected'],
      to: 'proposed',
      by: [owner],
      asks: ['idea', 'benefit', 'budget?', 'startsOn?'],
      tone: 'info',
      tell: [{ who: [supervisor, role('hr')], message: 'proposed' }],
    },
    start: {
      from: ['approved'],
      to: 'underway',
      by: [owner],
      tone: 'info',
      tell: [{ who: [supervisor], message: 'started' }],
    },
    progress: { from: ['underway'], by: [owner], asks: ['percent'], tell: [] },
    complete: {
      from: ['underway'],
      to: 'completed',
      by: [owner],
      asks: ['outcome'],
      tone: 'success',
      tell: [{ who: [supervisor, role('hr')], message: 'completed', tone: 'success' }],
    },
    cancel: {
      from: ['proposed', 'rejected', 'approved', 'underway'],
      to: 'cancelled',
      by: [owner],
      tell: [{ who: [supervisor], message: 'cancelled' }],
    },
  },
  words: {
    en: {
      name: 'Initiative',
      plural: 'Initiatives',
      submit: 'New initiative',
      submitted: '{actor} proposed this initiative',
      fields: {
        idea: 'Idea',
        benefit: 'What it is good for',
        budget: 'What it costs',
        startsOn: 'Begins',
        percent: 'Progress',
        outcome: 'What came of it',
      },
      hints: { budget: 'More than 5,000 € takes two approvals.' },
      states: {
        proposed: 'Proposed',
        rejected: 'To be corrected',
        approved: 'Approved',
        underway: 'Underway',
        completed: 'Completed',
        cancelled: 'Cancelled',
      },
      actions: {
        approve: { label: 'Approve', done: '{actor} approved this initiative' },
        reject: { label: 'Reject', done: '{actor} rejected this initiative' },
        resubmit: { label: 'Correct and propose again', done: '{actor} corrected this initiative' },
        start: { label: 'Begin', done: '{actor} began' },
        progress: { label: 'Note progress', done: '{actor} noted progress' },
        complete: { label: 'Complete', done: '{actor} completed this initiative' },
        cancel: { label: 'Cancel initiative', done: '{actor} cancelled this initiative' },
      },
      reasons: {
        cost: 'It costs too much',
        benefit: 'The benefit is not clear',
        done: 'Somebody does it already',
        other: 'Another reason',
      },
      messages: {
        proposed: { title: '{actor} proposes: {idea}', body: '{benefit}' },
        oneMore: {
          title: 'One more approval: {idea}',
          body: '{actor} agreed ({have, number} of {needed, number}).',
        },
        approved: { title: 'Initiative approved: {idea}', body: '{actor} approved it. You can begin.' },
        rejected: {
          title: 'Initiative rejected: {idea}',
          body: '{actor}: {reason}. {note} You can correct it and propose it again.',
        },
        started: { title: 'Begun: {idea}', body: '{actor} has begun.' },
        completed: { title: 'Completed: {idea}', body: '{actor}: {outcome}' },
        cancelled: { title: 'Initiative cancelled: {idea}', body: '{actor} cancelled it. {note}' },
      },
    },
    fr: {
      name: 'Initiative',
      plural: 'Initiatives',
      submit: 'Nouvelle initiative',
      submitted: '{actor} a proposé cette initiative',
      fields: {
        idea: 'Idée',
        benefit: 'À quoi elle sert',
        budget: 'Ce qu’elle coûte',
        startsOn: 'Commence le',
        percent: 'Avancement',
        outcome: 'Ce qui en est sorti',
      },
      hints: { budget: 'Au-delà de 5 000 €, il faut deux accords.' },
      states: {
        proposed: 'Proposée',
        rejected: 'À corriger',
        approved: 'Approuvée',
        underway: 'En cours',
        completed: 'Terminée',
        cancelled: 'Annulée',
      },
      actions: {
        approve: { label: 'Approuver', done: '{actor} a approuvé cette initiative' },
        reject: { label: 'Refuser', done: '{actor} a refusé cette initiative' },
        resubmit: { label: 'Corriger et proposer de nouveau', done: '{actor} a corrigé cette initiative' },
        start: { label: 'Commencer', done: '{actor} a commencé' },
        progress: { label: 'Noter l’avancement', done: '{actor} a noté l’avancement' },
        complete: { label: 'Terminer', done: '{actor} a terminé cette initiative' },
        cancel: { label: 'Annuler l’initiative', done: '{actor} a annulé cette initiative' },
      },
      reasons: {
        cost: 'Elle coûte trop cher',
        benefit: 'Le bénéfice n’est pas clair',
        done: 'Quelqu’un le fait déjà',
        other: 'Autre raison',
      },
      messages: {
        proposed: { title: '{actor} propose : {idea}', body: '{benefit}' },
        oneMore: {
          title: 'Encore un accord : {idea}',
          body: '{actor} a donné son accord ({have, number} sur {needed, number}).',
        },
        approved: {
          title: 'Initiative approuvée : {idea}',
          body: '{actor} l’a approuvée. Vous pouvez commencer.',
        },
        rejected: {
          title: 'Initiative refusée : {idea}',
          body: '{actor} : {reason}. {note} Vous pouvez la corriger et la proposer de nouveau.',
        },
        started: { title: 'Commencée : {idea}', body: '{actor} a commencé.' },
        completed: { title: 'Terminée : {idea}', body: '{actor} : {outcome}' },
        cancelled: { title: 'Initiative annulée : {idea}', body: '{actor} l’a annulée. {note}' },
      },
    },
    ar: {
      name: 'مبادرة',
      plural: 'المبادرات',
      submit: 'مبادرة جديدة',
      submitted: 'اقترح {actor} هذه المبادرة',
      fields: {
        idea: 'الفكرة',
        benefit: 'فائدتها',
        budget: 'كلفتها',
        startsOn: 'تبدأ',
        percent: 'التقدم',
        outcome: 'ما نتج عنها',
      },
      hints: { budget: 'ما زاد على 5000 € تلزمه موافقتان.' },
      states: {
        proposed: 'مقترحة',
        rejected: 'بحاجة إلى تصحيح',
        approved: 'مقبولة',
        underway: 'جارية',
        completed: 'منجزة',
        cancelled: 'ملغاة',
      },
      actions: {
        approve: { label: 'قبول', done: 'قبِل {actor} هذه المبادرة' },
        reject: { label: 'رفض', done: 'رفض {actor} هذه المبادرة' },
        resubmit: { label: 'تصحيح واقتراح من جديد', done: 'صحّح {actor} هذه المبادرة' },
        start: { label: 'بدء', done: 'بدأ {actor}' },
        progress: { label: 'تسجيل التقدم', done: 'سجّل {actor} التقدم' },
        complete: { label: 'إنجاز', done: 'أنجز {actor} هذه المبادرة' },
        cancel: { label: 'إلغاء المبادرة', done: 'ألغى {actor} هذه المبادرة' },
      },
      reasons: {
        cost: 'كلفتها عالية',
        benefit: 'فائدتها غير واضحة',
        done: 'هناك من يقوم بها',
        other: 'سبب آخر',
      },
      messages: {
        proposed: { title: 'يقترح {actor}: {idea}', body: '{benefit}' },
        oneMore: {
          title: 'تلزم موافقة أخرى: {idea}',
          body: 'وافق {actor} ({have, number} من {needed, number}).',
        },
        approved: { title: 'قُبلت المبادرة: {idea}', body: 'قبِلها {actor}. يمكنك البدء.' },
        rejected: {
          title: 'رُفضت المبادرة: {idea}',
          body: '{actor}: {reason}. {note} يمكنك تصحيحها واقتراحها من جديد.',
        },
        started: { title: 'بدأت: {idea}', body: 'بدأ {actor}.' },
        completed: { title: 'أُنجزت: {idea}', body: '{actor}: {outcome}' },
        cancelled: { title: 'أُلغيت المبادرة: {idea}', body: 'ألغاها {actor}. {note}' },
      },
    },
  },
})
