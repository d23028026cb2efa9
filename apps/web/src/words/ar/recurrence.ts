import type { recurrence as en } from '../en/recurrence.ts'

export const recurrence: typeof en = {
  never: 'لا يتكرر',
  byDays: 'يومياً أو كل عدة أيام',
  byWeeks: 'أسبوعياً',
  how: 'كيفية التكرار',
  every: 'كل',
  days: '{count, plural, one {يوم} two {يومين} few {أيام} other {يوماً}}',
  weeks: '{count, plural, one {أسبوع} two {أسبوعين} few {أسابيع} other {أسبوعاً}}',
  on: 'في',
  until: 'حتى',
  untilMissing: 'حدّد النهاية لتظهر التواريخ هنا.',
  startMissing: 'حدّد البداية لتظهر التواريخ هنا.',
  dates: '{count, plural, =0 {لا تواريخ} one {تاريخ واحد} two {تاريخان} few {# تواريخ} other {# تاريخاً}}',
  untick: 'أزل العلامة عن اليوم الذي لا يقام فيه.',
  showAll: 'عرض الكل ({count, number})',
  everyDays: '{interval, plural, one {كل يوم} two {كل يومين} few {كل # أيام} other {كل # يوماً}} حتى {until}',
  everyWeeks:
    '{interval, plural, one {كل أسبوع} two {كل أسبوعين} few {كل # أسابيع} other {كل # أسبوعاً}}، {weekdays}، حتى {until}',
  except:
    '{rule}؛ {count, plural, one {ما عدا يوماً واحداً} two {ما عدا يومين} few {ما عدا # أيام} other {ما عدا # يوماً}}',
  inZone: 'الأوقات بتوقيت {zone}.',
}
