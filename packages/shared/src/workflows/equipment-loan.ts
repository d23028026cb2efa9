import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { date, text } from '../machine/fields.ts'
import { owner, role, supervisor } from '../machine/who.ts'

const hr = role('hr')
const tell = <const Message extends string>(
  message: Message,
  ...who: (typeof owner | typeof supervisor | typeof hr)[]
) => ({ tell: [{ who, message, mail: true }] })
const lentUntil = { in: ['lent'], at: (data: { dueOn: string }) => data.dueOn } as const

/**
 * Equipment loan: an employee borrows a thing; the supervisor agrees, HR hands it out and takes it back.
 *
 *   new ──approve──▶ agreed ──handOut──▶ lent ──takeBack──▶ back
 *    │ └──refuse───▶ void                  └─────lose─────▶ lost
 *    └────withdraw───▲   (from agreed, too)
 */
export const equipmentLoan = defineWorkflow({
  name: 'equipment_loan',
  category: 'request',
  data: z.object({ thing: text({ max: 120 }), from: date(), dueOn: date() }),
  rules: { backAfter: { holds: (data) => data.dueOn >= data.from, at: 'dueOn' } },
  title: (data) => data.thing,
  states: {
    new: { open: true, tone: 'info', urgentAfter: { days: 3 } },
    agreed: { open: true, tone: 'success' },
    lent: { open: true, tone: 'info' },
    back: { tone: 'success' },
    lost: { tone: 'error' },
    void: {},
  },
  initial: 'new',
  submit: { by: [role('employee')], ...tell('asked', supervisor) },
  actions: {
    approve: { from: ['new'], to: 'agreed', by: [supervisor], tone: 'success', ...tell('agreed', owner, hr) },
    refuse: {
      from: ['new'],
      to: 'void',
      by: [supervisor],
      tone: 'error',
      reason: ['needed', 'other'],
      ...tell('refused', owner),
    },
    withdraw: { from: ['new', 'agreed'], to: 'void', by: [owner], tell: [] },
    handOut: { from: ['agreed'], to: 'lent', by: [hr], tone: 'success', ...tell('lent', owner) },
    takeBack: { from: ['lent'], to: 'back', by: [hr], tone: 'success', ...tell('back', owner) },
    lose: { from: ['lent'], to: 'lost', by: [owner, hr], note: true, ...tell('lost', owner, supervisor, hr) },
  },
  timers: {
    dueSoon: { ...lentUntil, before: { days: 1 }, ...tell('dueSoon', owner) },
    overdue: { ...lentUntil, after: { days: 1 }, every: { days: 1 }, ...tell('overdue', owner) },
    missing: { ...lentUntil, after: { days: 3 }, every: { days: 3 }, ...tell('missing', supervisor, hr) },
  },
  words: {
    en: {
      name: 'Equipment loan',
      plural: 'Equipment loans',
      submit: 'Borrow equipment',
      submitted: '{actor} asked for it',
      fields: { thing: 'What', from: 'From', dueOn: 'Back on' },
      states: { new: 'New', agreed: 'Agreed', lent: 'Lent', back: 'Returned', lost: 'Lost', void: 'Closed' },
      actions: {
        approve: { label: 'Approve', done: '{actor} approved it' },
        refuse: { label: 'Refuse', done: '{actor} refused it' },
        withdraw: { label: 'Withdraw', done: '{actor} withdrew it' },
        handOut: { label: 'Hand out', done: '{actor} handed it out' },
        takeBack: { label: 'Take back', done: '{actor} took it back' },
        lose: { label: 'Report lost', done: '{actor} reported it lost' },
      },
      reasons: { needed: 'It is needed here', other: 'Another reason' },
      rules: { backAfter: 'It cannot come back before it is lent.' },
      timers: { dueSoon: 'Due the next day', overdue: 'Overdue', missing: 'Overdue for days' },
      messages: {
        asked: { title: '{actor} would like to borrow: {thing}', body: 'Until {dueOn, date, medium}.' },
        agreed: { title: 'Loan approved: {thing}', body: '{owner}, from {from, date, medium}.' },
        refused: { title: 'Loan refused: {thing}', body: '{actor}: {reason}. {note}' },
        lent: { title: 'You have: {thing}', body: 'It is due back {dueOn, date, medium}.' },
        back: { title: 'Returned: {thing}', body: '{actor} took it back.' },
        lost: { title: 'Lost: {thing}', body: '{actor}: {note}' },
        dueSoon: { title: 'Due back tomorrow: {thing}', body: 'It is due {dueOn, date, medium}.' },
        overdue: { title: 'Overdue: {thing}', body: 'It was due {dueOn, date, medium}.' },
        missing: { title: '{owner} still has: {thing}', body: 'It was due {dueOn, date, medium}.' },
      },
    },
    fr: {
      name: 'Prêt de matériel',
      plural: 'Prêts de matériel',
      submit: 'Emprunter du matériel',
      submitted: '{actor} en a fait la demande',
      fields: { thing: 'Quoi', from: 'Du', dueOn: 'À rendre le' },
      states: { new: 'Déposé', agreed: 'Accordé', lent: 'Prêté', back: 'Rendu', lost: 'Perdu', void: 'Clos' },
      actions: {
        approve: { label: 'Approuver', done: '{actor} l’a approuvé' },
        refuse: { label: 'Refuser', done: '{actor} l’a refusé' },
        withdraw: { label: 'Retirer', done: '{actor} l’a retiré' },
        handOut: { label: 'Remettre', done: '{actor} l’a remis' },
        takeBack: { label: 'Reprendre', done: '{actor} l’a repris' },
        lose: { label: 'Déclarer perdu', done: '{actor} l’a déclaré perdu' },
      },
      reasons: { needed: 'On en a besoin ici', other: 'Autre raison' },
      rules: { backAfter: 'On ne peut le rendre avant de l’avoir.' },
      timers: { dueSoon: 'À rendre demain', overdue: 'En retard', missing: 'En retard depuis des jours' },
      messages: {
        asked: { title: '{actor} voudrait emprunter : {thing}', body: 'Jusqu’au {dueOn, date, medium}.' },
        agreed: { title: 'Prêt approuvé : {thing}', body: '{owner}, dès le {from, date, medium}.' },
        refused: { title: 'Prêt refusé : {thing}', body: '{actor} : {reason}. {note}' },
        lent: { title: 'Vous avez : {thing}', body: 'À rendre le {dueOn, date, medium}.' },
        back: { title: 'Rendu : {thing}', body: '{actor} l’a repris.' },
        lost: { title: 'Perdu : {thing}', body: '{actor} : {note}' },
        dueSoon: { title: 'À rendre demain : {thing}', body: 'Retour prévu le {dueOn, date, medium}.' },
        overdue: { title: 'En retard : {thing}', body: 'Le retour était prévu le {dueOn, date, medium}.' },
        missing: { title: '{owner} a toujours : {thing}', body: 'Retour prévu le {dueOn, date, medium}.' },
      },
    },
    ar: {
      name: 'إعارة معدات',
      plural: 'إعارات المعدات',
      submit: 'استعارة معدات',
      submitted: 'طلبها {actor}',
      fields: { thing: 'ماذا', from: 'من', dueOn: 'تُعاد في' },
      states: { new: 'جديدة', agreed: 'مقبولة', lent: 'معارة', back: 'عادت', lost: 'مفقودة', void: 'مغلقة' },
      actions: {
        approve: { label: 'قبول', done: 'قبِلها {actor}' },
        refuse: { label: 'رفض', done: 'رفضها {actor}' },
        withdraw: { label: 'سحب', done: 'سحبها {actor}' },
        handOut: { label: 'تسليم', done: 'سلّمها {actor}' },
        takeBack: { label: 'استلام', done: 'استلمها {actor}' },
        lose: { label: 'إبلاغ عن فقدان', done: 'أبلغ {actor} عن فقدانها' },
      },
      reasons: { needed: 'نحتاج إليها هنا', other: 'سبب آخر' },
      rules: { backAfter: 'لا يمكن إعادتها قبل استعارتها.' },
      timers: { dueSoon: 'تُعاد في اليوم التالي', overdue: 'متأخرة', missing: 'متأخرة منذ أيام' },
      messages: {
        asked: { title: 'يود {actor} استعارة: {thing}', body: 'حتى {dueOn, date, medium}.' },
        agreed: { title: 'قُبلت الإعارة: {thing}', body: '{owner}، من {from, date, medium}.' },
        refused: { title: 'رُفضت الإعارة: {thing}', body: '{actor}: {reason}. {note}' },
        lent: { title: 'عندك: {thing}', body: 'تُعاد في {dueOn, date, medium}.' },
        back: { title: 'أُعيدت: {thing}', body: 'استلمها {actor}.' },
        lost: { title: 'فُقدت: {thing}', body: '{actor}: {note}' },
        dueSoon: { title: 'تُعاد غداً: {thing}', body: 'موعد الإعادة {dueOn, date, medium}.' },
        overdue: { title: 'متأخرة: {thing}', body: 'كان الموعد {dueOn, date, medium}.' },
        missing: { title: 'ما زالت عند {owner}: {thing}', body: 'كان الموعد {dueOn, date, medium}.' },
      },
    },
  },
})
