import type { Locale, Role } from '@belfry/shared'
import type { DemoPerson } from './people.ts'

const named = (
  prefix: string,
  role: Role,
  names: Record<Locale, string[]>,
  supervisor?: string,
): DemoPerson[] =>
  Object.entries(names)
    .flatMap(([locale, own]) => own.map((name, place) => ({ name, place, locale: locale as Locale })))
    // One language after the other, so that every stage has people of each.
    .toSorted((a, b) => a.place - b.place)
    .map(({ name, locale }, n) => ({
      login: `${prefix}${n + 1}`,
      name,
      locale,
      what: 'is new here',
      grants: [{ role, scope: null }],
      ...(supervisor ? { supervisor } : {}),
    }))

/** Who joined, or wanted to, in the past months; all made up. They sign in as everybody does. */
export const newEmployees = named(
  'new',
  'employee',
  {
    en: [
      'Nell Newman',
      'Noah Novak',
      'Ola Onboard',
      'Pia Pending',
      'Quinn Quest',
      'Ray Ready',
      'Stella Start',
      'Theo Third',
    ],
    fr: [
      'Aline Arrivée',
      'Bruno Bienvenue',
      'Chloé Contrat',
      'Damien Début',
      'Eva Étape',
      'Fabien Frais',
      'Gaëlle Gare',
    ],
    ar: [
      'سلمى البداية',
      'كريم الجديد',
      'هدى المرحلة',
      'ياسين العقد',
      'ريم الوثيقة',
      'طارق الوصول',
      'نور القسم',
    ],
  },
  'supervisor',
)

export const newInterns = named('intern.', 'intern', {
  en: ['Iris Inquire', 'Ivan Insight', 'Jo Junior', 'Kai Curious', 'Lena Learner', 'Max Midterm'],
  fr: ['Inès Initiale', 'Jules Jeunot', 'Léa Leçon', 'Manon Mémoire', 'Nathan Novice', 'Océane Objectif'],
  ar: ['أمل المتعلمة', 'بلال الطالب', 'جود الفضولية', 'زيد الباحث', 'لينا المبتدئة', 'عمر المجتهد'],
})

export const moreTutors = named('tutor.', 'tutor', { en: [], fr: ['Thérèse Tuteur'], ar: ['توفيق المشرف'] })
