import type { Grant, Locale } from '@belfry/shared'

export const demoPassword = 'belfry-demo'

export interface DemoPerson {
  /** Name before `@belfry.test`. */
  login: string
  name: string
  what: string
  locale: Locale
  grants: Grant[]
  /** Who supervises him, by login. */
  supervisor?: string
}

const anywhere = (...roles: Grant['role'][]): Grant[] => roles.map((role) => ({ role, scope: null }))
const officerOf = (station: string): Grant[] => [{ role: 'officer', scope: `station:${station}` }]

/** The people of the demo; all made up. */
export const demoPeople: DemoPerson[] = [
  { login: 'vendor', name: 'Vera Transport', what: 'files shifts', locale: 'en', grants: anywhere('vendor') },
  {
    login: 'officer.north',
    name: 'Nora North',
    what: 'decides for station North',
    locale: 'en',
    grants: officerOf('north'),
  },
  {
    login: 'officer.north2',
    name: 'Niels Norrby',
    what: 'decides for station North, too',
    locale: 'en',
    grants: officerOf('north'),
  },
  {
    login: 'officer.south',
    name: 'Simone Sud',
    what: 'decides for station South',
    locale: 'fr',
    grants: officerOf('south'),
  },
  { login: 'driver', name: 'داود السائق', what: 'drives', locale: 'ar', grants: anywhere('driver') },
  { login: 'admin', name: 'Ada Belltower', what: 'sees everything', locale: 'en', grants: anywhere('admin') },
  {
    login: 'reviewer',
    name: 'Rita Review',
    what: 'reviews onboarding',
    locale: 'en',
    grants: anywhere('reviewer'),
  },
  {
    login: 'reviewer2',
    name: 'Rémi Relecteur',
    what: 'reviews onboarding',
    locale: 'fr',
    grants: anywhere('reviewer'),
  },
  { login: 'hr', name: 'Hanna Haupt', what: 'human resources', locale: 'en', grants: anywhere('hr') },
  {
    login: 'hr2',
    name: 'Hugo Humain',
    what: 'human resources, too',
    locale: 'fr',
    grants: anywhere('hr'),
  },
  {
    login: 'supervisor',
    name: 'Sven Overview',
    what: 'supervises',
    locale: 'en',
    grants: anywhere('supervisor', 'employee'),
  },
  {
    login: 'employee',
    name: 'Emil Example',
    what: 'employee',
    locale: 'en',
    grants: anywhere('employee'),
    supervisor: 'supervisor',
  },
  {
    login: 'employee2',
    name: 'Élodie Exemple',
    what: 'employee',
    locale: 'fr',
    grants: anywhere('employee'),
    supervisor: 'supervisor',
  },
  {
    login: 'intern',
    name: 'Ines Intern',
    what: 'intern',
    locale: 'en',
    grants: anywhere('intern'),
    supervisor: 'tutor',
  },
  { login: 'tutor', name: 'Tarek Tutor', what: 'tutors', locale: 'en', grants: anywhere('tutor') },
  { login: 'analyst', name: 'Ana Lyst', what: 'reads reports', locale: 'en', grants: anywhere('analyst') },
]

/** More drivers, so that a form has a choice; they have accounts like everybody else. */
export const demoDrivers: DemoPerson[] = ['Dario Drive', 'Dunja Diesel', 'Dilan Depot'].map((name, i) => ({
  login: `driver${i + 2}`,
  name,
  what: 'drives',
  locale: 'en',
  grants: anywhere('driver'),
}))

export const emailOf = (person: { login: string }): string => `${person.login}@belfry.test`

/** What the sign-in page and `npm start` show. */
export const demoAccounts = demoPeople.map((person) => ({
  email: emailOf(person),
  name: person.name,
  what: person.what,
}))
