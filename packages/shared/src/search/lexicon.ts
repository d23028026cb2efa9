import type { Locale } from '../locales.ts'
import type { Workflow } from '../machine/define.ts'
import { type Field, fieldsOf } from '../machine/fields.ts'
import { searchWords } from './words.ts'

export interface Option {
  value: string
  label: string
}

/** What may stand before a colon. `options` are all there are of a choice, and proposals of everything else. */
export interface Key {
  name: string
  label: string
  kind: 'choice' | 'person' | 'place' | 'date' | 'text' | 'id'
  options: Option[]
  /** It asks for a field of the workflow's data. */
  isField: boolean
}

export type Lexicon = Key[]

/** What can be searched for in one workflow's cases, in a language; without a workflow what all have in common. */
export function lexiconOf(workflow: Workflow | null, locale: Locale): Lexicon {
  const words = searchWords[locale]
  const yesNo = [
    { value: 'yes', label: words.yes },
    { value: 'no', label: words.no },
  ]
  const key = (name: keyof typeof words.keys, kind: Key['kind'], options: Option[]): Key => ({
    name,
    label: words.keys[name],
    kind,
    options,
    isField: false,
  })
  const me = { value: 'me', label: words.me }
  const days = ['today', 'yesterday'] as const
  const dates = [
    ...days.map((day) => ({ value: day, label: words[day] })),
    { value: '>-7d', label: words.week },
    { value: '>-30d', label: words.month },
  ]
  const own = workflow ? fieldsOf(workflow.data) : []
  const place = own.find((field) => field.kind === 'scope')
  const waits = workflow && Object.values(workflow.stages).some(({ needs = [] }) => needs.length > 0)
  const common: Lexicon = [
    ...(workflow ? [key('state', 'choice', statesOf(workflow, locale))] : []),
    key('closed', 'choice', [...yesNo, { value: 'any', label: words.any }]),
    key('urgent', 'choice', yesNo),
    ...(waits ? [key('ready', 'choice', yesNo)] : []),
    key('claimed', 'choice', yesNo),
    ...(place && workflow
      ? [
          {
            ...key('scope', 'place', []),
            label: workflow.words[locale].fields[place.name] ?? words.keys.scope,
          },
        ]
      : []),
    key('owner', 'person', [me]),
    key('assignee', 'person', [me, { value: 'none', label: words.none }]),
    key('opened', 'date', dates),
    key('changed', 'date', dates),
  ]
  const taken = new Set(common.map(({ name }) => name))
  const fields = workflow ? own.flatMap((field) => fieldKey(workflow, field, locale)) : []
  return [...common, ...fields.filter(({ name }) => !taken.has(name))]
}

const statesOf = (workflow: Workflow, locale: Locale): Option[] =>
  Object.keys(workflow.states).map((value) => ({
    value,
    label: workflow.words[locale].states[value] ?? value,
  }))

function fieldKey(workflow: Workflow, field: Field, locale: Locale): Key[] {
  // What only some see of a case cannot be searched for: finding it would tell.
  if (workflow.fields[field.name]?.see) return []
  const own = workflow.words[locale]
  const words = searchWords[locale]
  const key = { name: field.name, label: own.fields[field.name] ?? field.name, isField: true }
  switch (field.kind) {
    case 'choice': {
      const label = (option: string) => own.options[field.name]?.[option] ?? option
      return [
        { ...key, kind: 'choice', options: field.options.map((value) => ({ value, label: label(value) })) },
      ]
    }
    case 'yesNo': {
      const options = [
        { value: 'true', label: words.yes },
        { value: 'false', label: words.no },
      ]
      return [{ ...key, kind: 'choice', options }]
    }
    default:
      return []
  }
}

const plain = (text: string): string => text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, '-')

/** The key that somebody wrote, by its name or by its label in the reader's language (spaces as hyphens). */
export const findKey = (lexicon: Lexicon, written: string): Key | undefined =>
  lexicon.find(({ name }) => plain(name) === plain(written)) ??
  lexicon.find(({ label }) => plain(label) === plain(written))

export const findOption = (key: Key, written: string): Option | undefined =>
  key.options.find(({ value }) => plain(value) === plain(written)) ??
  key.options.find(({ label }) => plain(label) === plain(written))

/** Whether what was written so far may become this word. */
export const mayBecome = (word: string, written: string): boolean =>
  plain(word).startsWith(plain(written)) || plain(word).includes(`-${plain(written)}`)
