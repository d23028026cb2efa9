import type { Locale, Role } from '@belfry/shared'
import {
  type Calendar,
  date,
  defineWorkflow,
  moment,
  owner,
  person,
  personIn,
  recurrence,
  role,
  roleInScope,
  text,
} from '@belfry/shared/machine'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'

// One small workflow that compiles, and below it the same with one mistake each.
const words = {
  name: 'Leave',
  plural: 'Leaves',
  submit: 'Ask for leave',
  submitted: '{actor} asked',
  fields: { stand_in: 'Stand-in', why: 'Why' },
  states: { asked: 'Asked', granted: 'Granted', denied: 'Denied' },
  actions: { grant: { label: 'Grant', done: 'granted' }, deny: { label: 'Deny', done: 'denied' } },
  reasons: { busy: 'Too busy' },
  rules: { long_enough: 'Too short.' },
  messages: { asked: { title: 'Asked', body: '' }, settled: { title: 'Settled', body: '' } },
}

const leave = {
  name: 'leave',
  category: 'request',
  data: z.object({ stand_in: person('employee'), why: text().optional() }),
  scope: () => null,
  title: () => 'Leave',
  states: { asked: { open: true }, granted: { tone: 'success' }, denied: {} },
  initial: 'asked',
  rules: { long_enough: { holds: () => true, at: 'why' } },
  submit: { by: [role('employee')], tell: [{ who: [role('hr'), personIn('stand_in')], message: 'asked' }] },
  actions: {
    grant: { from: ['asked'], to: 'granted', by: [role('hr')], tell: [{ who: [owner], message: 'settled' }] },
    deny: {
      from: ['asked'],
      to: 'denied',
      by: [roleInScope('supervisor')],
      reason: ['busy'],
      tell: [{ who: [owner], message: 'settled' }],
    },
  },
  words: { en: words, fr: words, ar: words },
} as const

const { grant, deny } = leave.actions

test('a workflow with nothing wrong compiles, and keeps the type of its data', () => {
  const made = defineWorkflow(leave)

  expectTypeOf(made.name).toEqualTypeOf<'leave'>()
  expectTypeOf<z.output<typeof made.data>>().toEqualTypeOf<{ stand_in: string; why?: string | undefined }>()
})

test('a state that does not exist does not compile', () => {
  // @ts-expect-error: no such state to begin in
  defineWorkflow({ ...leave, initial: 'gone' })
  // @ts-expect-error: no such state to go to
  defineWorkflow({ ...leave, actions: { deny, grant: { ...grant, to: 'gone' } } })
  // @ts-expect-error: no such state to come from
  defineWorkflow({ ...leave, actions: { deny, grant: { ...grant, from: ['asked', 'gone'] } } })
})

test('a stage that is no state, or tells of it without words, does not compile', () => {
  const tell = { who: [owner], message: 'settled' } as const
  defineWorkflow({ ...leave, stages: { asked: { ready: [tell] }, granted: {} } })
  // @ts-expect-error: no such state
  defineWorkflow({ ...leave, stages: { asked: {}, gone: {} } })
  // @ts-expect-error: no such message
  defineWorkflow({ ...leave, stages: { asked: { ready: [{ ...tell, message: 'forgotten' }] } } })
})

test('a role that does not exist does not compile', () => {
  // @ts-expect-error: nobody is a wizard
  role('wizard')
  // @ts-expect-error: nobody is a wizard at a station either
  roleInScope('wizard')
  // @ts-expect-error: a person field asks for a role as well
  person('wizard')
  // @ts-expect-error: written out by hand
  defineWorkflow({ ...leave, submit: { by: [{ kind: 'role', role: 'wizard' }], tell: [] } })
  expectTypeOf(role).parameter(0).toEqualTypeOf<Role>()
})

test('a message without words does not compile', () => {
  const tell = [{ who: [owner], message: 'forgotten' }] as const
  // @ts-expect-error: told of the filing
  defineWorkflow({ ...leave, submit: { ...leave.submit, tell } })
  // @ts-expect-error: told of an action
  defineWorkflow({ ...leave, actions: { deny, grant: { ...grant, tell } } })
})

