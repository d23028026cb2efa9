import { concerned, defineNotice } from './define.ts'

/** An announcement that was to go out by itself did not; it is about its author. */
export const announcementStopped = defineNotice({
  category: 'announcement',
  link: '/announcements',
  facts: { title: 'text', why: 'flag' },
  tell: [{ who: [concerned], message: 'stopped', tone: 'warning', mail: true }],
  words: {
    en: {
      done: 'The announcement “{title}” of {person} was not sent',
      messages: {
        stopped: {
          title: 'Not sent: {title}',
          body: '{why, select, nobody {Nobody would get this announcement any more.} expired {Its time was over before it could go out.} other {You may not write to all of these people any more.}} It was cancelled.',
        },
      },
    },
    fr: {
      done: 'L’annonce « {title} » de {person} n’a pas été envoyée',
      messages: {
        stopped: {
          title: 'Non envoyée : {title}',
          body: '{why, select, nobody {Plus personne ne recevrait cette annonce.} expired {Son temps était passé avant son envoi.} other {Vous ne pouvez plus écrire à toutes ces personnes.}} Elle a été annulée.',
        },
      },
    },
    ar: {
      done: 'لم يُرسل إعلان {person} «{title}»',
      messages: {
        stopped: {
          title: 'لم يُرسل: {title}',
          body: '{why, select, nobody {لن يصل هذا الإعلان إلى أحد بعد الآن.} expired {انتهى وقته قبل إرساله.} other {لم يعد بإمكانك مراسلة كل هؤلاء الأشخاص.}} أُلغي الإعلان.',
        },
      },
    },
  },
})
