import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { moment, person, scopeOf, text } from '../machine/fields.ts'
import { owner, personIn, role, roleInScope } from '../machine/who.ts'

/**
 * Trip: a vendor or an officer sends a driver from one place to another, by itself or for an approved shift.
 *
 *   assigned ──accept──▶ accepted ──start──▶ underway ──complete──▶ completed
 *     │  ▲ └──decline──▶ declined
 *     │  └───reassign──────┘ │
 *     └────cancel────────────┴──▶ cancelled          (from accepted, too)
 */
export const trip = defineWorkflow({
  name: 'trip',
  category: 'shift',
  data: z.object({
    station: scopeOf('station'),
    driver: person('driver'),
    vehicle: text({ max: 40 }),
    from: text({ max: 120 }),
    to: text({ max: 120 }),
    departsAt: moment(),
    remarks: text({ max: 2000, long: true }).optional(),
  }),
  scope: (data) => `station:${data.station}`,
  title: (data) => `${data.from} – ${data.to}`,
  states: {
    assigned: { open: true, tone: 'info' },
    accepted: { open: true, tone: 'success' },
    underway: { open: true, tone: 'info' },
    declined: { open: true, tone: 'warning' },
    completed: { tone: 'success' },
    cancelled: {},
  },
  initial: 'assigned',
  parentOver: 'cancelled',
  submit: {
    by: [role('vendor'), role('officer')],
    tell: [{ who: [personIn('driver')], message: 'assigned', priority: 'high', mail: true }],
  },
  actions: {
    accept: {
      from: ['assigned'],
      to: 'accepted',
      by: [personIn('driver')],
      tone: 'success',
      tell: [{ who: [owner], message: 'accepted', tone: 'success' }],
    },
    decline: {
      from: ['assigned'],
      to: 'declined',
      by: [personIn('driver')],
      tone: 'error',
      reason: ['rest', 'ill', 'vehicle', 'other'],
      tell: [{ who: [owner, roleInScope('officer')], message: 'declined', tone: 'warning', mail: true }],
    },
    reassign: {
      from: ['declined'],
      to: 'assigned',
      by: [owner, roleInScope('officer')],
      asks: ['driver', 'vehicle'],
      tone: 'info',
      tell: [{ who: [personIn('driver')], message: 'assigned', priority: 'high', mail: true }],
    },
    start: {
      from: ['accepted'],
      to: 'underway',
      by: [personIn('driver')],
      tone: 'info',
      tell: [{ who: [owner], message: 'started' }],
    },
    complete: {
      from: ['underway'],
      to: 'completed',
      by: [personIn('driver')],
      tone: 'success',
      tell: [{ who: [owner], message: 'completed', tone: 'success' }],
    },
    cancel: {
      from: ['assigned', 'accepted', 'declined'],
      to: 'cancelled',
      by: [owner, roleInScope('officer')],
      tone: 'error',
      tell: [{ who: [owner, personIn('driver')], message: 'cancelled', tone: 'warning', mail: true }],
    },
  },
  calendar: {
    starts: 'departsAt',
    states: ['assigned', 'accepted', 'underway', 'completed'],
    shows: ['vehicle', 'driver'],
  },
  timers: {
    unanswered: {
      in: ['assigned'],
      at: (data) => data.departsAt,
      before: { hours: 2 },
      tell: [
        { who: [personIn('driver')], message: 'unanswered', tone: 'warning', priority: 'high' },
        { who: [owner, roleInScope('officer')], message: 'unanswered', tone: 'warning', priority: 'high' },
      ],
    },
  },
  words: {
    en: {
      name: 'Trip',
      plural: 'Trips',
      submit: 'New trip',
      submitted: '{actor} assigned this trip',
      fields: {
        station: 'Station',
        driver: 'Driver',
        vehicle: 'Vehicle',
        from: 'From',
        to: 'To',
        departsAt: 'Departure',
        remarks: 'Remarks',
      },
      states: {
        assigned: 'Assigned',
        accepted: 'Accepted',
        underway: 'On the way',
        declined: 'Declined',
        completed: 'Completed',
        cancelled: 'Cancelled',
      },
      actions: {
        accept: { label: 'Accept', done: '{actor} accepted this trip' },
        decline: { label: 'Decline', done: '{actor} declined this trip' },
        reassign: { label: 'Assign to another driver', done: '{actor} assigned this trip anew' },
        start: { label: 'Start', done: '{actor} set off' },
        complete: { label: 'Arrived', done: '{actor} completed this trip' },
        cancel: { label: 'Cancel trip', done: '{actor} cancelled this trip' },
      },
      reasons: {
        rest: 'I have to rest',
        ill: 'I am ill',
        vehicle: 'The vehicle is not fit',
        other: 'Another reason',
      },
      timers: { unanswered: 'Two hours before departure, nobody had accepted it' },
      messages: {
        assigned: {
          title: 'Trip for you: {from} – {to}',
          body: '{actor} asks you to drive {vehicle} from {from} to {to}, departing {departsAt, date, medium}, {departsAt, time, short}.',
        },
        accepted: {
          title: '{driver} drives {from} – {to}',
          body: 'The trip of {departsAt, date, medium}, {departsAt, time, short} is accepted.',
        },
        declined: {
          title: '{driver} cannot drive {from} – {to}',
          body: '{reason}. {note} Departure is {departsAt, date, medium}, {departsAt, time, short}: somebody else is needed.',
        },
        started: { title: 'On the way: {from} – {to}', body: '{driver} set off with {vehicle}.' },
        completed: { title: 'Arrived: {from} – {to}', body: '{driver} has arrived with {vehicle}.' },
        cancelled: {
          title: 'Trip cancelled: {from} – {to}',
          body: '{actor} cancelled the trip of {departsAt, date, medium}, {departsAt, time, short}.',
        },
        unanswered: {
          title: 'Still not accepted: {from} – {to}',
          body: '{driver} has not answered, and departure is at {departsAt, time, short}.',
        },
      },
    },
    fr: {
      name: 'Trajet',
      plural: 'Trajets',
      submit: 'Nouveau trajet',
      submitted: '{actor} a attribué ce trajet',
      fields: {
        station: 'Station',
        driver: 'Conducteur',
        vehicle: 'Véhicule',
        from: 'De',
        to: 'À',
        departsAt: 'Départ',
        remarks: 'Remarques',
      },
      states: {
        assigned: 'Attribué',
        accepted: 'Accepté',
        underway: 'En route',
        declined: 'Décliné',
        completed: 'Effectué',
        cancelled: 'Annulé',
      },
      actions: {
        accept: { label: 'Accepter', done: '{actor} a accepté ce trajet' },
        decline: { label: 'Décliner', done: '{actor} a décliné ce trajet' },
        reassign: {
          label: 'Attribuer à un autre conducteur',
          done: '{actor} a attribué ce trajet de nouveau',
        },
        start: { label: 'Partir', done: '{actor} s’est mis en route' },
        complete: { label: 'Arrivé', done: '{actor} a effectué ce trajet' },
        cancel: { label: 'Annuler le trajet', done: '{actor} a annulé ce trajet' },
      },
      reasons: {
        rest: 'Je dois me reposer',
        ill: 'Je suis malade',
        vehicle: 'Le véhicule n’est pas en état',
        other: 'Autre raison',
      },
      timers: { unanswered: 'Deux heures avant le départ, personne ne l’avait accepté' },
      messages: {
        assigned: {
          title: 'Un trajet pour vous : {from} – {to}',
          body: '{actor} vous demande de conduire {vehicle} de {from} à {to}, départ le {departsAt, date, medium} à {departsAt, time, short}.',
        },
        accepted: {
          title: '{driver} conduit {from} – {to}',
          body: 'Le trajet du {departsAt, date, medium} à {departsAt, time, short} est accepté.',
        },
        declined: {
          title: '{driver} ne peut pas conduire {from} – {to}',
          body: '{reason}. {note} Le départ est le {departsAt, date, medium} à {departsAt, time, short} : il faut quelqu’un d’autre.',
        },
        started: { title: 'En route : {from} – {to}', body: '{driver} est parti avec {vehicle}.' },
        completed: { title: 'Arrivé : {from} – {to}', body: '{driver} est arrivé avec {vehicle}.' },
        cancelled: {
          title: 'Trajet annulé : {from} – {to}',
          body: '{actor} a annulé le trajet du {departsAt, date, medium} à {departsAt, time, short}.',
        },
        unanswered: {
          title: 'Toujours pas accepté : {from} – {to}',
          body: '{driver} n’a pas répondu, et le départ est à {departsAt, time, short}.',
        },
      },
    },
    ar: {
      name: 'رحلة',
      plural: 'الرحلات',
      submit: 'رحلة جديدة',
      submitted: 'أسند {actor} هذه الرحلة',
      fields: {
        station: 'المحطة',
        driver: 'السائق',
        vehicle: 'المركبة',
        from: 'من',
        to: 'إلى',
        departsAt: 'الانطلاق',
        remarks: 'ملاحظات',
      },
      states: {
        assigned: 'مُسندة',
        accepted: 'مقبولة',
        underway: 'في الطريق',
        declined: 'معتذَر عنها',
        completed: 'منجزة',
        cancelled: 'ملغاة',
      },
      actions: {
        accept: { label: 'قبول', done: 'قبِل {actor} هذه الرحلة' },
        decline: { label: 'اعتذار', done: 'اعتذر {actor} عن هذه الرحلة' },
        reassign: { label: 'إسناد إلى سائق آخر', done: 'أعاد {actor} إسناد هذه الرحلة' },
        start: { label: 'انطلاق', done: 'انطلق {actor}' },
        complete: { label: 'وصلت', done: 'أنجز {actor} هذه الرحلة' },
        cancel: { label: 'إلغاء الرحلة', done: 'ألغى {actor} هذه الرحلة' },
      },
      reasons: {
        rest: 'يجب أن أستريح',
        ill: 'أنا مريض',
        vehicle: 'المركبة غير صالحة',
        other: 'سبب آخر',
      },
      timers: { unanswered: 'قبل الانطلاق بساعتين لم يقبلها أحد' },
      messages: {
        assigned: {
          title: 'رحلة لك: {from} – {to}',
          body: 'يطلب منك {actor} قيادة {vehicle} من {from} إلى {to}، والانطلاق {departsAt, date, medium} {departsAt, time, short}.',
        },
        accepted: {
          title: 'يقود {driver} رحلة {from} – {to}',
          body: 'قُبلت رحلة {departsAt, date, medium} {departsAt, time, short}.',
        },
        declined: {
          title: 'لا يستطيع {driver} قيادة رحلة {from} – {to}',
          body: '{reason}. {note} الانطلاق {departsAt, date, medium} {departsAt, time, short}: يلزم سائق آخر.',
        },
        started: { title: 'في الطريق: {from} – {to}', body: 'انطلق {driver} بالمركبة {vehicle}.' },
        completed: { title: 'وصلت: {from} – {to}', body: 'وصل {driver} بالمركبة {vehicle}.' },
        cancelled: {
          title: 'أُلغيت الرحلة: {from} – {to}',
          body: 'ألغى {actor} رحلة {departsAt, date, medium} {departsAt, time, short}.',
        },
        unanswered: {
          title: 'لم تُقبل بعد: {from} – {to}',
          body: 'لم يُجب {driver}، والانطلاق في الساعة {departsAt, time, short}.',
        },
      },
    },
  },
})
