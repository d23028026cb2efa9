import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { file, link, number, person, text } from '../machine/fields.ts'
import { owner, personIn, role } from '../machine/who.ts'

/**
 * Report: another program works on something that a person has asked for, says how far it is, and hands over the result.
 *
 *   running ──finish──▶ finished
 *    ▲ │ └────fail────▶ failed
 *    └─│──────retry───────┘
 *      └─────cancel───▶ cancelled
 */
export const report = defineWorkflow({
  name: 'report',
  category: 'report',
  data: z.object({
    agent: text({ max: 80 }),
    type: text({ max: 120 }),
    requester: person(),
    request: text({ max: 4000, long: true }).optional(),
    percent: number({ min: 0, max: 100, integer: true, unit: '%' }).optional(),
    step: text({ max: 200 }).optional(),
    summary: text({ max: 4000, long: true }).optional(),
    link: link().optional(),
    file: file({ accept: ['pdf', 'document', 'sheet', 'slides', 'text', 'image', 'archive'] }).optional(),
  }),
  rules: { hasResult: { holds: (data) => Boolean(data.link ?? data.file), at: 'link' } },
  title: (data) => data.type,
  states: {
    running: { open: true, tone: 'info', urgentAfter: { days: 1 } },
    finished: { tone: 'success' },
    failed: { tone: 'error' },
    cancelled: {},
  },
  initial: 'running',
  submit: {
    by: [role('analyst')],
    asks: ['agent', 'type', 'requester', 'request?'],
    tell: [{ who: [personIn('requester')], message: 'begun', priority: 'low' }],
  },
  actions: {
    // Often, and seen as it happens: nobody is told of each.
    progress: { from: ['running'], by: [owner], asks: ['percent', 'step?'], tell: [] },
    finish: {
      from: ['running'],
      to: 'finished',
      by: [owner],
      asks: ['summary', 'link?', 'file?'],
      tone: 'success',
      tell: [{ who: [personIn('requester')], message: 'finished', tone: 'success', mail: true }],
    },
    fail: {
      from: ['running'],
      to: 'failed',
      by: [owner],
      note: true,
      tone: 'error',
      tell: [{ who: [personIn('requester')], message: 'failed', tone: 'error', mail: true }],
    },
    retry: {
      from: ['failed'],
      to: 'running',
      by: [owner, personIn('requester')],
      tone: 'info',
      tell: [
        { who: [owner], message: 'retried' },
        { who: [personIn('requester')], message: 'begun', priority: 'low' },
      ],
    },
    cancel: {
      from: ['running'],
      to: 'cancelled',
      by: [owner, personIn('requester')],
      tell: [{ who: [owner, personIn('requester')], message: 'cancelled' }],
    },
  },
  words: {
    en: {
      name: 'Report',
      plural: 'Reports',
      submit: 'New report',
      submitted: '{actor} began this report',
      fields: {
        agent: 'Made by',
        type: 'Report',
        requester: 'For',
        request: 'What was asked',
        percent: 'Progress',
        step: 'Step',
        summary: 'Summary',
        link: 'Result',
        file: 'Result as a file',
      },
      states: { running: 'Running', finished: 'Finished', failed: 'Failed', cancelled: 'Cancelled' },
      actions: {
        progress: { label: 'Say how far it is', done: '{actor} said how far it is' },
        finish: { label: 'Finish', done: '{actor} finished this report' },
        fail: { label: 'Give up', done: '{actor} gave up' },
        retry: { label: 'Try again', done: '{actor} asked to try again' },
        cancel: { label: 'Cancel report', done: '{actor} cancelled this report' },
      },
      rules: { hasResult: 'The result is a link or a file.' },
      messages: {
        begun: { title: '{agent} works on your report', body: '{type}' },
        finished: { title: '{agent}: your report “{type}” is ready', body: '{summary} {link}' },
        failed: { title: '{agent}: your report “{type}” failed', body: '{note}' },
        retried: { title: 'Try again: {type}', body: '{actor} asks {agent} to try once more.' },
        cancelled: { title: 'Report cancelled: {type}', body: '{actor} cancelled it. {note}' },
      },
    },
    fr: {
      name: 'Rapport',
      plural: 'Rapports',
      submit: 'Nouveau rapport',
      submitted: '{actor} a commencé ce rapport',
      fields: {
        agent: 'Fait par',
        type: 'Rapport',
        requester: 'Pour',
        request: 'Ce qui a été demandé',
        percent: 'Avancement',
        step: 'Étape',
        summary: 'Résumé',
        link: 'Résultat',
        file: 'Résultat en fichier',
      },
      states: { running: 'En cours', finished: 'Terminé', failed: 'Échoué', cancelled: 'Annulé' },
      actions: {
        progress: { label: 'Dire où on en est', done: '{actor} a dit où en est le rapport' },
        finish: { label: 'Terminer', done: '{actor} a terminé ce rapport' },
        fail: { label: 'Abandonner', done: '{actor} a abandonné' },
        retry: { label: 'Réessayer', done: '{actor} a demandé de réessayer' },
        cancel: { label: 'Annuler le rapport', done: '{actor} a annulé ce rapport' },
      },
      rules: { hasResult: 'Le résultat est un lien ou un fichier.' },
      messages: {
        begun: { title: '{agent} travaille à votre rapport', body: '{type}' },
        finished: { title: '{agent} : votre rapport « {type} » est prêt', body: '{summary} {link}' },
        failed: { title: '{agent} : votre rapport « {type} » a échoué', body: '{note}' },
        retried: { title: 'À réessayer : {type}', body: '{actor} demande à {agent} de réessayer.' },
        cancelled: { title: 'Rapport annulé : {type}', body: '{actor} l’a annulé. {note}' },
      },
    },
    ar: {
      name: 'تقرير',
      plural: 'التقارير',
      submit: 'تقرير جديد',
      submitted: 'بدأ {actor} هذا التقرير',
      fields: {
        agent: 'أعدّه',
        type: 'التقرير',
        requester: 'لمن',
        request: 'المطلوب',
        percent: 'التقدم',
        step: 'الخطوة',
        summary: 'الملخص',
        link: 'النتيجة',
        file: 'النتيجة كملف',
      },
      states: { running: 'جارٍ', finished: 'جاهز', failed: 'فشل', cancelled: 'ملغى' },
      actions: {
        progress: { label: 'ذكر التقدم', done: 'ذكر {actor} أين وصل التقرير' },
        finish: { label: 'إنهاء', done: 'أنهى {actor} هذا التقرير' },
        fail: { label: 'تخلٍّ', done: 'تخلّى {actor} عن التقرير' },
        retry: { label: 'محاولة أخرى', done: 'طلب {actor} محاولة أخرى' },
        cancel: { label: 'إلغاء التقرير', done: 'ألغى {actor} هذا التقرير' },
      },
      rules: { hasResult: 'النتيجة رابط أو ملف.' },
      messages: {
        begun: { title: 'يعمل {agent} على تقريرك', body: '{type}' },
        finished: { title: '{agent}: تقريرك «{type}» جاهز', body: '{summary} {link}' },
        failed: { title: '{agent}: فشل تقريرك «{type}»', body: '{note}' },
        retried: { title: 'محاولة أخرى: {type}', body: 'يطلب {actor} من {agent} محاولة أخرى.' },
        cancelled: { title: 'أُلغي التقرير: {type}', body: 'ألغاه {actor}. {note}' },
      },
    },
  },
})
