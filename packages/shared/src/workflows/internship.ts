import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { date, person, text } from '../machine/fields.ts'
import { management, owner, personIn, role } from '../machine/who.ts'

const everyPart = [owner, personIn('tutor'), role('hr')] as const

/**
 * Internship: an intern applies, HR accepts and names a tutor, and all that belongs to it hangs on it until it is over.
 *
 *   requested ──accept──▶ active ──complete──▶ completed     documents, evaluations both ways, surveys, figures
 *       │                   └──────cancel────▶ cancelled     and a testimonial; what is open ends with it
 *       └─refuse─▶ refused         withdraw ──────▲
 */
export const internship = defineWorkflow({
  name: 'internship',
  category: 'request',
  group: 'internships',
  data: z.object({
    position: text({ max: 120 }),
    school: text({ max: 200 }),
    motivation: text({ max: 4000, long: true }),
    wishedFrom: date(),
    wishedTo: date(),
    tutor: person('tutor').optional(),
    startsOn: date().optional(),
    endsOn: date().optional(),
  }),
  rules: {
    wishEndsLater: { holds: (data) => data.wishedTo > data.wishedFrom, at: 'wishedTo' },
    endsLater: { holds: ({ startsOn, endsOn }) => !startsOn || !endsOn || endsOn > startsOn, at: 'endsOn' },
  },
  title: (data) => data.position,
  columns: ['wishedFrom', 'tutor', 'endsOn'],
  states: {
    requested: { open: true, tone: 'info', urgentAfter: { days: 7 } },
    active: { open: true, tone: 'success' },
    completed: { tone: 'success' },
    refused: { tone: 'error' },
    cancelled: { tone: 'warning' },
  },
  initial: 'requested',
  stages: {
    requested: {},
    active: {
      needs: ['agreement', 'final_by_tutor'],
      ready: [{ who: [role('hr')], message: 'ready', tone: 'success' }],
    },
    completed: {},
  },
  submit: {
    by: [role('intern')],
    asks: ['position', 'school', 'motivation', 'wishedFrom', 'wishedTo'],
    tell: [
      { who: [owner], message: 'received', tone: 'success', actorToo: true },
      { who: [role('hr')], message: 'applied', mail: true },
    ],
  },
  actions: {
    accept: {
      from: ['requested'],
      to: 'active',
      by: [role('hr')],
      asks: ['tutor', 'startsOn', 'endsOn'],
      tone: 'success',
      tell: [
        { who: [owner], message: 'accepted', tone: 'success', priority: 'high', mail: true },
        { who: [personIn('tutor')], message: 'tutoring', mail: true },
        { who: [role('admin')], message: 'started' },
      ],
    },
    refuse: {
      from: ['requested'],
      to: 'refused',
      by: [role('hr')],
      reason: ['no_place', 'profile', 'dates', 'other'],
      bulk: true,
      tone: 'error',
      tell: [{ who: [owner], message: 'refused', tone: 'error', mail: true }],
    },
    withdraw: {
      from: ['requested'],
      to: 'cancelled',
      by: [owner],
      tell: [{ who: [role('hr')], message: 'withdrawn' }],
    },
    change_tutor: {
      from: ['active'],
      by: [role('hr')],
      asks: ['tutor'],
      tell: [
        { who: [personIn('tutor')], message: 'tutoring', mail: true },
        { who: [owner], message: 'new_tutor' },
      ],
    },
    request_midterm: {
      from: ['active'],
      by: [role('hr')],
      opens: [
        { slot: 'midterm_by_tutor', for: [personIn('tutor')] },
        { slot: 'midterm_by_intern', for: [owner] },
      ],
      tell: [],
    },
    request_final: {
      from: ['active'],
      by: [role('hr')],
      opens: [
        { slot: 'final_by_tutor', for: [personIn('tutor')] },
        { slot: 'final_by_intern', for: [owner] },
      ],
      tell: [],
    },
    request_testimonial: {
      from: ['active'],
      by: [role('hr'), personIn('tutor')],
      opens: [{ slot: 'testimonial', for: [owner] }],
      tell: [],
    },
    complete: {
      from: ['active'],
      to: 'completed',
      by: [role('hr')],
      ready: true,
      tone: 'success',
      tell: [
        { who: [owner], message: 'completed', tone: 'success', priority: 'high', mail: true },
        { who: [personIn('tutor'), ...management], message: 'completed_for_us', tone: 'success' },
      ],
    },
    cancel: {
      from: ['active'],
      to: 'cancelled',
      by: [role('hr')],
      reason: ['intern_left', 'no_capacity', 'conduct', 'other'],
      tone: 'error',
      tell: [
        {
          who: [owner, personIn('tutor')],
          message: 'cancelled',
          tone: 'warning',
          priority: 'high',
          mail: true,
        },
        { who: [role('admin')], message: 'cancelled', tone: 'warning' },
      ],
    },
  },
  timers: {
    midterm: { in: ['active'], at: middle, tell: [{ who: everyPart, message: 'midterm_due' }] },
    ending: {
      in: ['active'],
      at: (data) => data.endsOn,
      before: { days: 14 },
      tell: [{ who: everyPart, message: 'ending', mail: true }],
    },
    overrun: {
      in: ['active'],
      at: (data) => data.endsOn,
      after: { days: 3 },
      every: { days: 7 },
      times: 8,
      tell: [{ who: [role('hr')], message: 'overrun', tone: 'warning', mail: true }],
    },
  },
  children: {
    agreement: { workflow: 'internship_document', by: [owner, role('hr')] },
    report: { workflow: 'internship_document', by: [owner], in: ['active'] },
    documents: { workflow: 'internship_document', by: everyPart, many: true },
    midterm_by_tutor: { workflow: 'evaluation', by: [personIn('tutor')], in: ['active'] },
    midterm_by_intern: { workflow: 'evaluation', by: [owner], in: ['active'] },
    final_by_tutor: { workflow: 'evaluation', by: [personIn('tutor')], in: ['active'] },
    final_by_intern: { workflow: 'evaluation', by: [owner], in: ['active'] },
    surveys: { workflow: 'survey', by: [role('hr')], in: ['active'], many: true },
    testimonial: { workflow: 'testimonial', by: [] },
    figures: { workflow: 'kpi', by: [personIn('tutor'), role('hr')], in: ['active'], many: true },
  },
  words: {
    en: {
      name: 'Internship',
      plural: 'Internships',
      submit: 'Apply for an internship',
      submitted: '{actor} applied for this internship',
      fields: {
        position: 'Position',
        school: 'School and course',
        motivation: 'Motivation',
        wishedFrom: 'From (wish)',
        wishedTo: 'Until (wish)',
        tutor: 'Tutor',
        startsOn: 'First day',
        endsOn: 'Last day',
      },
      states: {
        requested: 'Requested',
        active: 'Active',
        completed: 'Completed',
        refused: 'Refused',
        cancelled: 'Cancelled',
      },
      actions: {
        accept: { label: 'Accept', done: '{actor} accepted the application' },
        refuse: { label: 'Refuse', done: '{actor} refused the application' },
        withdraw: { label: 'Withdraw', done: '{actor} withdrew the application' },
        change_tutor: { label: 'Change the tutor', done: '{actor} changed the tutor' },
        request_midterm: {
          label: 'Ask for mid-term evaluations',
          done: '{actor} asked for the mid-term evaluations',
        },
        request_final: {
          label: 'Ask for final evaluations',
          done: '{actor} asked for the final evaluations',
        },
        request_testimonial: { label: 'Ask for a testimonial', done: '{actor} asked for a testimonial' },
        complete: { label: 'Complete', done: '{actor} completed this internship' },
        cancel: { label: 'Cancel internship', done: '{actor} cancelled this internship' },
      },
      reasons: {
        no_place: 'No place left',
        profile: 'The profile does not match',
        dates: 'The dates do not fit',
        intern_left: 'The intern left',
        no_capacity: 'Nobody can look after it',
        conduct: 'Conduct',
        other: 'Another reason',
      },
      rules: {
        wishEndsLater: 'The last day must be after the first.',
        endsLater: 'The last day must be after the first.',
      },
      children: {
        agreement: 'Internship agreement',
        report: 'Internship report',
        documents: 'Other document',
        midterm_by_tutor: 'Mid-term evaluation by the tutor',
        midterm_by_intern: 'Mid-term evaluation by the intern',
        final_by_tutor: 'Final evaluation by the tutor',
        final_by_intern: 'Final evaluation by the intern',
        surveys: 'Survey',
        testimonial: 'Testimonial',
        figures: 'Key figure',
      },
      timers: {
        midterm: 'Half of the internship is over',
        ending: 'Two weeks are left',
        overrun: 'The last day has passed',
      },
      messages: {
        received: {
          title: 'We have your application',
          body: 'Thank you for applying as “{position}”. HR will decide on it and tell you.',
        },
        applied: {
          title: 'Application: {position}',
          body: '{owner} ({school}) applies from {wishedFrom, date, medium} to {wishedTo, date, medium}.',
        },
        accepted: {
          title: 'Your internship is accepted: {position}',
          body: 'You start on {startsOn, date, long}; {tutor} is your tutor. Please upload the signed agreement.',
        },
        tutoring: {
          title: 'You are the tutor of {owner}',
          body: '{position}, from {startsOn, date, medium} to {endsOn, date, medium}.',
        },
        started: {
          title: 'Internship of {owner}',
          body: '{position}, from {startsOn, date, medium} to {endsOn, date, medium}. Tutor: {tutor}.',
        },
        refused: {
          title: 'Your application was refused: {position}',
          body: 'We are sorry: {reason}. {note}',
        },
        withdrawn: { title: 'Application withdrawn: {position}', body: '{owner} withdrew the application.' },
        new_tutor: { title: '{tutor} is your tutor now', body: 'Your internship: {position}.' },
        ready: {
          title: 'Internship of {owner} can be completed',
          body: 'The agreement and the tutor’s final evaluation are there.',
        },
        completed: {
          title: 'Your internship is complete: {position}',
          body: 'Thank you for your time with us, {owner}. All the best for what comes next!',
        },
        completed_for_us: {
          title: 'Internship of {owner} completed',
          body: '{actor} completed it: {position}.',
        },
        cancelled: {
          title: 'Internship of {owner} cancelled',
          body: '{actor} cancelled it: {reason}. {note}',
        },
        midterm_due: {
          title: 'Mid-term: internship of {owner}',
          body: 'Half of it is over: time for the evaluations, of the intern by the tutor and the other way round.',
        },
        ending: {
          title: 'Two weeks left: internship of {owner}',
          body: 'The last day is {endsOn, date, long}. The final evaluations and the report are due.',
        },
        overrun: {
          title: 'Over, but not completed: internship of {owner}',
          body: 'The last day was {endsOn, date, long}.',
        },
      },
    },
    fr: {
      name: 'Stage',
      plural: 'Stages',
      submit: 'Demander un stage',
      submitted: '{actor} a demandé ce stage',
      fields: {
        position: 'Poste',
        school: 'École et formation',
        motivation: 'Motivation',
        wishedFrom: 'Du (souhait)',
        wishedTo: 'Au (souhait)',
        tutor: 'Tuteur',
        startsOn: 'Premier jour',
        endsOn: 'Dernier jour',
      },
      states: {
        requested: 'Demandé',
        active: 'En cours',
        completed: 'Terminé',
        refused: 'Refusé',
        cancelled: 'Annulé',
      },
      actions: {
        accept: { label: 'Accepter', done: '{actor} a accepté la candidature' },
        refuse: { label: 'Refuser', done: '{actor} a refusé la candidature' },
        withdraw: { label: 'Retirer', done: '{actor} a retiré la candidature' },
        change_tutor: { label: 'Changer de tuteur', done: '{actor} a changé le tuteur' },
        request_midterm: {
          label: 'Demander les évaluations de mi-parcours',
          done: '{actor} a demandé les évaluations de mi-parcours',
        },
        request_final: {
          label: 'Demander les évaluations finales',
          done: '{actor} a demandé les évaluations finales',
        },
        request_testimonial: { label: 'Demander un témoignage', done: '{actor} a demandé un témoignage' },
        complete: { label: 'Terminer', done: '{actor} a terminé ce stage' },
        cancel: { label: 'Annuler le stage', done: '{actor} a annulé ce stage' },
      },
      reasons: {
        no_place: 'Plus de place',
        profile: 'Le profil ne correspond pas',
        dates: 'Les dates ne conviennent pas',
        intern_left: 'Départ du stagiaire',
        no_capacity: 'Personne ne peut encadrer',
        conduct: 'Comportement',
        other: 'Autre raison',
      },
      rules: {
        wishEndsLater: 'Le dernier jour doit être après le premier.',
        endsLater: 'Le dernier jour doit être après le premier.',
      },
      children: {
        agreement: 'Convention de stage',
        report: 'Rapport de stage',
        documents: 'Autre document',
        midterm_by_tutor: 'Évaluation de mi-parcours par le tuteur',
        midterm_by_intern: 'Évaluation de mi-parcours par le stagiaire',
        final_by_tutor: 'Évaluation finale par le tuteur',
        final_by_intern: 'Évaluation finale par le stagiaire',
        surveys: 'Enquête',
        testimonial: 'Témoignage',
        figures: 'Indicateur',
      },
      timers: {
        midterm: 'La moitié du stage est passée',
        ending: 'Il reste deux semaines',
        overrun: 'Le dernier jour est passé',
      },
      messages: {
        received: {
          title: 'Nous avons votre candidature',
          body: 'Merci pour votre candidature « {position} ». Les RH vont en décider et vous répondre.',
        },
        applied: {
          title: 'Candidature : {position}',
          body: '{owner} ({school}) postule du {wishedFrom, date, medium} au {wishedTo, date, medium}.',
        },
        accepted: {
          title: 'Votre stage est accepté : {position}',
          body: 'Vous commencez le {startsOn, date, long} ; {tutor} vous encadre. Merci de déposer la convention signée.',
        },
        tutoring: {
          title: 'Vous encadrez {owner}',
          body: '{position}, du {startsOn, date, medium} au {endsOn, date, medium}.',
        },
        started: {
          title: 'Stage de {owner}',
          body: '{position}, du {startsOn, date, medium} au {endsOn, date, medium}. Tuteur : {tutor}.',
        },
        refused: {
          title: 'Votre candidature est refusée : {position}',
          body: 'Nous le regrettons : {reason}. {note}',
        },
        withdrawn: { title: 'Candidature retirée : {position}', body: '{owner} a retiré sa candidature.' },
        new_tutor: { title: '{tutor} vous encadre désormais', body: 'Votre stage : {position}.' },
        ready: {
          title: 'Le stage de {owner} peut être terminé',
          body: 'La convention et l’évaluation finale du tuteur sont là.',
        },
        completed: {
          title: 'Votre stage est terminé : {position}',
          body: 'Merci pour ce temps passé avec nous, {owner}. Bonne continuation !',
        },
        completed_for_us: { title: 'Stage de {owner} terminé', body: '{actor} l’a terminé : {position}.' },
        cancelled: { title: 'Stage de {owner} annulé', body: '{actor} l’a annulé : {reason}. {note}' },
        midterm_due: {
          title: 'Mi-parcours : stage de {owner}',
          body: 'La moitié est passée : c’est le moment des évaluations, du stagiaire par le tuteur et l’inverse.',
        },
        ending: {
          title: 'Encore deux semaines : stage de {owner}',
          body: 'Le dernier jour est le {endsOn, date, long}. Les évaluations finales et le rapport sont attendus.',
        },
        overrun: {
          title: 'Fini mais pas clos : stage de {owner}',
          body: 'Le dernier jour était le {endsOn, date, long}.',
        },
      },
    },
    ar: {
      name: 'تدريب',
      plural: 'التدريبات',
      submit: 'طلب تدريب',
      submitted: 'طلب {actor} هذا التدريب',
      fields: {
        position: 'المنصب',
        school: 'المدرسة والتخصص',
        motivation: 'الدافع',
        wishedFrom: 'من (المرغوب)',
        wishedTo: 'إلى (المرغوب)',
        tutor: 'المشرف على التدريب',
        startsOn: 'اليوم الأول',
        endsOn: 'اليوم الأخير',
      },
      states: {
        requested: 'مطلوب',
        active: 'جارٍ',
        completed: 'مكتمل',
        refused: 'مرفوض',
        cancelled: 'ملغى',
      },
      actions: {
        accept: { label: 'قبول', done: 'قبِل {actor} الطلب' },
        refuse: { label: 'رفض', done: 'رفض {actor} الطلب' },
        withdraw: { label: 'سحب', done: 'سحب {actor} الطلب' },
        change_tutor: { label: 'تغيير المشرف', done: 'غيّر {actor} المشرف' },
        request_midterm: { label: 'طلب تقييمات منتصف المدة', done: 'طلب {actor} تقييمات منتصف المدة' },
        request_final: { label: 'طلب التقييمات النهائية', done: 'طلب {actor} التقييمات النهائية' },
        request_testimonial: { label: 'طلب شهادة المتدرب', done: 'طلب {actor} شهادة المتدرب' },
        complete: { label: 'إنهاء', done: 'أنهى {actor} هذا التدريب' },
        cancel: { label: 'إلغاء التدريب', done: 'ألغى {actor} هذا التدريب' },
      },
      reasons: {
        no_place: 'لا مكان شاغرًا',
        profile: 'الملف غير مناسب',
        dates: 'المواعيد غير مناسبة',
        intern_left: 'غادر المتدرب',
        no_capacity: 'لا أحد يمكنه الإشراف',
        conduct: 'السلوك',
        other: 'سبب آخر',
      },
      rules: {
        wishEndsLater: 'يجب أن يكون اليوم الأخير بعد الأول.',
        endsLater: 'يجب أن يكون اليوم الأخير بعد الأول.',
      },
      children: {
        agreement: 'اتفاقية التدريب',
        report: 'تقرير التدريب',
        documents: 'مستند آخر',
        midterm_by_tutor: 'تقييم منتصف المدة من المشرف',
        midterm_by_intern: 'تقييم منتصف المدة من المتدرب',
        final_by_tutor: 'التقييم النهائي من المشرف',
        final_by_intern: 'التقييم النهائي من المتدرب',
        surveys: 'استبيان',
        testimonial: 'شهادة المتدرب',
        figures: 'مؤشر أداء',
      },
      timers: {
        midterm: 'مضى نصف مدة التدريب',
        ending: 'بقي أسبوعان',
        overrun: 'مضى اليوم الأخير',
      },
      messages: {
        received: {
          title: 'وصلنا طلبك',
          body: 'شكرًا لطلبك التدريب في «{position}». ستقرر الموارد البشرية وتبلّغك.',
        },
        applied: {
          title: 'طلب تدريب: {position}',
          body: 'يطلب {owner} ({school}) تدريبًا من {wishedFrom, date, medium} إلى {wishedTo, date, medium}.',
        },
        accepted: {
          title: 'قُبل تدريبك: {position}',
          body: 'تبدأ في {startsOn, date, long}، والمشرف عليك {tutor}. يُرجى رفع الاتفاقية الموقّعة.',
        },
        tutoring: {
          title: 'أنت المشرف على {owner}',
          body: '{position}، من {startsOn, date, medium} إلى {endsOn, date, medium}.',
        },
        started: {
          title: 'تدريب {owner}',
          body: '{position}، من {startsOn, date, medium} إلى {endsOn, date, medium}. المشرف: {tutor}.',
        },
        refused: { title: 'رُفض طلبك: {position}', body: 'نأسف: {reason}. {note}' },
        withdrawn: { title: 'سُحب الطلب: {position}', body: 'سحب {owner} طلبه.' },
        new_tutor: { title: 'أصبح {tutor} مشرفك', body: 'تدريبك: {position}.' },
        ready: {
          title: 'يمكن إنهاء تدريب {owner}',
          body: 'الاتفاقية والتقييم النهائي من المشرف متوفران.',
        },
        completed: {
          title: 'اكتمل تدريبك: {position}',
          body: 'شكرًا على وقتك معنا يا {owner}، ونتمنى لك التوفيق!',
        },
        completed_for_us: { title: 'اكتمل تدريب {owner}', body: 'أنهاه {actor}: {position}.' },
        cancelled: { title: 'أُلغي تدريب {owner}', body: 'ألغاه {actor}: {reason}. {note}' },
        midterm_due: {
          title: 'منتصف المدة: تدريب {owner}',
          body: 'مضى نصفه: حان وقت التقييمات، من المشرف للمتدرب ومن المتدرب للمشرف.',
        },
        ending: {
          title: 'بقي أسبوعان: تدريب {owner}',
          body: 'اليوم الأخير {endsOn, date, long}. حان وقت التقييمات النهائية والتقرير.',
        },
        overrun: {
          title: 'انتهى ولم يُغلق: تدريب {owner}',
          body: 'كان اليوم الأخير {endsOn, date, long}.',
        },
      },
    },
  },
})

/** The day in the middle of the internship. */
function middle({ startsOn, endsOn }: { startsOn?: string | undefined; endsOn?: string | undefined }) {
  if (!startsOn || !endsOn) return undefined
  return new Date((Date.parse(startsOn) + Date.parse(endsOn)) / 2).toISOString().slice(0, 10)
}
