import type { suppressions as en } from '../en/suppressions.ts'

export const suppressions: typeof en = {
  title: 'العناوين المحظورة',
  under: 'لا يُرسل إليها أي بريد، ولو كان حرجاً: فهي غير موجودة، أو اشتكى أحد من أصحابها.',
  search: 'البحث في العناوين',
  anyReason: 'كل الأسباب',
  reason: 'السبب',
  reasons:
    '{reason, select, hard_bounce {غير موجود} complaint {شكوى} unsubscribed {ألغى الاشتراك لدى المزوّد} other {يدوياً}}',
  address: 'العنوان',
  note: 'ملاحظة',
  since: 'منذ',
  add: 'حظر عنوان',
  addTitle: 'حظر عنوان',
  addWhy: 'لن يصله أي بريد من الآن فصاعداً.',
  added: 'لن يصل بريد إلى {address} بعد الآن',
  lift: 'رفع الحظر',
  liftOf: 'رفع الحظر عن {address}',
  liftTitle: 'هل تريد إرسال البريد إلى {address} من جديد؟',
  liftWhy:
    '{reason, select, hard_bounce {إن كان لا يزال غير موجود فسترتد الرسالة التالية ويُحظر من جديد، وهذا يضر بوصول الرسائل الأخرى.} complaint {أبلغ أحد هناك عن رسائلنا كبريد مزعج. اسأل أولاً.} other {ما حُجب عنه في أثناء ذلك لا يُرسل بهذا؛ أعد محاولته من صفحة الإرسال.}}',
  lifted: 'سيصل البريد إلى {address} من جديد',
  why: 'لماذا؟',
  needAddress: 'يرجى إدخال عنوان بريد إلكتروني.',
  needReason: 'يرجى ذكر السبب في كلمات قليلة.',
  empty: 'لا عناوين محظورة',
  emptyWhy: 'تأتي العناوين إلى هنا من تلقاء نفسها حين يقول مزوّد إنها غير موجودة أو إن أحداً اشتكى.',
  emptySearch: 'لا عنوان محظور يطابق البحث',
}
