import { type Field, type Workflow, fieldsOf } from '@belfry/shared/machine'
import { columnsOf } from '../pages/case-words.ts'
import { type WordKey, locale, t } from '../words/index.ts'

/** A column beside the title: a field of the data, or what every case has. */
export interface Column {
  key: string
  label: string
  field: Field | null
  /** Letters of the longest word that stands in it, where that is known. */
  letters?: number
}

const common = {
  state: 'queue.state',
  stage: 'queue.stage',
  owner: 'queue.filedBy',
  assignee: 'queue.assignee',
  opened: 'queue.opened',
  changed: 'queue.lastChange',
} as const satisfies Record<string, WordKey>

type CommonKey = keyof typeof common

const takesRoom: readonly Field['kind'][] = ['file', 'list', 'recurrence']

/** All columns that there can be, in the order in which they are shown. */
export function allColumns(workflow: Workflow): Column[] {
  const has = (key: CommonKey) => key !== 'stage' || Object.keys(workflow.stages).length > 0
  const own = fieldsOf(workflow.data)
    .filter((field) => !takesRoom.includes(field.kind) && !(field.kind === 'text' && field.long))
    .filter(({ name }) => !(name in common))
    .map((field): Column => {
      const options = field.kind === 'choice' && workflow.words[locale()].options[field.name]
      const label = workflow.words[locale()].fields[field.name] ?? field.name
      return { key: field.name, label, field, ...(options && { letters: longest(options) }) }
    })
  const letters = longest(workflow.words[locale()].states)
  const general = (keys: CommonKey[]): Column[] =>
    keys.filter(has).map((key) => ({
      key,
      label: t(common[key]),
      field: null,
      ...((key === 'state' || key === 'stage') && { letters }),
    }))
  return [...general(['state', 'stage']), ...own, ...general(['owner', 'assignee', 'opened', 'changed'])]
}

const longest = (words: Record<string, string>) =>
  Math.max(...Object.values(words).map((word) => word.length))

/** Whose case it is has room beside three fields, but not beside four. */
export const usualColumns = (workflow: Workflow): string[] => [
  'state',
  ...columnsOf(workflow).map(({ name }) => name),
  ...(columnsOf(workflow).length > 3 ? [] : ['owner']),
  'opened',
]

/** The columns that the address names, or the usual ones. */
export function shownColumns(workflow: Workflow, named: string[] | undefined): Column[] {
  const wanted = named ?? usualColumns(workflow)
  return allColumns(workflow).filter(({ key }) => wanted.includes(key))
}

/** How wide a column is; the title takes what is left. */
export function widthOf({ key, field, letters }: Column): string {
  if (field?.kind === 'choice') return `minmax(min(${(letters ?? 20) * 0.45}rem, 7rem), 0.7fr)`
  // As wide as its badge, up to a point: states are what one looks down the list for.
  if (letters !== undefined) return `minmax(min(${1.9 + letters * 0.41}rem, 11rem), 0.5fr)`
  if (key === 'opened' || key === 'changed') return 'minmax(5.5rem, 7rem)'
  if (field?.kind === 'moment') return 'minmax(9rem, 0.8fr)'
  if (field?.kind === 'date') return 'minmax(6rem, 0.5fr)'
  if (field?.kind === 'number' || field?.kind === 'yesNo') return 'minmax(3.5rem, 0.4fr)'
  const isName = field === null || field.kind === 'person' || field.kind === 'scope'
  return `minmax(${isName ? 6.5 : 4.5}rem, 1fr)`
}
