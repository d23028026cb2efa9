import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { date, list, number, scopeOf, text } from '../machine/fields.ts'
import { owner, role, roleInScope } from '../machine/who.ts'

/**
 * Stock request: a vendor or a driver asks a station's officers for what he needs.
 *
 *   pending ──approve──▶ approved ──deliver──▶ delivered
 *      │ └────reject───▶ rejected
 *      └─────cancel────▶ cancelled             (from approved, too)
 */
export const stockRequest = defineWorkflow({
  name: 'stock_request',
  category: 'request',
  group: 'shifts',
  data: z.object({
    station: scopeOf('station'),
    items: list(
      { item: text({ max: 80 }), quantity: number({ min: 1, max: 10_000, integer: true }) },
      { max: 30 },
    ),
    neededBy: date().optional(),
    remarks: text({ max: 2000, long: true }).optional(),
  }),
  scope: (data) => `station:${data.station}`,
  title: (data) =>
    data.items
      .map(({ item, quantity }) => `${quantity} × ${item}`)
      .join(', ')
      .slice(0, 120),
  states: {
    pending: { open: true, tone: 'info', urgentAfter: { days: 3 } },
    approved: { open: true, tone: 'success', urgentAfter: { days: 7 } },
    delivered: { tone: 'success' },
    rejected: { tone: 'error' },
    cancelled: {},
  },
  initial: 'pending',
  submit: {
    by: [role('vendor'), role('driver')],
    tell: [{ who: [roleInScope('officer')], message: 'asked', mail: true }],
  },
  actions: {
    approve: {
      from: ['pending'],
      to: 'approved',
      by: [roleInScope('officer')],
      notBy: ['owner'],
      tone: 'success',
      bulk: true,
      tell: [{ who: [owner], message: 'approved', tone: 'success', mail: true }],
    },
    reject: {
      from: ['pending'],
      to: 'rejected',
      by: [roleInScope('officer')],
      tone: 'error',
      bulk: true,
      reason: ['outOfStock', 'notNeeded', 'overBudget', 'other'],
      tell: [{ who: [owner], message: 'rejected', tone: 'error', mail: true }],
    },
    deliver: {
      from: ['approved'],
      to: 'delivered',
      by: [roleInScope('officer')],
      tone: 'success',
      bulk: true,
      tell: [{ who: [owner], message: 'delivered', tone: 'success' }],
    },
    cancel: {
      from: ['pending', 'approved'],
      to: 'cancelled',
      by: [owner],
      tell: [{ who: [roleInScope('officer')], message: 'cancelled' }],
    },
  },
  words: {
    en: {
      name: 'Stock request',
      plural: 'Stock requests',
      submit: 'New stock request',
      submitted: '{actor} asked for these things',
      fields: {
        station: 'Station',
        items: 'What is needed',
        'items.item': 'Item',
        'items.quantity': 'Quantity',
        neededBy: 'Needed by',
        remarks: 'Remarks',
      },
      states: {
        pending: 'Pending',
        approved: 'Approved',
        delivered: 'Delivered',
        rejected: 'Rejected',
        cancelled: 'Cancelled',
      },
      actions: {
        approve: { label: 'Approve', done: '{actor} approved this request' },
        reject: { label: 'Reject', done: '{actor} rejected this request' },
        deliver: { label: 'Handed over', done: '{actor} handed it over' },
        cancel: { label: 'Cancel request', done: '{actor} cancelled this request' },
      },
      reasons: {
        outOfStock: 'Out of stock',
        notNeeded: 'There is enough of it',
        overBudget: 'Not in the budget',
        other: 'Another reason',
      },
      messages: {
        asked: { title: '{actor} needs {title}', body: 'A request to {station}. {remarks}' },
        approved: { title: 'Approved: {title}', body: '{actor} approved your request to {station}.' },
        rejected: {
          title: 'Rejected: {title}',
          body: '{actor} rejected your request to {station}: {reason}. {note}',
        },
        delivered: {
          title: 'Handed over: {title}',
          body: '{actor} handed over what you asked {station} for.',
        },
        cancelled: {
          title: 'No longer needed: {title}',
          body: '{actor} cancelled the request to {station}.',
        },
      },
    },
    fr: {
      name: 'Demande de matériel',
      plural: 'Demandes de matériel',
      submit: 'Nouvelle demande de matériel',
      submitted: '{actor} a fait cette demande',
      fields: {
        station: 'Station',
        items: 'Ce qu’il faut',
        'items.item': 'Article',
        'items.quantity': 'Quantité',
        neededBy: 'Nécessaire avant le',
        remarks: 'Remarques',
      },
      states: {
        pending: 'En attente',
        approved: 'Approuvée',
        delivered: 'Remise',
        rejected: 'Refusée',
        cancelled: 'Annulée',
      },
      actions: {
        approve: { label: 'Approuver', done: '{actor} a approuvé cette demande' },
        reject: { label: 'Refuser', done: '{actor} a refusé cette demande' },
        deliver: { label: 'Remis', done: '{actor} a remis le matériel' },
        cancel: { label: 'Annuler la demande', done: '{actor} a annulé cette demande' },
      },
      reasons: {
        outOfStock: 'Plus en stock',
        notNeeded: 'Il y en a assez',
        overBudget: 'Pas prévu au budget',
        other: 'Autre raison',
      },
      messages: {
        asked: { title: '{actor} a besoin de {title}', body: 'Une demande à {station}. {remarks}' },
        approved: { title: 'Approuvé : {title}', body: '{actor} a approuvé votre demande à {station}.' },
        rejected: {
          title: 'Refusé : {title}',
          body: '{actor} a refusé votre demande à {station} : {reason}. {note}',
        },
        delivered: {
          title: 'Remis : {title}',
          body: '{actor} a remis ce que vous aviez demandé à {station}.',
        },
        cancelled: { title: 'Plus nécessaire : {title}', body: '{actor} a annulé la demande à {station}.' },
      },
    },
    ar: {
      name: 'طلب لوازم',
      plural: 'طلبات اللوازم',
      submit: 'طلب لوازم جديد',
      submitted: 'طلب {actor} هذه اللوازم',
      fields: {
        station: 'المحطة',
        items: 'ما يلزم',
        'items.item': 'الصنف',
        'items.quantity': 'الكمية',
        neededBy: 'مطلوب قبل',
        remarks: 'ملاحظات',
      },
      states: {
        pending: 'قيد الانتظار',
        approved: 'مقبول',
        delivered: 'سُلّم',
        rejected: 'مرفوض',
        cancelled: 'ملغى',
      },
      actions: {
        approve: { label: 'قبول', done: 'قبِل {actor} هذا الطلب' },
        reject: { label: 'رفض', done: 'رفض {actor} هذا الطلب' },
        deliver: { label: 'تم التسليم', done: 'سلّم {actor} اللوازم' },
        cancel: { label: 'إلغاء الطلب', done: 'ألغى {actor} هذا الطلب' },
      },
      reasons: {
        outOfStock: 'نفد المخزون',
        notNeeded: 'يوجد منه ما يكفي',
        overBudget: 'خارج الميزانية',
        other: 'سبب آخر',
      },
      messages: {
        asked: { title: 'يحتاج {actor} إلى {title}', body: 'طلب موجّه إلى {station}. {remarks}' },
        approved: { title: 'قُبل: {title}', body: 'قبِل {actor} طلبك الموجّه إلى {station}.' },
        rejected: { title: 'رُفض: {title}', body: 'رفض {actor} طلبك الموجّه إلى {station}: {reason}. {note}' },
        delivered: { title: 'سُلّم: {title}', body: 'سلّم {actor} ما طلبته من {station}.' },
        cancelled: { title: 'لم يعد لازماً: {title}', body: 'ألغى {actor} الطلب الموجّه إلى {station}.' },
      },
    },
  },
})
