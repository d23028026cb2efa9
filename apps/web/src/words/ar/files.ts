import type { files as en } from '../en/files.ts'

// Values of another direction stay in their places by the marks around them (U+2067 to U+2069).
export const files: typeof en = {
  choose: 'اختيار ملف',
  chooseOther: 'اختيار ملف آخر',
  photo: 'التقاط صورة',
  drop: 'أو أفلته هنا.',
  limits: '\u2067{kinds}\u2069، \u2068{limit}\u2069 على الأكثر.',
  limit: '{limit} على الأكثر.',
  progress: '\u2068{percent}\u2069 · \u2068{sent}\u2069 من \u2068{total}\u2069',
  waiting: 'انقطع الاتصال. سيُستأنف الرفع من تلقاء نفسه.',
  checking: 'وصل الملف كله؛ يجري فحص محتواه …',
  pausedAt: 'متوقف عند {percent}',
  pause: 'إيقاف مؤقت',
  resume: 'استئناف',
  remove: 'إزالة',
  ready: '\u2068{kind}\u2069، \u2068{size}\u2069',
  uploading: 'جارٍ رفع \u2068{name}\u2069',
  uploaded: 'رُفع \u2068{name}\u2069.',
  failed: 'لم يُرفع \u2068{name}\u2069.',
  tooLarge: 'هذا الملف كبير جداً: {size}. الحد الأقصى {limit}.',
  wrongKind: 'هذا النوع من الملفات غير مقبول هنا: {found}. المقبول: {accepted}.',
  version: 'النسخة {version}',
  none: 'لا توجد مستندات بعد.',
  open: 'فتح {name}',
  download: 'تنزيل {name}',
  notOpened: 'تعذّر فتح هذا المستند',
}
