import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { text, yesNo } from '../machine/fields.ts'
import { owner, part, role } from '../machine/who.ts'

/**
 * Testimonial: the intern is asked for a few words about the internship, and HR decides whether they are published.
 *
 *   asked ──write──▶ submitted ──approve──▶ approved        asked, submitted ─(internship over)─▶ dropped
 *                        └──────reject────▶ rejected
 */
export const testimonial = defineWorkflow({
  name: 'testimonial',
  category: 'testimonial',
  data: z.object({
    quote: text({ max: 2000, long: true }).optional(),
    withName: yesNo().optional(),
  }),
  states: {
    asked: { open: true, tone: 'info' },
    submitted: { open: true, tone: 'info', urgentAfter: { days: 7 } },
    approved: { tone: 'success', fulfils: true },
    rejected: { tone: 'error' },
    dropped: {},
  },
  initial: 'asked',
  parentOver: 'dropped',
  submit: { by: [], tell: [{ who: [owner], message: 'asked', mail: true }] },
  actions: {
    write: {
      from: ['asked'],
      to: 'submitted',
      by: [owner],
      asks: ['quote', 'withName?'],
      tone: 'success',
      tell: [{ who: [role('hr'), part('tutor')], message: 'submitted' }],
    },
    approve: {
      from: ['submitted'],
      to: 'approved',
      by: [role('hr')],
      bulk: true,
      tone: 'success',
      tell: [
        { who: [owner], message: 'approved', tone: 'success', mail: true },
        { who: [part('tutor')], message: 'approved_for_us', tone: 'success' },
      ],
    },
    reject: {
      from: ['submitted'],
      to: 'rejected',
      by: [role('hr')],
      bulk: true,
      tone: 'error',
      reason: ['too_short', 'confidential', 'tone', 'other'],
      tell: [{ who: [owner], message: 'rejected', tone: 'error', mail: true }],
    },
  },
  timers: {
    remind: {
      in: ['asked'],
      after: { days: 7 },
      every: { days: 7 },
      times: 4,
      tell: [{ who: [owner], message: 'reminder', tone: 'warning', mail: true }],
    },
  },
  words: {
    en: {
      name: 'Testimonial',
      plural: 'Testimonials',
      submit: 'Ask for a testimonial',
      submitted: '{actor} asked for this testimonial',
      fields: { quote: 'In your words', withName: 'My name may stand below it' },
      states: {
        asked: 'Waited for',
        submitted: 'To be decided',
        approved: 'Approved',
        rejected: 'Rejected',
        dropped: 'Dropped',
      },
      actions: {
        write: { label: 'Write testimonial', done: '{actor} wrote this testimonial' },
        approve: { label: 'Approve', done: '{actor} approved this testimonial' },
        reject: { label: 'Reject', done: '{actor} rejected this testimonial' },
      },
      reasons: {
        too_short: 'Too short',
        confidential: 'Tells what is confidential',
        tone: 'The tone does not fit',
        other: 'Another reason',
      },
      timers: { remind: 'A reminder was sent' },
      messages: {
        asked: {
          title: 'A few words about your internship?',
          body: '{actor} asks you for a testimonial about “{parent}”.',
        },
        submitted: { title: 'Testimonial of {owner}', body: 'Written about “{parent}”; HR decides on it.' },
        approved: { title: 'Your testimonial was approved', body: 'Thank you! {actor} approved it.' },
        approved_for_us: {
          title: 'Testimonial of {owner} approved',
          body: '{actor} approved it: “{parent}”.',
        },
        rejected: {
          title: 'Your testimonial was not taken',
          body: '{actor} rejected it: {reason}. {note}',
        },
        reminder: {
          title: 'Still glad of a few words',
          body: 'A testimonial about “{parent}” is waited for.',
        },
      },
    },
    fr: {
      name: 'Témoignage',
      plural: 'Témoignages',
      submit: 'Demander un témoignage',
      submitted: '{actor} a demandé ce témoignage',
      fields: { quote: 'Avec vos mots', withName: 'Mon nom peut figurer dessous' },
      states: {
        asked: 'Attendu',
        submitted: 'À décider',
        approved: 'Approuvé',
        rejected: 'Refusé',
        dropped: 'Abandonné',
      },
      actions: {
        write: { label: 'Rédiger le témoignage', done: '{actor} a rédigé ce témoignage' },
        approve: { label: 'Approuver', done: '{actor} a approuvé ce témoignage' },
        reject: { label: 'Refuser', done: '{actor} a refusé ce témoignage' },
      },
      reasons: {
        too_short: 'Trop court',
        confidential: 'Dit des choses confidentielles',
        tone: 'Le ton ne convient pas',
        other: 'Autre raison',
      },
      timers: { remind: 'Un rappel a été envoyé' },
      messages: {
        asked: {
          title: 'Quelques mots sur votre stage ?',
          body: '{actor} vous demande un témoignage sur « {parent} ».',
        },
        submitted: { title: 'Témoignage de {owner}', body: 'Rédigé sur « {parent} » ; les RH en décident.' },
        approved: { title: 'Votre témoignage est approuvé', body: 'Merci ! {actor} l’a approuvé.' },
        approved_for_us: {
          title: 'Témoignage de {owner} approuvé',
          body: '{actor} l’a approuvé : « {parent} ».',
        },
        rejected: {
          title: 'Votre témoignage n’est pas retenu',
          body: '{actor} l’a refusé : {reason}. {note}',
        },
        reminder: {
          title: 'Quelques mots nous feraient toujours plaisir',
          body: 'Un témoignage sur « {parent} » est attendu.',
        },
      },
    },
    ar: {
      name: 'شهادة متدرب',
      plural: 'شهادات المتدربين',
      submit: 'طلب شهادة',
      submitted: 'طلب {actor} هذه الشهادة',
      fields: { quote: 'بكلماتك', withName: 'يجوز ذكر اسمي تحتها' },
      states: {
        asked: 'منتظَرة',
        submitted: 'بانتظار القرار',
        approved: 'مقبولة',
        rejected: 'مرفوضة',
        dropped: 'متروكة',
      },
      actions: {
        write: { label: 'كتابة الشهادة', done: 'كتب {actor} هذه الشهادة' },
        approve: { label: 'قبول', done: 'قبِل {actor} هذه الشهادة' },
        reject: { label: 'رفض', done: 'رفض {actor} هذه الشهادة' },
      },
      reasons: {
        too_short: 'قصيرة جدًا',
        confidential: 'تتضمن ما هو سري',
        tone: 'الأسلوب غير مناسب',
        other: 'سبب آخر',
      },
      timers: { remind: 'أُرسل تذكير' },
      messages: {
        asked: { title: 'كلمات عن تدريبك؟', body: 'يطلب {actor} منك شهادة عن «{parent}».' },
        submitted: { title: 'شهادة {owner}', body: 'كُتبت عن «{parent}»، والقرار للموارد البشرية.' },
        approved: { title: 'قُبلت شهادتك', body: 'شكرًا! قبِلها {actor}.' },
        approved_for_us: { title: 'قُبلت شهادة {owner}', body: 'قبِلها {actor}: «{parent}».' },
        rejected: { title: 'لم تُعتمد شهادتك', body: 'رفضها {actor}: {reason}. {note}' },
        reminder: { title: 'ما زلنا ننتظر كلماتك', body: 'شهادتك عن «{parent}» منتظَرة.' },
      },
    },
  },
})
