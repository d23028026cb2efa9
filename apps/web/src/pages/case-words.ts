import type { Tone, Workflow, WorkflowWords } from '@belfry/shared/machine'
import { type Field, fieldsOf } from '@belfry/shared/machine'
import type { Case } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { locale, t } from '../words/index.ts'
import { formatMoney } from '../words/numbers.ts'
import { formatDate, formatNumber, formatSpan, formatTime } from '../words/time.ts'

// A console that was loaded before a release may meet names it does not know; it shows them as they are.

export const wordsOf = (workflow: string): WorkflowWords | undefined =>
  findWorkflow(workflow)?.words[locale()]

export const nameOf = (workflow: string): string => wordsOf(workflow)?.name ?? workflow

export const stateWord = (workflow: string, state: string): string =>
  wordsOf(workflow)?.states[state] ?? state

export const toneOf = (workflow: string, state: string): Tone | undefined =>
  findWorkflow(workflow)?.states[state]?.tone

export const isUrgent = (item: Pick<Case, 'urgentAt' | 'closedAt'>, now: number): boolean =>
  item.closedAt === null && item.urgentAt !== null && Date.parse(item.urgentAt) <= now

/** How moments are told. */
type Style = 'short' | 'brief' | 'planned'

/** What a field of the case says, for a person; empty where nothing was given. Files have no text of their own. */
export const fieldText = (item: Case, field: Field, style: Style = 'short'): string =>
  item.labels[field.name] ?? valueText(item.workflow, field, item.data[field.name], { style })

/** What a value of a field says. `key` is the field's name in the words, `items.kind` for one in a list. */
export function valueText(
  workflow: string,
  field: Field,
  value: unknown,
  { style = 'short', key = field.name }: { style?: Style; key?: string } = {},
): string {
  if (value === undefined || value === null || value === '') return ''
  switch (field.kind) {
    case 'moment':
      return formatTime(asText(value), style)
    case 'date':
      return formatDate(asText(value))
    case 'number':
      return typeof value === 'number' ? withUnit(formatNumber(value), field.unit) : asText(value)
    case 'money':
      return typeof value === 'number' ? formatMoney(value, field.currency) : asText(value)
    case 'yesNo':
      return t(value === true ? 'forms.yes' : 'forms.no')
    case 'choice':
      return wordsOf(workflow)?.options[key]?.[asText(value)] ?? asText(value)
    case 'list':
      return Array.isArray(value) ? t('cases.lines', { count: value.length }) : ''
    case 'file':
      return t('cases.aFile')
    case 'recurrence':
      return t('cases.recurring')
    case 'text':
    case 'link':
    case 'person':
    case 'scope':
      return asText(value)
  }
}

/** What is not what its field says is shown as it is: a case may be older than the definition. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const withUnit = (figure: string, unit: string | undefined) =>
  unit === undefined ? figure : unit === '%' ? `${figure}%` : `${figure}\u00a0${unit}`

/** The fields that tell cases apart at a glance: places, people, times and figures, but nothing that takes room. */
export function columnsOf(workflow: Workflow): Field[] {
  const fields = fieldsOf(workflow.data)
  if (workflow.columns) return fields.filter(({ name }) => workflow.columns?.includes(name))
  return fields.filter((field) => !takesRoom.includes(field.kind) && field.required).slice(0, 4)
}

const takesRoom: readonly Field['kind'][] = ['text', 'link', 'file', 'list', 'recurrence']

/** What tells the case apart, one fact after the other. A figure or a day alone says little, so its name stands with it. */
export function factsOf(item: Case): string[] {
  const workflow = findWorkflow(item.workflow)
  return (workflow ? columnsOf(workflow) : []).flatMap((field) => {
    const text = field.kind === 'moment' ? '' : fieldText(item, field)
    if (!text) return []
    const name = wordsOf(item.workflow)?.fields[field.name] ?? field.name
    return [tellsItself(field) ? text : t('cases.fact', { name, text })]
  })
}

/** When it takes place: its start and its end are one fact. Empty where it has no times. */
export function timesOf(item: Case): string {
  const workflow = findWorkflow(item.workflow)
  const moments = (workflow ? columnsOf(workflow) : []).filter(({ kind }) => kind === 'moment')
  const [from, to] = moments.map(({ name }) => item.data[name])
  if (typeof from === 'string' && typeof to === 'string') return formatSpan(from, to)
  return moments.map((field) => fieldText(item, field, 'brief')).join(' – ')
}

const tellsItself = ({ kind }: Field) => kind === 'choice' || kind === 'person' || kind === 'scope'

/** The name of the case's scope: `station:north` is what the field `station` says. */
export function scopeName(item: Case): string | undefined {
  const workflow = findWorkflow(item.workflow)
  const field = workflow && fieldsOf(workflow.data).find((one) => isScopeOf(item, one))
  return field && item.labels[field.name]
}

const isScopeOf = (item: Case, field: Field) =>
  field.kind === 'scope' && item.scope === `${field.of}:${String(item.data[field.name])}`
