export const push = {
  title: 'حين يكون Belfry مغلقًا',
  here: 'نبّهني على هذا الجهاز حين يكون Belfry مغلقًا',
  hint: 'سيسألك متصفحك أولًا. يبقى ذلك حتى تسجّل الخروج هنا، وتُراعى ساعات الهدوء وإعداداتك.',
  cannot:
    'هذا المتصفح لا يعرض شيئًا حين يكون Belfry مغلقًا. على iPhone أو iPad أضف Belfry إلى الشاشة الرئيسية أولًا.',
  refused: 'طلبت من هذا المتصفح ألا يعرض إشعارات Belfry. يمكنك السماح بها بجانب العنوان.',
  failed: 'تعذّر على المتصفح الوصول إلى خدمة الإشعارات الخاصة به.',
  devices: 'الأجهزة التي تُنبَّه',
  thisOne: 'هذا الجهاز',
  since: 'منذ {at, date, medium}، {at, time, short}',
  lastSent: 'آخر تنبيه {at, date, medium}، {at, time, short}',
  remove: 'إزالة',
  removeOf: 'إزالة {agent}',
}
