import type { ui as en } from '../en/ui.ts'

export const ui: typeof en = {
  close: 'إغلاق',
  cancel: 'إلغاء',
  undo: 'تراجع',
  retry: 'إعادة المحاولة',
  optional: 'اختياري',
  loading: 'جارٍ التحميل …',
  loadMore: 'عرض المزيد',
  nothingFound: 'لا توجد نتائج',
  pick: 'اختر …',
  justNow: 'الآن',
  charactersLeft:
    '{count, plural, zero {لم يبق أي حرف} one {بقي حرف واحد} two {بقي حرفان} few {بقيت # أحرف} many {بقي # حرفاً} other {بقي # حرف}}',
  loadFailed: 'تعذّر التحميل.',
  show: 'عرض القائمة',
  clear: 'مسح',
  unreachable: 'لم يستجب Belfry. تحقق من اتصالك وأعد المحاولة.',
}
