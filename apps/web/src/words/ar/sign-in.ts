import type { signIn as en } from '../en/sign-in.ts'

export const signIn: typeof en = {
  title: 'تسجيل الدخول',
  under: 'إلى Belfry',
  email: 'البريد الإلكتروني',
  password: 'كلمة المرور',
  showPassword: 'إظهار كلمة المرور',
  hidePassword: 'إخفاء كلمة المرور',
  submit: 'دخول',
  needEmail: 'يرجى إدخال بريدك الإلكتروني.',
  needPassword: 'يرجى إدخال كلمة المرور.',
  wrong: 'البريد الإلكتروني أو كلمة المرور غير صحيح.',
  tooMany: 'محاولات كثيرة. انتظر قليلاً ثم أعد المحاولة.',
  blocked: 'لا يمكن لهذا الحساب تسجيل الدخول. راجع المسؤول.',
  unreachable: 'لم يستجب Belfry. تحقق من اتصالك وأعد المحاولة.',
  ended: 'انتهت جلستك. سجّل الدخول لتتابع من حيث كنت.',
  demo: 'حسابات تجريبية',
  demoHint: 'أشخاص غير حقيقيين؛ يكفي ضغطة واحدة. كلمة مرور الجميع: ⁨{password}⁩.',
}
