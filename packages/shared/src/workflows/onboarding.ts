import { z } from 'zod'
import { defineWorkflow } from '../machine/define.ts'
import { choice, date, text } from '../machine/fields.ts'
import { owner, role, supervisor } from '../machine/who.ts'

const reviewers = [role('reviewer'), role('admin')] as const
const underReview = ['details', 'documents', 'background', 'contract'] as const
const next = { details: 'documents', documents: 'background', background: 'contract' } as const

const personal = { see: [owner, role('reviewer'), role('hr')] } as const

/**
 * Onboarding: an employee's way from the profile to the first day.
 *
 *   details ──advance──▶ documents ──advance──▶ background ──advance──▶ contract ──activate (two people)──▶ active
 *      │ ▲                  (each needs its documents)
 *      ▼ │ request_changes, resubmit: at every stage, back to the same one
 *    changes              reject ▶ rejected, withdraw ▶ withdrawn: at every stage
 */
export const onboarding = defineWorkflow({
  name: 'onboarding',
  category: 'stage',
  data: z.object({
    fullName: text({ max: 120 }),
    dateOfBirth: date(),
    phone: text({ min: 6, max: 30 }),
    address: text({ max: 500, long: true }),
    emergencyContact: text({ max: 200 }),
    department: choice(['operations', 'maintenance', 'customers', 'finance', 'it']),
    startsOn: date(),
    remarks: text({ max: 2000, long: true }).optional(),
  }),
  rules: {
    oldEnough: { holds: (data) => data.dateOfBirth <= yearsBefore(data.startsOn, 16), at: 'dateOfBirth' },
  },
  title: (data) => data.fullName,
  columns: ['department', 'startsOn'],
  states: {
    details: { open: true, tone: 'info', urgentAfter: { days: 7 } },
    documents: { open: true, tone: 'info', urgentAfter: { days: 7 } },
    background: { open: true, tone: 'info', urgentAfter: { days: 7 } },
    contract: { open: true, tone: 'info', urgentAfter: { days: 7 } },
    active: { tone: 'success' },
    changes: { open: true, tone: 'warning' },
    rejected: { tone: 'error' },
    withdrawn: {},
  },
  initial: 'details',
  stages: {
    details: {},
    documents: {
      needs: ['identity', 'diploma', 'bank_details'],
      ready: [{ who: reviewers, message: 'ready', tone: 'success' }],
    },
    background: {
      needs: ['background_check'],
      ready: [{ who: reviewers, message: 'ready', tone: 'success' }],
    },
    contract: {
      needs: ['signed_contract'],
      ready: [{ who: reviewers, message: 'ready', tone: 'success', mail: true }],
    },
    active: {},
  },
  fields: { dateOfBirth: personal, phone: personal, address: personal, emergencyContact: personal },
  see: [role('hr'), supervisor],
  submit: {
    by: [role('employee')],
    tell: [
      { who: [owner], message: 'received', tone: 'success', actorToo: true },
      { who: reviewers, message: 'submitted', mail: true },
    ],
  },
  actions: {
    advance: {
      from: ['details', 'documents', 'background'],
      to: (_, { stage }) => (stage in next ? next[stage as keyof typeof next] : stage),
      by: reviewers,
      notBy: ['owner'],
      ready: true,
      note: true,
      bulk: true,
      tone: 'success',
      tell: [
        { who: [owner], message: 'documents_due', entering: ['documents'], tone: 'success', mail: true },
        { who: [owner], message: 'advanced', tone: 'success', mail: true },
        { who: [role('hr')], message: 'contract_due', entering: ['contract'], mail: true },
      ],
    },
    activate: {
      from: ['contract'],
      to: 'active',
      by: reviewers,
      notBy: ['owner'],
      approvals: 2,
      ready: true,
      note: true,
      bulk: true,
      tone: 'success',
      grants: 'employee:active',
      tellApproval: [{ who: reviewers, message: 'one_more', mail: true }],
      tell: [
        { who: [owner], message: 'activated', tone: 'success', priority: 'high', mail: true },
        { who: [...reviewers, role('hr')], message: 'activated_for_us', tone: 'success', actorToo: true },
        { who: [supervisor], message: 'joins', tone: 'success', mail: true },
      ],
    },
    request_changes: {
      from: underReview,
      to: 'changes',
      by: reviewers,
      notBy: ['owner'],
      bulk: true,
      tone: 'warning',
      reason: ['incomplete', 'unclear', 'wrong', 'other'],
      note: true,
      tell: [{ who: [owner], message: 'changes_requested', tone: 'warning', priority: 'high', mail: true }],
    },
    resubmit: {
      from: ['changes'],
      to: (_, { stage }) => stage,
      by: [owner],
      asks: [
        'fullName',
        'dateOfBirth',
        'phone',
        'address',
        'emergencyContact',
        'department',
        'startsOn',
        'remarks?',
      ],
      tone: 'info',
      tell: [
        { who: [owner], message: 'received', tone: 'success', actorToo: true },
        { who: reviewers, message: 'resubmitted' },
      ],
    },
    reject: {
      from: [...underReview, 'changes'],
      to: 'rejected',
      by: reviewers,
      notBy: ['owner'],
      bulk: true,
      tone: 'error',
      reason: ['not_eligible', 'documents', 'background', 'no_answer', 'other'],
      tell: [
        { who: [owner], message: 'rejected', tone: 'error', priority: 'high', mail: true },
        { who: [role('hr')], message: 'rejected_for_us', tone: 'warning' },
      ],
    },
    withdraw: {
      from: [...underReview, 'changes'],
      to: 'withdrawn',
      by: [owner],
      tell: [{ who: [...reviewers, role('hr')], message: 'withdrawn' }],
    },
  },
  timers: {
    remind: {
      in: ['changes'],
      after: { days: 3 },
      every: { days: 3 },
      times: 5,
      tell: [{ who: [owner], message: 'reminder', tone: 'warning', mail: true }],
    },
    escalate: {
      in: underReview,
      after: { days: 14 },
      every: { days: 7 },
      times: 8,
      tell: [
        {
          who: [role('hr'), role('admin')],
          message: 'overdue',
          tone: 'warning',
          priority: 'high',
          mail: true,
        },
      ],
    },
  },
  children: {
    identity: { workflow: 'document', by: [owner], withSubmit: true },
    diploma: { workflow: 'document', by: [owner], withSubmit: true },
    bank_details: { workflow: 'document', by: [owner], withSubmit: true },
    background_check: {
      workflow: 'document',
      by: [owner, role('reviewer')],
      in: ['documents', 'background', 'changes'],
    },
    signed_contract: { workflow: 'document', by: [owner, role('hr')], in: ['contract', 'changes'] },
  },
  words: {
    en: {
      name: 'Onboarding',
      plural: 'Onboarding',
      submit: 'Start onboarding',
      submitted: '{actor} sent the profile',
      fields: {
        fullName: 'Full name',
        dateOfBirth: 'Date of birth',
        phone: 'Phone',
        address: 'Address',
        emergencyContact: 'Emergency contact',
        department: 'Department',
        startsOn: 'First day',
        remarks: 'Remarks',
      },
      hints: {
        dateOfBirth: 'Only you, the reviewers and HR see this.',
        emergencyContact: 'Name and phone number of somebody we may call',
      },
      options: {
        department: {
          operations: 'Operations',
          maintenance: 'Maintenance',
          customers: 'Customer service',
          finance: 'Finance',
          it: 'Information technology',
        },
      },
      states: {
        details: 'Personal details',
        documents: 'Documents',
        background: 'Background check',
        contract: 'Contract',
        active: 'Active',
        changes: 'Changes needed',
        rejected: 'Rejected',
        withdrawn: 'Withdrawn',
      },
      actions: {
        advance: { label: 'On to the next stage', done: '{actor} took this on to the next stage' },
        activate: { label: 'Make active', done: '{actor} made this employee active' },
        request_changes: { label: 'Ask for changes', done: '{actor} asked for changes' },
        resubmit: { label: 'Send again', done: '{actor} sent the profile again' },
        reject: { label: 'Reject', done: '{actor} rejected this profile' },
        withdraw: { label: 'Withdraw', done: '{actor} withdrew the profile' },
      },
      reasons: {
        incomplete: 'Something is missing',
        unclear: 'Something is unclear',
        wrong: 'Something is not right',
        not_eligible: 'Does not meet the conditions',
        documents: 'The documents do not suffice',
        background: 'Result of the background check',
        no_answer: 'No answer',
        other: 'Another reason',
      },
      rules: { oldEnough: 'Employees are at least 16 years old on their first day.' },
      children: {
        identity: 'Identity document',
        diploma: 'Diploma',
        bank_details: 'Bank details',
        background_check: 'Background check',
        signed_contract: 'Signed contract',
      },
      timers: { remind: 'A reminder of the changes was sent', escalate: 'HR was told that this takes long' },
      messages: {
        received: {
          title: 'We have your profile',
          body: 'Thank you, {fullName}. Reviewers will look at it, and you will hear of every step.',
        },
        submitted: {
          title: 'New profile: {fullName}',
          body: '{fullName} starts on {startsOn, date, long} in {department}. Please review the profile.',
        },
        documents_due: {
          title: 'Next step: your documents',
          body: 'Your personal details are complete. Please see that your identity document, diploma and bank details are there.',
        },
        advanced: {
          title: 'Your onboarding goes on: {state}',
          body: '{actor} took your onboarding on to the stage “{state}”.',
        },
        contract_due: {
          title: 'Contract for {fullName}',
          body: '{fullName} starts on {startsOn, date, long} in {department}. The signed contract is needed now.',
        },
        ready: {
          title: '{fullName} is ready for the next stage',
          body: 'All that the stage “{state}” needs has been approved.',
        },
        one_more: {
          title: 'One more approval for {fullName}',
          body: '{actor} agreed to make {fullName} active ({have} of {needed}). Somebody else has to agree too.',
        },
        activated: {
          title: 'Welcome aboard, {fullName}!',
          body: 'Your onboarding is complete, and you are an active employee now. Your first day is {startsOn, date, long}.',
        },
        activated_for_us: {
          title: '{fullName} is an active employee now',
          body: 'The onboarding is complete and the role has been granted. First day: {startsOn, date, long}, {department}.',
        },
        joins: {
          title: '{fullName} joins your team',
          body: 'The onboarding is complete. First day: {startsOn, date, long}.',
        },
        changes_requested: {
          title: 'Please change your profile',
          body: '{actor} asks for changes: {reason}. {note}',
        },
        resubmitted: {
          title: '{fullName} sent the profile again',
          body: 'The changes that were asked for are there. It is at the stage “{state}”.',
        },
        rejected: { title: 'Your profile was rejected', body: '{actor} rejected it: {reason}. {note}' },
        rejected_for_us: {
          title: 'Profile of {fullName} rejected',
          body: '{actor} rejected it: {reason}. {note}',
        },
        withdrawn: { title: '{fullName} withdrew the profile', body: 'There is nothing left to do. {note}' },
        reminder: {
          title: 'Your profile waits for you',
          body: 'Changes were asked for. Please make them, so that your onboarding can go on.',
        },
        overdue: {
          title: 'Onboarding of {fullName} takes long',
          body: 'It has been at the stage “{state}” for more than two weeks. First day: {startsOn, date, long}.',
        },
      },
    },
    fr: {
      name: 'Intégration',
      plural: 'Intégrations',
      submit: 'Commencer l’intégration',
      submitted: '{actor} a envoyé le profil',
      fields: {
        fullName: 'Nom complet',
        dateOfBirth: 'Date de naissance',
        phone: 'Téléphone',
        address: 'Adresse',
        emergencyContact: 'Personne à prévenir',
        department: 'Service',
        startsOn: 'Premier jour',
        remarks: 'Remarques',
      },
      hints: {
        dateOfBirth: 'Visible seulement de vous, des réviseurs et des RH.',
        emergencyContact: 'Nom et téléphone d’une personne que nous pouvons appeler',
      },
      options: {
        department: {
          operations: 'Exploitation',
          maintenance: 'Maintenance',
          customers: 'Service clients',
          finance: 'Finances',
          it: 'Informatique',
        },
      },
      states: {
        details: 'Données personnelles',
        documents: 'Documents',
        background: 'Vérification des antécédents',
        contract: 'Contrat',
        active: 'En activité',
        changes: 'À corriger',
        rejected: 'Refusé',
        withdrawn: 'Retiré',
      },
      actions: {
        advance: { label: 'Passer à l’étape suivante', done: '{actor} est passé à l’étape suivante' },
        activate: { label: 'Mettre en activité', done: '{actor} a mis cette personne en activité' },
        request_changes: { label: 'Demander des corrections', done: '{actor} a demandé des corrections' },
        resubmit: { label: 'Renvoyer', done: '{actor} a renvoyé le profil' },
        reject: { label: 'Refuser', done: '{actor} a refusé ce profil' },
        withdraw: { label: 'Retirer', done: '{actor} a retiré le profil' },
      },
      reasons: {
        incomplete: 'Il manque quelque chose',
        unclear: 'Un point n’est pas clair',
        wrong: 'Un point n’est pas exact',
        not_eligible: 'Ne remplit pas les conditions',
        documents: 'Les documents ne suffisent pas',
        background: 'Résultat de la vérification',
        no_answer: 'Pas de réponse',
        other: 'Autre raison',
      },
      rules: { oldEnough: 'Il faut avoir au moins 16 ans le premier jour.' },
      children: {
        identity: 'Pièce d’identité',
        diploma: 'Diplôme',
        bank_details: 'Coordonnées bancaires',
        background_check: 'Vérification des antécédents',
        signed_contract: 'Contrat signé',
      },
      timers: {
        remind: 'Un rappel des corrections a été envoyé',
        escalate: 'Les RH ont été averties de la durée',
      },
      messages: {
        received: {
          title: 'Nous avons votre profil',
          body: 'Merci, {fullName}. Il va être examiné, et vous serez informé de chaque étape.',
        },
        submitted: {
          title: 'Nouveau profil : {fullName}',
          body: '{fullName} commence le {startsOn, date, long}, service : {department}. Merci d’examiner le profil.',
        },
        documents_due: {
          title: 'Prochaine étape : vos documents',
          body: 'Vos données personnelles sont complètes. Vérifiez que votre pièce d’identité, votre diplôme et vos coordonnées bancaires sont là.',
        },
        advanced: {
          title: 'Votre intégration avance : {state}',
          body: '{actor} a fait passer votre intégration à l’étape « {state} ».',
        },
        contract_due: {
          title: 'Contrat de {fullName}',
          body: '{fullName} commence le {startsOn, date, long}, service : {department}. Le contrat signé est attendu.',
        },
        ready: {
          title: '{fullName} : prêt pour l’étape suivante',
          body: 'Tout ce que demande l’étape « {state} » a été approuvé.',
        },
        one_more: {
          title: 'Encore une approbation pour {fullName}',
          body: '{actor} est d’accord pour mettre {fullName} en activité ({have} sur {needed}). Il faut l’accord d’une autre personne.',
        },
        activated: {
          title: 'Bienvenue, {fullName} !',
          body: 'Votre intégration est terminée, vous êtes maintenant en activité. Premier jour : {startsOn, date, long}.',
        },
        activated_for_us: {
          title: '{fullName} est maintenant en activité',
          body: 'L’intégration est terminée et le rôle accordé. Premier jour : {startsOn, date, long}, {department}.',
        },
        joins: {
          title: '{fullName} rejoint votre équipe',
          body: 'L’intégration est terminée. Premier jour : {startsOn, date, long}.',
        },
        changes_requested: {
          title: 'Merci de corriger votre profil',
          body: '{actor} demande des corrections : {reason}. {note}',
        },
        resubmitted: {
          title: '{fullName} a renvoyé le profil',
          body: 'Les corrections demandées sont là. Le profil est à l’étape « {state} ».',
        },
        rejected: { title: 'Votre profil a été refusé', body: '{actor} l’a refusé : {reason}. {note}' },
        rejected_for_us: {
          title: 'Profil de {fullName} refusé',
          body: '{actor} l’a refusé : {reason}. {note}',
        },
        withdrawn: { title: '{fullName} a retiré le profil', body: 'Il n’y a plus rien à faire. {note}' },
        reminder: {
          title: 'Votre profil vous attend',
          body: 'Des corrections ont été demandées. Merci de les faire pour que votre intégration continue.',
        },
        overdue: {
          title: 'L’intégration de {fullName} traîne',
          body: 'Elle est à l’étape « {state} » depuis plus de deux semaines. Premier jour : {startsOn, date, long}.',
        },
      },
    },
    ar: {
      name: 'التحاق موظف',
      plural: 'ملفات الالتحاق',
      submit: 'بدء الالتحاق',
      submitted: 'أرسل {actor} الملف',
      fields: {
        fullName: 'الاسم الكامل',
        dateOfBirth: 'تاريخ الميلاد',
        phone: 'الهاتف',
        address: 'العنوان',
        emergencyContact: 'جهة اتصال للطوارئ',
        department: 'القسم',
        startsOn: 'أول يوم عمل',
        remarks: 'ملاحظات',
      },
      hints: {
        dateOfBirth: 'لا يراه إلا أنت والمراجعون والموارد البشرية.',
        emergencyContact: 'اسم وهاتف شخص يمكننا الاتصال به',
      },
      options: {
        department: {
          operations: 'التشغيل',
          maintenance: 'الصيانة',
          customers: 'خدمة العملاء',
          finance: 'المالية',
          it: 'تقنية المعلومات',
        },
      },
      states: {
        details: 'البيانات الشخصية',
        documents: 'المستندات',
        background: 'التحقق من السجل',
        contract: 'العقد',
        active: 'نشِط',
        changes: 'مطلوب تعديل',
        rejected: 'مرفوض',
        withdrawn: 'مسحوب',
      },
      actions: {
        advance: { label: 'الانتقال إلى المرحلة التالية', done: 'نقل {actor} الملف إلى المرحلة التالية' },
        activate: { label: 'تفعيل الموظف', done: 'فعّل {actor} هذا الموظف' },
        request_changes: { label: 'طلب تعديلات', done: 'طلب {actor} تعديلات' },
        resubmit: { label: 'إعادة الإرسال', done: 'أعاد {actor} إرسال الملف' },
        reject: { label: 'رفض', done: 'رفض {actor} هذا الملف' },
        withdraw: { label: 'سحب', done: 'سحب {actor} الملف' },
      },
      reasons: {
        incomplete: 'هناك نقص',
        unclear: 'هناك ما هو غير واضح',
        wrong: 'هناك ما هو غير صحيح',
        not_eligible: 'لا يستوفي الشروط',
        documents: 'المستندات غير كافية',
        background: 'نتيجة التحقق من السجل',
        no_answer: 'لم يصل رد',
        other: 'سبب آخر',
      },
      rules: { oldEnough: 'يجب ألا يقل العمر عن 16 سنة في أول يوم عمل.' },
      children: {
        identity: 'وثيقة الهوية',
        diploma: 'الشهادة',
        bank_details: 'البيانات البنكية',
        background_check: 'التحقق من السجل',
        signed_contract: 'العقد الموقّع',
      },
      timers: { remind: 'أُرسل تذكير بالتعديلات', escalate: 'أُبلغت الموارد البشرية بطول المدة' },
      messages: {
        received: {
          title: 'وصلنا ملفك',
          body: 'شكرًا {fullName}. سيُراجَع الملف، وستُبلَّغ بكل خطوة.',
        },
        submitted: {
          title: 'ملف جديد: {fullName}',
          body: 'يبدأ {fullName} في {startsOn, date, long}، القسم: {department}. يُرجى مراجعة الملف.',
        },
        documents_due: {
          title: 'الخطوة التالية: مستنداتك',
          body: 'بياناتك الشخصية مكتملة. يُرجى التأكد من رفع وثيقة الهوية والشهادة والبيانات البنكية.',
        },
        advanced: {
          title: 'تقدّم التحاقك: {state}',
          body: 'نقل {actor} ملفك إلى مرحلة «{state}».',
        },
        contract_due: {
          title: 'عقد {fullName}',
          body: 'يبدأ {fullName} في {startsOn, date, long}، القسم: {department}. العقد الموقّع مطلوب الآن.',
        },
        ready: {
          title: '{fullName} جاهز للمرحلة التالية',
          body: 'قُبل كل ما تحتاجه مرحلة «{state}».',
        },
        one_more: {
          title: 'موافقة أخرى مطلوبة: {fullName}',
          body: 'وافق {actor} على تفعيل {fullName} ({have} من {needed}). يلزم أن يوافق شخص آخر.',
        },
        activated: {
          title: 'أهلًا بك يا {fullName}!',
          body: 'اكتمل التحاقك وأصبحت موظفًا نشِطًا. أول يوم عمل: {startsOn, date, long}.',
        },
        activated_for_us: {
          title: 'أصبح {fullName} موظفًا نشِطًا',
          body: 'اكتمل الالتحاق ومُنح الدور. أول يوم عمل: {startsOn, date, long}، {department}.',
        },
        joins: {
          title: 'ينضم {fullName} إلى فريقك',
          body: 'اكتمل الالتحاق. أول يوم عمل: {startsOn, date, long}.',
        },
        changes_requested: {
          title: 'يُرجى تعديل ملفك',
          body: 'يطلب {actor} تعديلات: {reason}. {note}',
        },
        resubmitted: {
          title: 'أعاد {fullName} إرسال الملف',
          body: 'وصلت التعديلات المطلوبة. الملف في مرحلة «{state}».',
        },
        rejected: { title: 'رُفض ملفك', body: 'رفضه {actor}: {reason}. {note}' },
        rejected_for_us: { title: 'رُفض ملف {fullName}', body: 'رفضه {actor}: {reason}. {note}' },
        withdrawn: { title: 'سحب {fullName} الملف', body: 'لم يعد هناك ما يلزم فعله. {note}' },
        reminder: {
          title: 'ملفك ينتظرك',
          body: 'طُلبت تعديلات. يُرجى إجراؤها ليستمر التحاقك.',
        },
        overdue: {
          title: 'طال التحاق {fullName}',
          body: 'مضى أكثر من أسبوعين في مرحلة «{state}». أول يوم عمل: {startsOn, date, long}.',
        },
      },
    },
  },
})

/** The same day so many years earlier, as ISO dates that compare as text. */
function yearsBefore(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`
}
