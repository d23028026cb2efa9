import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { number, text } from '../machine/fields.ts'
import { owner, parentOwner, part, role } from '../machine/who.ts'

const score = () => number({ min: 1, max: 5, integer: true })
const isWritten = (data: { quality?: number | undefined }) => data.quality !== undefined

/**
 * Evaluation: the tutor writes one of the intern, the intern one of the tutor; the other side reads it. Asked for by HR, or
 * written unasked.
 *
 *   requested ──write──▶ submitted        requested ─(internship over)─▶ dropped
 */
export const evaluation = defineWorkflow({
  name: 'evaluation',
  category: 'evaluation',
  data: z.object({
    quality: score().optional(),
    autonomy: score().optional(),
    communication: score().optional(),
    strengths: text({ max: 2000, long: true }).optional(),
    improvements: text({ max: 2000, long: true }).optional(),
  }),
  states: {
    requested: { open: true, tone: 'info' },
    submitted: { tone: 'success', fulfils: true },
    dropped: {},
  },
  initial: (data) => (isWritten(data) ? 'submitted' : 'requested'),
  parentOver: 'dropped',
  submit: {
    by: [],
    asks: ['quality', 'autonomy', 'communication', 'strengths', 'improvements?'],
    tell: [
      { who: [owner], message: 'requested', when: (data) => !isWritten(data), mail: true },
      { who: [parentOwner, part('tutor'), role('hr')], message: 'submitted', when: isWritten },
    ],
  },
  actions: {
    write: {
      from: ['requested'],
      to: 'submitted',
      by: [owner],
      asks: ['quality', 'autonomy', 'communication', 'strengths', 'improvements?'],
      tone: 'success',
      tell: [{ who: [parentOwner, part('tutor'), role('hr')], message: 'submitted' }],
    },
  },
  timers: {
    remind: {
      in: ['requested'],
      after: { days: 3 },
      every: { days: 3 },
      times: 5,
      tell: [{ who: [owner], message: 'reminder', tone: 'warning', mail: true }],
    },
  },
  words: {
    en: {
      name: 'Evaluation',
      plural: 'Evaluations',
      submit: 'Write evaluation',
      submitted: '{actor} began this evaluation',
      fields: {
        quality: 'Quality of work (1–5)',
        autonomy: 'Autonomy (1–5)',
        communication: 'Communication (1–5)',
        strengths: 'What goes well',
        improvements: 'What could be better',
      },
      hints: { quality: '1: not at all, 5: very much' },
      states: { requested: 'Waited for', submitted: 'Submitted', dropped: 'Dropped' },
      actions: { write: { label: 'Write evaluation', done: '{actor} wrote this evaluation' } },
      timers: { remind: 'A reminder was sent' },
      messages: {
        requested: {
          title: 'Please write: {slot}',
          body: '{actor} asks for your evaluation of the internship “{parent}”.',
        },
        submitted: { title: '{slot}', body: '{owner} wrote an evaluation of the internship “{parent}”.' },
        reminder: {
          title: 'Still waited for: {slot}',
          body: 'Your evaluation of the internship “{parent}” is waited for.',
        },
      },
    },
    fr: {
      name: 'Évaluation',
      plural: 'Évaluations',
      submit: 'Rédiger l’évaluation',
      submitted: '{actor} a ouvert cette évaluation',
      fields: {
        quality: 'Qualité du travail (1–5)',
        autonomy: 'Autonomie (1–5)',
        communication: 'Communication (1–5)',
        strengths: 'Ce qui va bien',
        improvements: 'Ce qui pourrait être mieux',
      },
      hints: { quality: '1 : pas du tout, 5 : tout à fait' },
      states: { requested: 'Attendue', submitted: 'Remise', dropped: 'Abandonnée' },
      actions: { write: { label: 'Rédiger l’évaluation', done: '{actor} a rédigé cette évaluation' } },
      timers: { remind: 'Un rappel a été envoyé' },
      messages: {
        requested: {
          title: 'À rédiger : {slot}',
          body: '{actor} demande votre évaluation du stage « {parent} ».',
        },
        submitted: { title: '{slot}', body: '{owner} a rédigé une évaluation du stage « {parent} ».' },
        reminder: {
          title: 'Toujours attendue : {slot}',
          body: 'Votre évaluation du stage « {parent} » est attendue.',
        },
      },
    },
    ar: {
      name: 'تقييم',
      plural: 'التقييمات',
      submit: 'كتابة التقييم',
      submitted: 'فتح {actor} هذا التقييم',
      fields: {
        quality: 'جودة العمل (1–5)',
        autonomy: 'الاستقلالية (1–5)',
        communication: 'التواصل (1–5)',
        strengths: 'ما يسير على ما يرام',
        improvements: 'ما يمكن تحسينه',
      },
      hints: { quality: '1: إطلاقًا، 5: تمامًا' },
      states: { requested: 'منتظَر', submitted: 'مقدَّم', dropped: 'متروك' },
      actions: { write: { label: 'كتابة التقييم', done: 'كتب {actor} هذا التقييم' } },
      timers: { remind: 'أُرسل تذكير' },
      messages: {
        requested: { title: 'يُرجى كتابة: {slot}', body: 'يطلب {actor} تقييمك لتدريب «{parent}».' },
        submitted: { title: '{slot}', body: 'كتب {owner} تقييمًا لتدريب «{parent}».' },
        reminder: { title: 'ما زال منتظَرًا: {slot}', body: 'تقييمك لتدريب «{parent}» منتظَر.' },
      },
    },
  },
})
