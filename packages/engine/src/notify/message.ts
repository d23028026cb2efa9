import type { CaseRow } from '@belfry/db/queries/cases'
import type { EventRow } from '@belfry/db/queries/events'
import type { MessageText } from '@belfry/db/queries/fan-out'
import { type Locale, locales } from '@belfry/shared'
import {
  type Field,
  type Tell,
  type Tone,
  type Workflow,
  fieldsHiddenFrom,
  fieldsOf,
} from '@belfry/shared/machine'
import { FOLLOWED, generalMessages, words } from '@belfry/shared/words'
import { type WordValues, say } from '@belfry/shared/words/format'
import { getWorkflow } from '@belfry/shared/workflows'
import { sentenceOf } from '../cases/history.ts'
import { labelsOf, slotOf, titleOf } from '../cases/view.ts'
import { type EventData, after } from '../events/record.ts'

/** The text of one rule's message in every language: written once per audience, not once per person. */
export function renderMessages(event: EventRow, item: CaseRow, tell: Tell, rank: number): MessageText[] {
  const workflow = getWorkflow(item.workflow)
  const data = event.data as EventData
  const hidden = fieldsHiddenFrom(workflow, tell.who)
  return locales.map((locale, place) => {
    const own = workflow.words[locale]
    const general = words[locale]
    const text = generalMessages(general)[tell.message] ?? own.messages[tell.message]!
    const values: WordValues = {
      ...valuesOf(item, data.after ?? {}, locale, hidden),
      actor: event.actor_name,
      owner: item.ownerName,
      name: own.name,
      title: titleOf(item, locale),
      slot: slotOf(item, locale),
      parent: item.parentTitle ?? '',
      state: own.states[after(data, 'state') ?? item.state] ?? item.state,
      note: data.note ?? '',
      done: tell.message === FOLLOWED ? sentenceOf(workflow, event, locale) : '',
      ...data.facts,
      ...data.approvals,
      reason: data.reason ? (own.reasons[data.reason] ?? data.reason) : '',
    }
    return {
      variant: rank * locales.length + place,
      locale,
      type: `${workflow.name}.${tell.message}`,
      category: workflow.category,
      tone: tell.tone ?? (tell.message === FOLLOWED ? toneOf(workflow, data) : 'info'),
      priority: tell.priority ?? 'normal',
      title: say(locale, text.title, values, item.timeZone),
      body: say(locale, text.body, values, item.timeZone),
      link: `/cases/${item.id}`,
      data: {},
    }
  })
}

const toneOf = (workflow: Workflow, data: EventData): Tone =>
  workflow.states[after(data, 'state') ?? '']?.tone ?? 'info'

/** The fields of a case as a message shows them, as the event left them: names for ids, words for choices, dates for times. */
function valuesOf(
  item: CaseRow,
  changed: Record<string, unknown>,
  locale: Locale,
  hidden: string[],
): WordValues {
  const workflow = getWorkflow(item.workflow)
  const labels = labelsOf(item)
  const values: WordValues = {}
  for (const field of fieldsOf(workflow.data)) {
    if (hidden.includes(field.name)) continue
    const value = Object.hasOwn(changed, field.name) ? changed[field.name] : item.data[field.name]
    values[field.name] = shown(field, value, labels, workflow.words[locale].options[field.name])
  }
  return values
}

function shown(
  field: Field,
  value: unknown,
  labels: Record<string, string>,
  options: Record<string, string> | undefined,
): string | number | Date | undefined {
  if (typeof value === 'number') return field.kind === 'money' ? value / 100 : value
  if (typeof value !== 'string') return undefined
  if (field.kind === 'moment') return new Date(value)
  // A day is in no zone; this hour of it is the same day from Hawaii to New Zealand.
  if (field.kind === 'date') return new Date(`${value}T10:30:00Z`)
  if (field.kind === 'choice') return options?.[value] ?? value
  return labels[field.name] ?? value
}