test('a field that does not exist does not compile', () => {
  const tell = [{ who: [personIn('boss')], message: 'settled' }] as const
  // @ts-expect-error: told
  defineWorkflow({ ...leave, actions: { deny, grant: { ...grant, tell } } })
  // @ts-expect-error: may act
  defineWorkflow({ ...leave, actions: { deny, grant: { ...grant, by: [personIn('boss')] } } })
  // @ts-expect-error: shows what is wrong
  defineWorkflow({ ...leave, rules: { long_enough: { holds: () => true, at: 'boss' } } })
  // @ts-expect-error: read by a rule
  defineWorkflow({ ...leave, rules: { long_enough: { holds: (data) => data.boss === '', at: 'why' } } })
  // @ts-expect-error: stands in lists
  defineWorkflow({ ...leave, columns: ['boss'] })
  // @ts-expect-error: read by the title
  defineWorkflow({ ...leave, title: (data) => data.boss })
})

test('a calendar of what is no moment, or of a state that does not exist, does not compile', () => {
  const data = leave.data.extend({
    from: moment(),
    till: moment().optional(),
    again: recurrence('from'),
    on: date(),
  })
  const dated = {
    ...words,
    fields: { ...words.fields, from: 'From', till: 'Till', again: 'Again', on: 'On' },
  }
  const planned = { ...leave, data, words: { en: dated, fr: dated, ar: dated } }
  const calendar = {
    starts: 'from',
    ends: 'till',
    recurrence: 'again',
    states: ['granted'],
    shows: ['why'],
  } as const
  expectTypeOf(defineWorkflow({ ...planned, calendar }).calendar).toEqualTypeOf<Calendar | null>()
  // @ts-expect-error: a line of text
  defineWorkflow({ ...planned, calendar: { ...calendar, starts: 'why' } })
  // @ts-expect-error: a day is no moment
  defineWorkflow({ ...planned, calendar: { ...calendar, ends: 'on' } })
  // @ts-expect-error: no such field
  defineWorkflow({ ...planned, calendar: { ...calendar, starts: 'begin' } })
  // @ts-expect-error: that does not come again
  defineWorkflow({ ...planned, calendar: { ...calendar, recurrence: 'from' } })
  // @ts-expect-error: no such state
  defineWorkflow({ ...planned, calendar: { ...calendar, states: ['gone'] } })
  // @ts-expect-error: no such field to show
  defineWorkflow({ ...planned, calendar: { ...calendar, shows: ['boss'] } })
})

test('a language that is missing does not compile', () => {
  // @ts-expect-error: no Arabic
  defineWorkflow({ ...leave, words: { en: words, fr: words } })
  expectTypeOf<keyof ReturnType<typeof defineWorkflow>['words']>().toEqualTypeOf<Locale>()
})

test('a word that is missing does not compile, whatever its kind', () => {
  const { asked } = words.states
  const { grant: grantWords } = words.actions
  // @ts-expect-error: a state in English
  defineWorkflow({ ...leave, words: { ...leave.words, en: { ...words, states: { asked } } } })
  // @ts-expect-error: a state in French
  defineWorkflow({ ...leave, words: { ...leave.words, fr: { ...words, states: { asked } } } })
  // @ts-expect-error: a state in Arabic
  defineWorkflow({ ...leave, words: { ...leave.words, ar: { ...words, states: { asked } } } })
  // @ts-expect-error: an action
  defineWorkflow({ ...leave, words: { ...leave.words, fr: { ...words, actions: { grant: grantWords } } } })
  // @ts-expect-error: a field
  defineWorkflow({ ...leave, words: { ...leave.words, fr: { ...words, fields: { why: 'Pourquoi' } } } })
  // @ts-expect-error: a reason
  defineWorkflow({ ...leave, words: { ...leave.words, fr: { ...words, reasons: {} } } })
  // @ts-expect-error: a rule
  defineWorkflow({ ...leave, words: { ...leave.words, fr: { ...words, rules: {} } } })
  const { settled } = words.messages
  // @ts-expect-error: a message
  defineWorkflow({ ...leave, words: { ...leave.words, ar: { ...words, messages: { settled } } } })
  const half = { ...words.messages, settled: { title: 'Settled' } }
  // @ts-expect-error: half of a message
  defineWorkflow({ ...leave, words: { ...leave.words, ar: { ...words, messages: half } } })
  const { plural: _plural, ...withoutPlural } = words
  // @ts-expect-error: the name of several
  defineWorkflow({ ...leave, words: { ...leave.words, fr: withoutPlural } })
})
