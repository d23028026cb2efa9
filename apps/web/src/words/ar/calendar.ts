import type { calendar as en } from '../en/calendar.ts'

export const calendar: typeof en = {
  views: 'قائمة أو تقويم',
  list: 'قائمة',
  calendar: 'تقويم',
  all: 'الكل',
  today: 'اليوم',
  previous: 'الأسبوع السابق',
  next: 'الأسبوع التالي',
  total:
    '{count, plural, =0 {لا مواعيد} one {موعد واحد} two {موعدان} few {# مواعيد} many {# موعدًا} other {# موعد}}',
  earlier:
    '{count, plural, one {موعد واحد} two {موعدان} few {# مواعيد} many {# موعدًا} other {# موعد}} في وقت سابق من هذا الأسبوع',
  nothing: 'لا شيء مخطط',
  goesOn: 'حتى {time}',
  repeats: 'يتكرر',
  inZones: 'لكل مكان توقيته: {zones}.',
  more: 'تظهر أول {count, number} من المواعيد فقط. ضيّق البحث لرؤية البقية.',
  empty: 'لا شيء مخطط في هذا الأسبوع',
  emptyWhy: 'ما يُخطَّط لهذه الأيام يظهر هنا من تلقاء نفسه.',
}
