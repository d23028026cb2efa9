import { z } from 'zod'
import { type Tell, defineWorkflow } from '../machine/define.ts'
import { number, text } from '../machine/fields.ts'
import { parentOwner, part, role } from '../machine/who.ts'

interface Measured {
  value: number
  warnAt: number
  errorAt: number
}

/** Which way is bad follows from the thresholds: an error above the warning means that high figures are. */
function levelOf({ value, warnAt, errorAt }: Measured): 'normal' | 'warning' | 'error' {
  const isBeyond = (threshold: number) => (errorAt > warnAt ? value >= threshold : value <= threshold)
  if (isBeyond(errorAt)) return 'error'
  return isBeyond(warnAt) ? 'warning' : 'normal'
}

const watchers = [part('tutor'), role('hr')] as const
const alarms = [
  {
    who: watchers,
    message: 'error',
    entering: ['error'],
    tone: 'error',
    priority: 'high',
    mail: true,
    actorToo: true,
  },
  { who: watchers, message: 'warning', entering: ['warning'], tone: 'warning', mail: true, actorToo: true },
] as const satisfies Tell[]

/**
 * Key figure of an internship, with two thresholds: whoever looks after it hears when it crosses one, and when all is well again.
 *
 *   normal ◀──record──▶ warning ◀──record──▶ error        close ▶ closed, also when the internship is over
 */
export const kpi = defineWorkflow({
  name: 'kpi',
  category: 'kpi',
  data: z.object({
    figure: text({ max: 120 }),
    unit: text({ max: 20 }).optional(),
    value: number(),
    warnAt: number(),
    errorAt: number(),
  }),
  rules: { twoThresholds: { holds: (data) => data.warnAt !== data.errorAt, at: 'errorAt' } },
  title: (data) => data.figure,
  states: {
    normal: { open: true, tone: 'success' },
    warning: { open: true, tone: 'warning' },
    error: { open: true, tone: 'error' },
    closed: {},
  },
  initial: levelOf,
  parentOver: 'closed',
  see: [parentOwner],
  submit: { by: [], tell: alarms },
  actions: {
    record: {
      from: ['normal', 'warning', 'error'],
      to: levelOf,
      by: watchers,
      asks: ['value'],
      tell: [
        ...alarms,
        { who: watchers, message: 'normal', entering: ['normal'], tone: 'success', actorToo: true },
      ],
    },
    close: { from: ['normal', 'warning', 'error'], to: 'closed', by: watchers, tell: [] },
  },
  words: {
    en: {
      name: 'Key figure',
      plural: 'Key figures',
      submit: 'New key figure',
      submitted: '{actor} set this figure up',
      fields: {
        figure: 'What is measured',
        unit: 'Unit',
        value: 'Figure',
        warnAt: 'Warning from',
        errorAt: 'Error from',
      },
      hints: { errorAt: 'Above the warning: high figures are bad. Below it: low ones are.' },
      states: { normal: 'Normal', warning: 'Warning', error: 'Error', closed: 'Closed' },
      actions: {
        record: { label: 'Record a figure', done: '{actor} recorded a figure' },
        close: { label: 'Stop measuring', done: '{actor} closed this figure' },
      },
      rules: { twoThresholds: 'Warning and error need different figures.' },
      messages: {
        error: {
          title: 'Error: {figure} at {value, number} {unit}',
          body: '“{parent}”: it has passed {errorAt, number} {unit}. Recorded by {actor}.',
        },
        warning: {
          title: 'Warning: {figure} at {value, number} {unit}',
          body: '“{parent}”: it has passed {warnAt, number} {unit}. Recorded by {actor}.',
        },
        normal: {
          title: 'Well again: {figure} at {value, number} {unit}',
          body: '“{parent}”: it is on the right side of {warnAt, number} {unit} again. Recorded by {actor}.',
        },
      },
    },
    fr: {
      name: 'Indicateur',
      plural: 'Indicateurs',
      submit: 'Nouvel indicateur',
      submitted: '{actor} a créé cet indicateur',
      fields: {
        figure: 'Ce qui est mesuré',
        unit: 'Unité',
        value: 'Valeur',
        warnAt: 'Alerte à partir de',
        errorAt: 'Erreur à partir de',
      },
      hints: { errorAt: 'Au-dessus de l’alerte : trop haut est mauvais. Au-dessous : trop bas.' },
      states: { normal: 'Normal', warning: 'Alerte', error: 'Erreur', closed: 'Clos' },
      actions: {
        record: { label: 'Saisir une valeur', done: '{actor} a saisi une valeur' },
        close: { label: 'Ne plus mesurer', done: '{actor} a clos cet indicateur' },
      },
      rules: { twoThresholds: 'L’alerte et l’erreur doivent avoir des seuils différents.' },
      messages: {
        error: {
          title: 'Erreur : {figure} à {value, number} {unit}',
          body: '« {parent} » : le seuil de {errorAt, number} {unit} est franchi. Saisi par {actor}.',
        },
        warning: {
          title: 'Alerte : {figure} à {value, number} {unit}',
          body: '« {parent} » : le seuil de {warnAt, number} {unit} est franchi. Saisi par {actor}.',
        },
        normal: {
          title: 'Tout va bien : {figure} à {value, number} {unit}',
          body: '« {parent} » : de nouveau du bon côté de {warnAt, number} {unit}. Saisi par {actor}.',
        },
      },
    },
    ar: {
      name: 'مؤشر أداء',
      plural: 'مؤشرات الأداء',
      submit: 'مؤشر جديد',
      submitted: 'أنشأ {actor} هذا المؤشر',
      fields: {
        figure: 'ما يُقاس',
        unit: 'الوحدة',
        value: 'القيمة',
        warnAt: 'تحذير ابتداءً من',
        errorAt: 'خطأ ابتداءً من',
      },
      hints: { errorAt: 'فوق حد التحذير: القيم العالية سيئة. تحته: القيم المنخفضة سيئة.' },
      states: { normal: 'عادي', warning: 'تحذير', error: 'خطأ', closed: 'مغلق' },
      actions: {
        record: { label: 'تسجيل قيمة', done: 'سجّل {actor} قيمة' },
        close: { label: 'إيقاف القياس', done: 'أغلق {actor} هذا المؤشر' },
      },
      rules: { twoThresholds: 'يجب أن يختلف حد التحذير عن حد الخطأ.' },
      messages: {
        error: {
          title: 'خطأ: {figure} عند {value, number} {unit}',
          body: '«{parent}»: تجاوز {errorAt, number} {unit}. سجّله {actor}.',
        },
        warning: {
          title: 'تحذير: {figure} عند {value, number} {unit}',
          body: '«{parent}»: تجاوز {warnAt, number} {unit}. سجّله {actor}.',
        },
        normal: {
          title: 'عاد إلى الطبيعي: {figure} عند {value, number} {unit}',
          body: '«{parent}»: عاد إلى الجانب الصحيح من {warnAt, number} {unit}. سجّله {actor}.',
        },
      },
    },
  },
})
