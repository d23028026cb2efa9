import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { moment, person, recurrence, scopeOf, text } from '../machine/fields.ts'
import { owner, personIn, role, roleInScope } from '../machine/who.ts'
import { lastsAtMostAYear } from '../recurrence.ts'

/**
 * Shift: a vendor plans a driver and a vehicle, the station's officer settles it.
 *
 *   pending ──approve──▶ approved ──cancel──▶ cancelled
 *      │ └────reject───▶ rejected                ▲
 *      └─────cancel──────────────────────────────┘
 */
export const shift = defineWorkflow({
  name: 'shift',
  category: 'shift',
  data: z.object({
    station: scopeOf('station'),
    driver: person('driver'),
    vehicle: text({ max: 40 }),
    startsAt: moment(),
    endsAt: moment(),
    recurrence: recurrence('startsAt').optional(),
    remarks: text({ max: 2000, long: true }).optional(),
  }),
  rules: {
    endsAfterStart: { holds: (data) => Date.parse(data.endsAt) > Date.parse(data.startsAt), at: 'endsAt' },
    atMostOneDay: {
      holds: (data) => Date.parse(data.endsAt) - Date.parse(data.startsAt) <= 24 * 3_600_000,
      at: 'endsAt',
    },
    atMostAYear: {
      holds: (data) => !data.recurrence || lastsAtMostAYear(data.startsAt, data.recurrence),
      at: 'recurrence',
    },
  },
  scope: (data) => `station:${data.station}`,
  title: (data) => data.vehicle,
  states: {
    pending: { open: true, tone: 'info', urgentAfter: { days: 7 } },
    approved: { tone: 'success' },
    rejected: { tone: 'error' },
    cancelled: {},
  },
  initial: 'pending',
  submit: { by: [role('vendor')], tell: [{ who: [roleInScope('officer')], message: 'created', mail: true }] },
  actions: {
    approve: {
      from: ['pending'],
      to: 'approved',
      by: [roleInScope('officer')],
      tone: 'success',
      bulk: true,
      tell: [{ who: [owner, personIn('driver')], message: 'approved', tone: 'success', mail: true }],
    },
    reject: {
      from: ['pending'],
      to: 'rejected',
      by: [roleInScope('officer')],
      tone: 'error',
      bulk: true,
      reason: ['overlap', 'unsafe', 'other'],
      tell: [{ who: [owner, personIn('driver')], message: 'rejected', tone: 'error', mail: true }],
    },
    cancel: {
      from: ['pending', 'approved'],
      to: 'cancelled',
      by: [owner],
      tell: [
        { who: [roleInScope('officer')], message: 'cancelled' },
        { who: [personIn('driver')], message: 'cancelled', tone: 'warning', mail: true },
      ],
    },
  },
  calendar: {
    starts: 'startsAt',
    ends: 'endsAt',
    recurrence: 'recurrence',
    states: ['pending', 'approved'],
    shows: ['driver'],
  },
  children: {
    trips: { workflow: 'trip', by: [owner, roleInScope('officer')], in: ['approved'], many: true },
  },
  words: {
    en: {
      name: 'Shift',
      plural: 'Shifts',
      submit: 'New shift',
      submitted: '{actor} filed this shift',
      fields: {
        station: 'Station',
        driver: 'Driver',
        vehicle: 'Vehicle',
        startsAt: 'Start',
        endsAt: 'End',
        recurrence: 'Repeats',
        remarks: 'Remarks',
      },
      states: { pending: 'Pending', approved: 'Approved', rejected: 'Rejected', cancelled: 'Cancelled' },
      actions: {
        approve: { label: 'Approve', done: '{actor} approved this shift' },
        reject: { label: 'Reject', done: '{actor} rejected this shift' },
        cancel: { label: 'Cancel shift', done: '{actor} cancelled this shift' },
      },
      reasons: {
        overlap: 'Overlaps with another shift',
        unsafe: 'Unsafe: rest time or vehicle',
        other: 'Another reason',
      },
      rules: {
        endsAfterStart: 'The end must be after the start.',
        atMostOneDay: 'A shift lasts at most 24 hours.',
        atMostAYear: 'It has to end after the first day, and within a year of it.',
      },
      children: { trips: 'Trips' },
      messages: {
        created: {
          title: 'New shift for {vehicle}',
          body: '{actor} asks for a shift at {station} from {startsAt, date, medium}, {startsAt, time, short} to {endsAt, date, medium}, {endsAt, time, short}.',
        },
        approved: {
          title: 'Shift for {vehicle} approved',
          body: '{actor} approved the shift of {startsAt, date, medium}, {startsAt, time, short}.',
        },
        rejected: {
          title: 'Shift for {vehicle} rejected',
          body: '{actor} rejected the shift of {startsAt, date, medium}: {reason}. {note}',
        },
        cancelled: {
          title: 'Shift for {vehicle} cancelled',
          body: '{actor} cancelled the shift of {startsAt, date, medium}, {startsAt, time, short}.',
        },
      },
    },
    fr: {
      name: 'Service',
      plural: 'Services',
      submit: 'Nouveau service',
      submitted: '{actor} a déposé ce service',
      fields: {
        station: 'Station',
        driver: 'Conducteur',
        vehicle: 'Véhicule',
        startsAt: 'Début',
        endsAt: 'Fin',
        recurrence: 'Répétition',
        remarks: 'Remarques',
      },
      states: { pending: 'En attente', approved: 'Approuvé', rejected: 'Refusé', cancelled: 'Annulé' },
      actions: {
        approve: { label: 'Approuver', done: '{actor} a approuvé ce service' },
        reject: { label: 'Refuser', done: '{actor} a refusé ce service' },
        cancel: { label: 'Annuler le service', done: '{actor} a annulé ce service' },
      },
      reasons: {
        overlap: 'Chevauche un autre service',
        unsafe: 'Dangereux : repos ou véhicule',
        other: 'Autre raison',
      },
      rules: {
        endsAfterStart: 'La fin doit être après le début.',
        atMostOneDay: 'Un service dure au plus 24 heures.',
        atMostAYear: 'Elle doit finir après le premier jour, et moins d’un an après.',
      },
      children: { trips: 'Trajets' },
      messages: {
        created: {
          title: 'Nouveau service pour {vehicle}',
          body: '{actor} demande un service à {station} du {startsAt, date, medium} à {startsAt, time, short} au {endsAt, date, medium} à {endsAt, time, short}.',
        },
        approved: {
          title: 'Service pour {vehicle} approuvé',
          body: '{actor} a approuvé le service du {startsAt, date, medium} à {startsAt, time, short}.',
        },
        rejected: {
          title: 'Service pour {vehicle} refusé',
          body: '{actor} a refusé le service du {startsAt, date, medium} : {reason}. {note}',
        },
        cancelled: {
          title: 'Service pour {vehicle} annulé',
          body: '{actor} a annulé le service du {startsAt, date, medium} à {startsAt, time, short}.',
        },
      },
    },
    ar: {
      name: 'وردية',
      plural: 'الورديات',
      submit: 'وردية جديدة',
      submitted: 'قدّم {actor} هذه الوردية',
      fields: {
        station: 'المحطة',
        driver: 'السائق',
        vehicle: 'المركبة',
        startsAt: 'البداية',
        endsAt: 'النهاية',
        recurrence: 'التكرار',
        remarks: 'ملاحظات',
      },
      states: { pending: 'قيد الانتظار', approved: 'مقبولة', rejected: 'مرفوضة', cancelled: 'ملغاة' },
      actions: {
        approve: { label: 'قبول', done: 'قبِل {actor} هذه الوردية' },
        reject: { label: 'رفض', done: 'رفض {actor} هذه الوردية' },
        cancel: { label: 'إلغاء الوردية', done: 'ألغى {actor} هذه الوردية' },
      },
      reasons: {
        overlap: 'تتداخل مع وردية أخرى',
        unsafe: 'غير آمنة: الراحة أو المركبة',
        other: 'سبب آخر',
      },
      rules: {
        endsAfterStart: 'يجب أن تكون النهاية بعد البداية.',
        atMostOneDay: 'مدة الوردية 24 ساعة على الأكثر.',
        atMostAYear: 'يجب أن ينتهي بعد اليوم الأول وفي غضون سنة منه.',
      },
      children: { trips: 'الرحلات' },
      messages: {
        created: {
          title: 'وردية جديدة للمركبة {vehicle}',
          body: 'يطلب {actor} وردية في {station} من {startsAt, date, medium} {startsAt, time, short} إلى {endsAt, date, medium} {endsAt, time, short}.',
        },
        approved: {
          title: 'قُبلت الوردية للمركبة {vehicle}',
          body: 'قبِل {actor} وردية {startsAt, date, medium} {startsAt, time, short}.',
        },
        rejected: {
          title: 'رُفضت الوردية للمركبة {vehicle}',
          body: 'رفض {actor} وردية {startsAt, date, medium}: {reason}. {note}',
        },
        cancelled: {
          title: 'أُلغيت الوردية للمركبة {vehicle}',
          body: 'ألغى {actor} وردية {startsAt, date, medium} {startsAt, time, short}.',
        },
      },
    },
  },
})
