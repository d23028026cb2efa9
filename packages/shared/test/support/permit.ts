import type { Actor, Grant } from '@belfry/shared'
import {
  type CaseFacts,
  type Workflow,
  choice,
  date,
  defineWorkflow,
  number,
  owner,
  part,
  person,
  role,
  supervisor,
  text,
} from '@belfry/shared/machine'
import { z } from 'zod'

// A building permit: a workflow that uses all that the language has, with as few words as it takes.
const words = {
  name: 'Permit',
  plural: 'Permits',
  submit: 'Ask for a permit',
  submitted: '{actor} asked',
  fields: {
    what: 'What',
    size: 'Size',
    cost: 'Cost',
    secret: 'Secret',
    inspector: 'Inspector',
    visit: 'Visit',
  },
  options: { size: { small: 'Small', large: 'Large' } },
  states: { plan: 'Plan', build: 'Build', changes: 'Changes', done: 'Done', dropped: 'Dropped' },
  actions: {
    change: { label: 'Ask for changes', done: 'asked for changes' },
    resubmit: { label: 'Send again', done: 'sent again' },
    advance: { label: 'Advance', done: 'advanced' },
    finish: { label: 'Finish', done: 'finished' },
    weigh: { label: 'Weigh', done: 'weighed' },
  },
  reasons: { unclear: 'Unclear' },
  rules: { visitLater: 'Not before the plan.' },
  children: { drawing: 'Drawing', survey: 'Survey' },
  timers: { remind: 'Reminded', drop: 'Dropped' },
  messages: { heavy: { title: '{cost}', body: '' }, again: { title: '{title}', body: '' } },
}

export const permit = defineWorkflow({
  name: 'permit',
  category: 'request',
  data: z.object({
    what: text(),
    size: choice(['small', 'large'], { only: { large: ['hr'] } }),
    cost: number({ integer: true }).optional(),
    secret: text().optional(),
    inspector: person('tutor').optional(),
    visit: date().optional(),
  }),
  title: (data) => data.what,
  states: {
    plan: { open: true, urgentAfter: { days: 7 } },
    build: { open: true },
    changes: { open: true },
    done: { fulfils: true },
    dropped: { see: [role('admin')] },
  },
  initial: 'plan',
  stages: { plan: { needs: ['drawing', 'survey'] }, build: {} },
  fields: { secret: { by: [role('hr')], see: [role('hr')] } },
  rules: { visitLater: { holds: (data) => (data.visit ?? '9') > '2026-01-01', at: 'visit' } },
  submit: { by: [role('employee')], asks: ['what', 'size', 'secret?'], tell: [] },
  actions: {
    change: {
      from: ['plan', 'build'],
      to: 'changes',
      by: [role('hr')],
      reason: ['unclear'],
      note: true,
      tell: [{ who: [owner], message: 'again' }],
    },
    resubmit: {
      from: ['changes'],
      to: (_, { stage }) => stage,
      by: [owner],
      asks: ['what', 'size', 'cost?'],
      tell: [],
    },
    advance: {
      from: ['plan'],
      to: 'build',
      by: [role('hr')],
      ready: true,
      asks: ['inspector', 'visit?'],
      tell: [],
    },
    finish: {
      from: ['build'],
      to: 'done',
      by: [role('hr'), part('inspector'), supervisor, owner],
      notBy: ['owner', 'decider'],
      approvals: (data) => (data.size === 'large' ? 2 : 1),
      when: (data) => data.what !== 'never',
      tell: [],
    },
    weigh: {
      from: ['plan'],
      by: [role('hr')],
      asks: ['cost'],
      tell: [{ who: [owner], message: 'heavy', when: (data) => (data.cost ?? 0) > 10 }],
    },
  },
  timers: {
    remind: {
      in: ['changes'],
      after: { days: 1 },
      every: { hours: 12 },
      times: 3,
      tell: [{ who: [owner], message: 'again' }],
    },
    drop: { in: ['build'], at: (data) => data.visit, before: { hours: 6 }, to: 'dropped' },
  },
  children: {
    drawing: { workflow: 'permit', by: [owner], withSubmit: true },
    survey: { workflow: 'permit', by: [role('hr')], in: ['plan'] },
  },
  words: { en: words, fr: words, ar: words },
}) as unknown as Workflow

export const someone = (id: string, ...held: Grant['role'][]): Actor => ({
  kind: 'person',
  id,
  name: id,
  locale: 'en',
  grants: held.map((name) => ({ role: name, scope: null })),
})

export const eva = someone('eva', 'employee')
export const hedy = someone('hedy', 'hr')
export const hugo = someone('hugo', 'hr')
export const tara = someone('tara', 'tutor')
export const sven = someone('sven', 'supervisor')

export const permitIn = (state: string, rest: Partial<CaseFacts> = {}): CaseFacts => ({
  workflow: 'permit',
  state,
  stage: 'plan',
  scope: null,
  ownerId: eva.id,
  assigneeId: null,
  supervisorId: sven.id,
  data: { what: 'Shed', size: 'small' },
  parts: [],
  parentOwnerId: null,
  deciderId: null,
  approvals: [],
  children: [],
  enteredAt: new Date('2026-11-20T08:00:00Z'),
  ...rest,
})
