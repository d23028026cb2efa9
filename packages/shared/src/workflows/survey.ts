import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { date, text } from '../machine/fields.ts'
import { parentOwner, part, role } from '../machine/who.ts'

const asked = [parentOwner, part('tutor')] as const

/**
 * Survey: HR asks the intern and the tutor how it goes; each has an answer of his own (survey-answer.ts), and all see the
 * averages once it is closed.
 *
 *   draft ──open──▶ open ──close──▶ closed        open ─(its last day is over)─▶ closed
 */
export const survey = defineWorkflow({
  name: 'survey',
  category: 'survey',
  data: z.object({
    subject: text({ max: 120 }),
    introduction: text({ max: 2000, long: true }).optional(),
    closesOn: date().optional(),
  }),
  title: (data) => data.subject,
  states: {
    draft: { open: true, see: [role('hr')] },
    open: { open: true, tone: 'info' },
    closed: { tone: 'success' },
  },
  initial: 'draft',
  parentOver: 'closed',
  submit: { by: [], tell: [] },
  actions: {
    open: {
      from: ['draft'],
      to: 'open',
      by: [role('hr')],
      opens: [{ slot: 'answers', for: asked }],
      tone: 'success',
      tell: [],
    },
    close: {
      from: ['open'],
      to: 'closed',
      by: [role('hr')],
      tell: [{ who: [...asked, role('hr')], message: 'closed', tone: 'success' }],
    },
  },
  timers: {
    run_out: {
      in: ['open'],
      at: (data) => data.closesOn,
      after: { days: 1 },
      to: 'closed',
      tell: [{ who: [...asked, role('hr')], message: 'closed', tone: 'success' }],
    },
  },
  children: { answers: { workflow: 'survey_answer', by: [], many: true } },
  summary: {
    slot: 'answers',
    fields: ['satisfaction', 'guidance', 'learning', 'workload'],
    in: ['closed'],
  },
  words: {
    en: {
      name: 'Survey',
      plural: 'Surveys',
      submit: 'New survey',
      submitted: '{actor} prepared this survey',
      fields: { subject: 'Subject', introduction: 'Introduction', closesOn: 'Last day to answer' },
      hints: { introduction: 'HR reads the answers; everybody who is asked sees the averages.' },
      states: { draft: 'Being prepared', open: 'Open', closed: 'Closed' },
      actions: {
        open: { label: 'Open for answers', done: '{actor} opened this survey' },
        close: { label: 'Close survey', done: '{actor} closed this survey' },
      },
      children: { answers: 'Answer' },
      timers: { run_out: 'The last day to answer is over' },
      messages: {
        closed: {
          title: 'Results: {subject}',
          body: 'The survey about “{parent}” is closed. See the averages.',
        },
      },
    },
    fr: {
      name: 'Enquête',
      plural: 'Enquêtes',
      submit: 'Nouvelle enquête',
      submitted: '{actor} a préparé cette enquête',
      fields: { subject: 'Sujet', introduction: 'Introduction', closesOn: 'Dernier jour pour répondre' },
      hints: { introduction: 'Les RH lisent les réponses ; les personnes interrogées voient les moyennes.' },
      states: { draft: 'En préparation', open: 'Ouverte', closed: 'Close' },
      actions: {
        open: { label: 'Ouvrir aux réponses', done: '{actor} a ouvert cette enquête' },
        close: { label: 'Clore l’enquête', done: '{actor} a clos cette enquête' },
      },
      children: { answers: 'Réponse' },
      timers: { run_out: 'Le dernier jour pour répondre est passé' },
      messages: {
        closed: {
          title: 'Résultats : {subject}',
          body: 'L’enquête sur « {parent} » est close. Voir les moyennes.',
        },
      },
    },
    ar: {
      name: 'استبيان',
      plural: 'الاستبيانات',
      submit: 'استبيان جديد',
      submitted: 'أعدّ {actor} هذا الاستبيان',
      fields: { subject: 'الموضوع', introduction: 'مقدمة', closesOn: 'آخر يوم للإجابة' },
      hints: { introduction: 'تقرأ الموارد البشرية الإجابات، ويرى المستجيبون المتوسطات.' },
      states: { draft: 'قيد الإعداد', open: 'مفتوح', closed: 'مغلق' },
      actions: {
        open: { label: 'فتح للإجابة', done: 'فتح {actor} هذا الاستبيان' },
        close: { label: 'إغلاق الاستبيان', done: 'أغلق {actor} هذا الاستبيان' },
      },
      children: { answers: 'إجابة' },
      timers: { run_out: 'مضى آخر يوم للإجابة' },
      messages: {
        closed: { title: 'النتائج: {subject}', body: 'أُغلق الاستبيان حول «{parent}». اطلع على المتوسطات.' },
      },
    },
  },
})
