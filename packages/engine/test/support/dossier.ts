import {
  type Workflow,
  defineWorkflow,
  file,
  number,
  owner,
  person,
  role,
  supervisor,
  text,
} from '@belfry/shared/machine'
import { workflows } from '@belfry/shared/workflows'
import { afterTheFile } from '@belfry/testing/afterwards'
import { z } from 'zod'

// A workflow with as much to hide as the language allows: fields for few, a state behind closed doors, a person who is named
// and nothing more.

const words = {
  name: 'Dossier',
  plural: 'Dossiers',
  submit: 'Open a dossier',
  submitted: '{actor} opened it',
  fields: {
    subject: 'Subject',
    verdict: 'Verdict',
    amount: 'Amount',
    paper: 'Paper',
    expert: 'Expert',
    neighbour: 'Neighbour',
  },
  states: { open: 'Open', closedDoors: 'Behind closed doors', settled: 'Settled', forgotten: 'Forgotten' },
  actions: {
    forget: { label: 'Forget', done: '{actor} forgot it' },
    find: { label: 'Find', done: '{actor} found it' },
    change: { label: 'Change', done: '{actor} changed it' },
    hide: { label: 'Hide', done: '{actor} hid it' },
    settle: { label: 'Settle', done: '{actor} settled it' },
  },
  messages: {
    opened: { title: 'Dossier {subject}', body: 'Verdict: {verdict}.' },
    found: { title: 'Found on {subject}', body: 'Verdict: {verdict}.' },
    hidden: { title: 'Hidden: {subject}', body: '' },
  },
}

export const dossier = defineWorkflow({
  name: 'dossier',
  category: 'request',
  data: z.object({
    subject: text(),
    verdict: text().optional(),
    amount: number().optional(),
    paper: file({ accept: ['pdf'] }).optional(),
    expert: person('tutor').optional(),
    neighbour: person().optional(),
  }),
  title: (data) => data.subject,
  states: {
    open: { open: true },
    closedDoors: { open: true, see: [role('hr')] },
    settled: {},
    forgotten: { open: true, urgentAfter: { days: 1 } },
  },
  initial: 'open',
  fields: {
    verdict: { see: [role('hr')] },
    paper: { see: [role('hr')] },
    expert: { see: [role('hr')] },
  },
  see: [supervisor],
  submit: {
    by: [role('employee')],
    asks: ['subject', 'amount?', 'neighbour?'],
    tell: [{ who: [role('reviewer')], message: 'opened' }],
  },
  actions: {
    find: {
      from: ['open'],
      by: [role('hr')],
      asks: ['verdict', 'paper', 'expert'],
      tell: [
        { who: [role('hr')], message: 'found', actorToo: true },
        { who: [owner, role('reviewer')], message: 'found' },
      ],
    },
    change: { from: ['open'], by: [owner], asks: ['amount'], tell: [] },
    hide: {
      from: ['open'],
      to: 'closedDoors',
      by: [role('hr')],
      tell: [{ who: [role('reviewer'), role('hr')], message: 'hidden', actorToo: true }],
    },
    forget: { from: ['open'], to: 'forgotten', by: [owner], tell: [] },
    settle: {
      from: ['open', 'closedDoors'],
      to: 'settled',
      by: [role('hr')],
      approvals: 2,
      tell: [],
    },
  },
  words: { en: words, fr: words, ar: words },
})

/** Belfry runs it, too, in the test file that asks for it. */
export function runDossiers(): void {
  const running = workflows as Record<string, Workflow>
  running.dossier = dossier
  afterTheFile(() => void delete running.dossier)
}
