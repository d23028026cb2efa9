import { concerned, defineNotice, everyWith } from './define.ts'

/** An endpoint is not called any more: it said that it is gone, or has failed for days. */
export const webhookDisabled = defineNotice({
  category: 'system',
  link: '/webhooks',
  facts: { endpoint: 'text', why: 'flag' },
  tell: [{ who: [everyWith('admin')], message: 'disabled', tone: 'warning', priority: 'high', mail: true }],
  words: {
    en: {
      done: 'Belfry disabled the webhook “{endpoint}”',
      messages: {
        disabled: {
          title: 'Webhook disabled: {endpoint}',
          body: '{why, select, gone {Its address answered that it is gone for good.} other {It has failed for three days.}} Nothing is sent there until you enable it again; what waits is kept.',
        },
      },
    },
    fr: {
      done: 'Belfry a désactivé le webhook « {endpoint} »',
      messages: {
        disabled: {
          title: 'Webhook désactivé : {endpoint}',
          body: '{why, select, gone {Son adresse a répondu qu’elle n’existe plus.} other {Il échoue depuis trois jours.}} Rien n’y est envoyé tant que vous ne le réactivez pas ; ce qui attend est conservé.',
        },
      },
    },
    ar: {
      done: 'عطّل Belfry خطاف الويب «{endpoint}»',
      messages: {
        disabled: {
          title: 'عُطّل خطاف ويب: {endpoint}',
          body: '{why, select, gone {أجاب عنوانه بأنه لم يعد موجوداً.} other {يفشل منذ ثلاثة أيام.}} لن يُرسل إليه شيء حتى تعيد تفعيله، وما ينتظر محفوظ.',
        },
      },
    },
  },
})

/** The same of a person's own endpoint. */
export const ownWebhookDisabled = defineNotice({
  category: 'system',
  link: '/account/notifications',
  facts: { endpoint: 'text', why: 'flag' },
  tell: [{ who: [concerned], message: 'disabled', tone: 'warning', mail: true }],
  words: {
    en: {
      done: 'Belfry disabled the webhook “{endpoint}”',
      messages: {
        disabled: {
          title: 'Your webhook was disabled: {endpoint}',
          body: '{why, select, gone {Its address answered that it is gone for good.} other {It has failed for three days.}} Your notifications do not go there until you enable it again.',
        },
      },
    },
    fr: {
      done: 'Belfry a désactivé le webhook « {endpoint} »',
      messages: {
        disabled: {
          title: 'Votre webhook est désactivé : {endpoint}',
          body: '{why, select, gone {Son adresse a répondu qu’elle n’existe plus.} other {Il échoue depuis trois jours.}} Vos notifications n’y sont plus envoyées tant que vous ne le réactivez pas.',
        },
      },
    },
    ar: {
      done: 'عطّل Belfry خطاف الويب «{endpoint}»',
      messages: {
        disabled: {
          title: 'عُطّل خطاف الويب الخاص بك: {endpoint}',
          body: '{why, select, gone {أجاب عنوانه بأنه لم يعد موجوداً.} other {يفشل منذ ثلاثة أيام.}} لن تُرسل إليه إشعاراتك حتى تعيد تفعيله.',
        },
      },
    },
  },
})
