import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { number, text } from '../machine/fields.ts'
import { owner, parentOwner, role } from '../machine/who.ts'

const score = () => number({ min: 1, max: 5, integer: true }).optional()

/**
 * Survey answer: what one person says in a survey. Only that person and HR read it; others see the figures of all answers taken
 * together once the survey is closed, from which one of two can tell the other's.
 *
 *   asked ──answer──▶ answered        asked ─(survey closed)─▶ lapsed
 */
export const surveyAnswer = defineWorkflow({
  name: 'survey_answer',
  category: 'survey',
  data: z.object({
    satisfaction: score(),
    guidance: score(),
    learning: score(),
    workload: score(),
    comment: text({ max: 2000, long: true }).optional(),
  }),
  states: {
    asked: { open: true, tone: 'info', see: [role('hr')] },
    answered: { tone: 'success', fulfils: true, see: [role('hr')] },
    lapsed: { see: [role('hr')] },
  },
  initial: 'asked',
  parentOver: 'lapsed',
  submit: { by: [], tell: [{ who: [owner], message: 'asked', mail: true }] },
  actions: {
    answer: {
      from: ['asked'],
      to: 'answered',
      by: [owner],
      asks: ['satisfaction', 'guidance', 'learning', 'workload', 'comment?'],
      tone: 'success',
      tell: [{ who: [parentOwner], message: 'answered' }],
    },
  },
  timers: {
    remind: {
      in: ['asked'],
      after: { days: 2 },
      every: { days: 2 },
      times: 10,
      tell: [{ who: [owner], message: 'reminder', tone: 'warning', mail: true }],
    },
  },
  words: {
    en: {
      name: 'Survey answer',
      plural: 'Survey answers',
      submit: 'Ask',
      submitted: '{actor} asked for an answer',
      fields: {
        satisfaction: 'I am content with this internship (1–5)',
        guidance: 'The guidance is good (1–5)',
        learning: 'There is much to learn (1–5)',
        workload: 'The amount of work is right (1–5)',
        comment: 'Anything else',
      },
      hints: {
        satisfaction: '1: not at all, 5: very much',
        comment: 'Only HR reads this.',
      },
      states: { asked: 'Waited for', answered: 'Answered', lapsed: 'Not answered' },
      actions: { answer: { label: 'Answer', done: '{actor} answered' } },
      timers: { remind: 'A reminder was sent' },
      messages: {
        asked: { title: 'Survey: {parent}', body: '{actor} asks for your answer; it takes a minute.' },
        answered: { title: 'Answer to “{parent}”', body: '{owner} answered.' },
        reminder: { title: 'Your answer is still missing: {parent}', body: 'It takes a minute.' },
      },
    },
    fr: {
      name: 'Réponse à une enquête',
      plural: 'Réponses aux enquêtes',
      submit: 'Interroger',
      submitted: '{actor} a demandé une réponse',
      fields: {
        satisfaction: 'Je suis content de ce stage (1–5)',
        guidance: 'L’encadrement est bon (1–5)',
        learning: 'On y apprend beaucoup (1–5)',
        workload: 'La charge de travail est juste (1–5)',
        comment: 'Autre chose',
      },
      hints: {
        satisfaction: '1 : pas du tout, 5 : tout à fait',
        comment: 'Lu par les RH seulement.',
      },
      states: { asked: 'Attendue', answered: 'Donnée', lapsed: 'Sans réponse' },
      actions: { answer: { label: 'Répondre', done: '{actor} a répondu' } },
      timers: { remind: 'Un rappel a été envoyé' },
      messages: {
        asked: {
          title: 'Enquête : {parent}',
          body: '{actor} demande votre réponse ; cela prend une minute.',
        },
        answered: { title: 'Réponse à « {parent} »', body: '{owner} a répondu.' },
        reminder: { title: 'Votre réponse manque encore : {parent}', body: 'Cela prend une minute.' },
      },
    },
    ar: {
      name: 'إجابة استبيان',
      plural: 'إجابات الاستبيانات',
      submit: 'طرح السؤال',
      submitted: 'طلب {actor} إجابة',
      fields: {
        satisfaction: 'أنا راضٍ عن هذا التدريب (1–5)',
        guidance: 'الإشراف جيد (1–5)',
        learning: 'فيه ما أتعلمه (1–5)',
        workload: 'حجم العمل مناسب (1–5)',
        comment: 'أي شيء آخر',
      },
      hints: { satisfaction: '1: إطلاقًا، 5: تمامًا', comment: 'تقرؤه الموارد البشرية فقط.' },
      states: { asked: 'منتظَرة', answered: 'مُجاب', lapsed: 'بلا إجابة' },
      actions: { answer: { label: 'إجابة', done: 'أجاب {actor}' } },
      timers: { remind: 'أُرسل تذكير' },
      messages: {
        asked: { title: 'استبيان: {parent}', body: 'يطلب {actor} إجابتك، ولن تستغرق سوى دقيقة.' },
        answered: { title: 'إجابة عن «{parent}»', body: 'أجاب {owner}.' },
        reminder: { title: 'إجابتك ما زالت ناقصة: {parent}', body: 'لن تستغرق سوى دقيقة.' },
      },
    },
  },
})
