import type { Locale } from '@belfry/shared'
import { type Field, type Workflow, fieldsOf } from '@belfry/shared/machine'
import type { Facts, Notice } from '@belfry/shared/notices'
import { words } from '@belfry/shared/words'
import { type WordValues, say } from '@belfry/shared/words/format'
import { people } from './people.ts'

/** When all samples happen: they look the same every day. */
export const sampleNow = new Date('2026-11-20T09:30:00Z')
const later = new Date('2026-11-24T08:00:00Z')

const notes: Record<Locale, string> = {
  en: 'The second page was hard to read. Could you send it again, please?',
  fr: 'La deuxième page est difficile à lire. Pourriez-vous la renvoyer, s’il vous plaît ?',
  ar: 'الصفحة الثانية غير واضحة. هل يمكنك إرسالها مرة أخرى من فضلك؟',
}

/** What the words of a workflow's messages are filled in with: every field by its kind, and what each event says. */
export function valuesFor(workflow: Workflow, locale: Locale): WordValues {
  const own = workflow.words[locale]
  const { actor, owner } = people[locale]
  const fields = Object.fromEntries(
    fieldsOf(workflow.data).map((field) => [field.name, fieldValue(field, workflow, locale)]),
  )
  const slot = Object.values(own.children)[0] ?? own.name
  const title = `${own.name} 2026-118`
  return {
    ...fields,
    actor,
    owner,
    name: own.name,
    title,
    slot,
    parent: title,
    person: owner,
    state: Object.values(own.states)[0] ?? '',
    note: notes[locale],
    done: say(locale, own.submitted, { ...fields, actor, owner, name: own.name, title, note: notes[locale] }),
    reason: Object.values(own.reasons)[0] ?? notes[locale],
    how: 'by_hand',
    have: 1,
    needed: 2,
  }
}

function fieldValue(field: Field, workflow: Workflow, locale: Locale): string | number | Date {
  const own = workflow.words[locale]
  switch (field.kind) {
    case 'number':
      return 12
    case 'money':
      return 1250
    case 'date':
    case 'moment':
      return later
    case 'choice':
      return own.options[field.name]?.[field.options[0]!] ?? field.options[0]!
    case 'person':
      return people[locale].owner
    case 'link':
      return 'https://example.test/'
    // What a person would write there is anybody's guess; the field's own name says at least what it is.
    default:
      return own.fields[field.name] ?? field.name
  }
}

const facts: Record<string, string> = {
  ip: '203.0.113.7',
  device: 'Firefox, Linux',
  procedure: 'audit.search',
}

/** The facts of an event that a notice tells of. */
export const factsFor = (notice: Notice, locale: Locale): Facts =>
  Object.fromEntries(
    Object.entries(notice.facts).map(([name, kind]) => {
      switch (kind) {
        case 'role':
          return [name, 'officer']
        case 'flag':
          return [name, 'yes']
        case 'number':
          return [name, 3]
        case 'moment':
          return [name, sampleNow.toISOString()]
        case 'text':
          return [name, facts[name] ?? texts[name]?.[locale] ?? people[locale].owner]
      }
    }),
  )

const texts: Record<string, Record<Locale, string>> = {
  key: { en: 'Timesheets', fr: 'Feuilles d’heures', ar: 'سجل الساعات' },
  place: { en: 'North station', fr: 'Gare du Nord', ar: 'محطة الشمال' },
  title: { en: 'Office closed on Monday', fr: 'Bureau fermé lundi', ar: 'المكتب مغلق يوم الاثنين' },
}

/** How a rule would name its reader, as far as a sample can say. */
export function becauseOf(who: readonly { kind: string; role?: string }[], locale: Locale): string[] {
  const { roles, why } = words[locale]
  const [first] = who
  if (first?.role) return [say(locale, why.you.role, { role: roles[first.role as keyof typeof roles] })]
  if (first?.kind === 'owner') return [why.you.owner]
  if (first?.kind === 'concerned') return [why.you.account]
  return [why.you.part]
}
