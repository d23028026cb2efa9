import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { choice, scopeOf, text } from '../machine/fields.ts'
import { owner, role, roleInScope } from '../machine/who.ts'

// Who is called next while nobody answers: every three minutes others, and round again for a day.
const ROUND = { every: { minutes: 9 }, times: 160 }

/**
 * Emergency: somebody on the road or at a station needs help now. The station's officers and the administrators hear of it
 * at once; then it goes to the supervisors, the administrators and the officers in turn, until somebody answers.
 *
 *   raised ──acknowledge──▶ acknowledged ──resolve──▶ resolved
 *      └────withdraw─────▶ withdrawn
 */
export const emergency = defineWorkflow({
  name: 'emergency',
  category: 'shift',
  data: z.object({
    station: scopeOf('station'),
    kind: choice(['accident', 'breakdown', 'medical', 'fire', 'threat', 'other']),
    place: text({ max: 200 }),
    details: text({ max: 2000, long: true }).optional(),
  }),
  scope: (data) => `station:${data.station}`,
  title: (data) => data.place,
  states: {
    raised: { open: true, tone: 'error' },
    acknowledged: { open: true, tone: 'warning', urgentAfter: { hours: 4 } },
    resolved: { tone: 'success' },
    withdrawn: {},
  },
  initial: 'raised',
  submit: {
    by: [role('driver'), role('vendor'), role('officer')],
    tell: [
      {
        who: [roleInScope('officer'), role('admin')],
        message: 'raised',
        tone: 'error',
        priority: 'critical',
        mail: true,
      },
    ],
  },
  actions: {
    acknowledge: {
      from: ['raised'],
      to: 'acknowledged',
      by: [roleInScope('officer'), role('supervisor'), role('admin')],
      notBy: ['owner'],
      tone: 'success',
      tell: [
        { who: [owner], message: 'helpIsComing', tone: 'success', priority: 'critical', mail: true },
        { who: [roleInScope('officer'), role('admin')], message: 'acknowledged', priority: 'high' },
      ],
    },
    resolve: {
      from: ['acknowledged'],
      to: 'resolved',
      by: [roleInScope('officer'), role('supervisor'), role('admin')],
      note: true,
      tone: 'success',
      tell: [{ who: [owner, roleInScope('officer'), role('admin')], message: 'resolved', tone: 'success' }],
    },
    withdraw: {
      from: ['raised'],
      to: 'withdrawn',
      by: [owner],
      note: true,
      tell: [{ who: [roleInScope('officer'), role('admin')], message: 'withdrawn' }],
    },
  },
  timers: {
    callSupervisors: {
      in: ['raised'],
      after: { minutes: 3 },
      ...ROUND,
      tell: [
        { who: [role('supervisor')], message: 'unanswered', tone: 'error', priority: 'critical', mail: true },
      ],
    },
    callAdmins: {
      in: ['raised'],
      after: { minutes: 6 },
      ...ROUND,
      tell: [
        { who: [role('admin')], message: 'unanswered', tone: 'error', priority: 'critical', mail: true },
      ],
    },
    callOfficers: {
      in: ['raised'],
      after: { minutes: 9 },
      ...ROUND,
      tell: [
        {
          who: [roleInScope('officer')],
          message: 'unanswered',
          tone: 'error',
          priority: 'critical',
          mail: true,
        },
      ],
    },
  },
  words: {
    en: {
      name: 'Emergency',
      plural: 'Emergencies',
      submit: 'Raise the alarm',
      submitted: '{actor} raised the alarm',
      fields: { station: 'Station', kind: 'What happened', place: 'Where', details: 'Details' },
      hints: { place: 'So that helpers find you: street, stop, kilometre.' },
      options: {
        kind: {
          accident: 'Accident',
          breakdown: 'Breakdown',
          medical: 'Somebody is ill or hurt',
          fire: 'Fire',
          threat: 'Threat or violence',
          other: 'Something else',
        },
      },
      states: {
        raised: 'Nobody has answered',
        acknowledged: 'Being dealt with',
        resolved: 'Over',
        withdrawn: 'False alarm',
      },
      actions: {
        acknowledge: { label: 'I am on it', done: '{actor} answered the alarm' },
        resolve: { label: 'It is over', done: '{actor} declared it over' },
        withdraw: { label: 'False alarm', done: '{actor} called it a false alarm' },
      },
      timers: {
        callSupervisors: 'Nobody had answered: the supervisors were called',
        callAdmins: 'Nobody had answered: the administrators were called',
        callOfficers: 'Nobody had answered: the officers were called again',
      },
      messages: {
        raised: {
          title: 'Emergency: {kind}, {place}',
          body: '{actor} needs help near {station}. {details} Answer, so that it is known that somebody acts.',
        },
        unanswered: {
          title: 'Nobody has answered: {kind}, {place}',
          body: '{owner} still waits for help near {station}. {details}',
        },
        helpIsComing: {
          title: '{actor} is on it',
          body: 'Your alarm at {place} was seen, and is being dealt with.',
        },
        acknowledged: {
          title: '{actor} is on it: {kind}, {place}',
          body: 'The alarm of {owner} is answered.',
        },
        resolved: { title: 'Over: {kind}, {place}', body: '{actor}: {note}' },
        withdrawn: { title: 'False alarm: {kind}, {place}', body: '{actor}: {note}' },
      },
    },
    fr: {
      name: 'Urgence',
      plural: 'Urgences',
      submit: 'Donner l’alerte',
      submitted: '{actor} a donné l’alerte',
      fields: { station: 'Station', kind: 'Ce qui s’est passé', place: 'Où', details: 'Détails' },
      hints: { place: 'Pour que les secours vous trouvent : rue, arrêt, kilomètre.' },
      options: {
        kind: {
          accident: 'Accident',
          breakdown: 'Panne',
          medical: 'Quelqu’un est malade ou blessé',
          fire: 'Incendie',
          threat: 'Menace ou violence',
          other: 'Autre chose',
        },
      },
      states: {
        raised: 'Personne n’a répondu',
        acknowledged: 'Prise en charge',
        resolved: 'Terminée',
        withdrawn: 'Fausse alerte',
      },
      actions: {
        acknowledge: { label: 'Je m’en occupe', done: '{actor} a répondu à l’alerte' },
        resolve: { label: 'C’est terminé', done: '{actor} l’a déclarée terminée' },
        withdraw: { label: 'Fausse alerte', done: '{actor} l’a déclarée fausse alerte' },
      },
      timers: {
        callSupervisors: 'Personne n’avait répondu : les responsables ont été appelés',
        callAdmins: 'Personne n’avait répondu : les administrateurs ont été appelés',
        callOfficers: 'Personne n’avait répondu : les agents ont été rappelés',
      },
      messages: {
        raised: {
          title: 'Urgence : {kind}, {place}',
          body: '{actor} a besoin d’aide près de {station}. {details} Répondez, pour qu’on sache que quelqu’un agit.',
        },
        unanswered: {
          title: 'Personne n’a répondu : {kind}, {place}',
          body: '{owner} attend toujours de l’aide près de {station}. {details}',
        },
        helpIsComing: {
          title: '{actor} s’en occupe',
          body: 'Votre alerte à {place} a été vue et prise en charge.',
        },
        acknowledged: {
          title: '{actor} s’en occupe : {kind}, {place}',
          body: 'L’alerte de {owner} a sa réponse.',
        },
        resolved: { title: 'Terminé : {kind}, {place}', body: '{actor} : {note}' },
        withdrawn: { title: 'Fausse alerte : {kind}, {place}', body: '{actor} : {note}' },
      },
    },
    ar: {
      name: 'حالة طارئة',
      plural: 'الحالات الطارئة',
      submit: 'إطلاق الإنذار',
      submitted: 'أطلق {actor} الإنذار',
      fields: { station: 'المحطة', kind: 'ماذا حدث', place: 'أين', details: 'تفاصيل' },
      hints: { place: 'كي يجدك المساعدون: الشارع أو الموقف أو الكيلومتر.' },
      options: {
        kind: {
          accident: 'حادث',
          breakdown: 'عطل',
          medical: 'شخص مريض أو مصاب',
          fire: 'حريق',
          threat: 'تهديد أو عنف',
          other: 'شيء آخر',
        },
      },
      states: {
        raised: 'لم يُجب أحد',
        acknowledged: 'قيد المعالجة',
        resolved: 'انتهت',
        withdrawn: 'إنذار كاذب',
      },
      actions: {
        acknowledge: { label: 'أنا أتولى الأمر', done: 'استجاب {actor} للإنذار' },
        resolve: { label: 'انتهى الأمر', done: 'أعلن {actor} انتهاءها' },
        withdraw: { label: 'إنذار كاذب', done: 'أعلن {actor} أنه إنذار كاذب' },
      },
      timers: {
        callSupervisors: 'لم يُجب أحد: استُدعي المشرفون',
        callAdmins: 'لم يُجب أحد: استُدعي المسؤولون',
        callOfficers: 'لم يُجب أحد: استُدعي ضباط المحطة من جديد',
      },
      messages: {
        raised: {
          title: 'طارئ: {kind}، {place}',
          body: 'يحتاج {actor} إلى المساعدة قرب {station}. {details} أجب كي يُعلم أن أحداً يتصرف.',
        },
        unanswered: {
          title: 'لم يُجب أحد: {kind}، {place}',
          body: 'لا يزال {owner} ينتظر المساعدة قرب {station}. {details}',
        },
        helpIsComing: { title: '{actor} يتولى الأمر', body: 'شوهد إنذارك في {place}، وهو قيد المعالجة.' },
        acknowledged: { title: '{actor} يتولى الأمر: {kind}، {place}', body: 'استُجيب لإنذار {owner}.' },
        resolved: { title: 'انتهى: {kind}، {place}', body: '{actor}: {note}' },
        withdrawn: { title: 'إنذار كاذب: {kind}، {place}', body: '{actor}: {note}' },
      },
    },
  },
})
