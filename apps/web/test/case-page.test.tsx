import { type Field, type Workflow, fieldsOf } from '@belfry/shared/machine'
import type { ActionView, Case, HistoryEntry, SlotView } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library'
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query'
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from '@tanstack/solid-router'
import type { JSX } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LiveCase } from '../src/live/case.ts'
import { createActing } from '../src/pages/case-acting.ts'
import { CaseActions } from '../src/pages/case-actions.tsx'
import { CaseApprovals } from '../src/pages/case-approvals.tsx'
import { CaseReason } from '../src/pages/case-reason.tsx'
import { CaseSlots } from '../src/pages/case-slots.tsx'
import { CaseStages } from '../src/pages/case-stages.tsx'
import { CaseSummary } from '../src/pages/case-summary.tsx'
import { CaseTimeline } from '../src/pages/case-timeline.tsx'
import { FieldValue, LinesTable } from '../src/pages/field-value.tsx'
import { speak } from '../src/words/index.ts'
import { possible, shiftCase } from './cases.ts'
import { everyKind } from './every-kind.ts'

beforeEach(() => speak('en'))
afterEach(cleanup)

const onboarding = (more: Partial<Case> = {}): Case =>
  shiftCase(1, {
    workflow: 'onboarding',
    title: 'Emma Example',
    state: 'documents',
    stage: 'documents',
    scope: null,
    data: { fullName: 'Emma Example' },
    labels: {},
    actions: [],
    ...more,
  })

const impossible = (name: string, why: ActionView['why'], whyNot: string): ActionView => ({
  ...possible(name),
  allowed: false,
  why,
  whyNot,
})

describe('the bar over the stages', () => {
  const stages = () => screen.getAllByRole('listitem').map((stage) => stage.textContent?.replace(/^\d/, ''))

  test('says of each whether it is behind, now or ahead', () => {
    render(() => <CaseStages item={onboarding()} />)

    expect(stages()).toEqual([
      'Personal details, done',
      'Documents, now',
      'Background check, still ahead',
      'Contract, still ahead',
      'Active, still ahead',
    ])
    expect(screen.getAllByRole('listitem')[1]!.getAttribute('aria-current')).toBe('step')
    expect(screen.getByText('Stage 2 of 5')).toBeTruthy()
  })

  test('the last stage is done once it is reached', () => {
    render(() => (
      <CaseStages
        item={onboarding({ state: 'active', stage: 'active', closedAt: '2026-11-20T12:00:00.000Z' })}
      />
    ))

    expect(stages().every((stage) => stage?.endsWith(', done'))).toBe(true)
  })

  test('where it ended on the way, that is said', () => {
    render(() => (
      <CaseStages item={onboarding({ state: 'rejected', closedAt: '2026-11-20T12:00:00.000Z' })} />
    ))

    expect(stages()[1]).toBe('Documents, ended here, Rejected')
  })

  test('a workflow without stages has none', () => {
    const { container } = render(() => <CaseStages item={shiftCase(1)} />)

    expect(container.textContent).toBe('')
  })
})

describe('actions', () => {
  const show = (actions: ActionView[]) => {
    const item = onboarding({ actions })
    const acting = createActing({ item: () => item, send: () => Promise.reject(new Error()), onDone() {} })
    render(() => (
      <QueryClientProvider client={new QueryClient()}>
        <CaseActions item={item} acting={acting} />
      </QueryClientProvider>
    ))
    return within(screen.getByRole('group', { name: 'Actions' }))
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label') ?? button.firstChild?.textContent)
  }

  test('of many, those that are one’s own stand in sight, the rest with its reasons in a menu', () => {
    const buttons = show([
      impossible('advance', 'not_ready', 'Still missing: Diploma.'),
      impossible('activate', 'wrong_state', 'This is Documents.'),
      possible('request_changes'),
      impossible('resubmit', 'not_allowed', 'Only whoever filed it may do this.'),
      possible('reject'),
      impossible('withdraw', 'not_allowed', 'Only whoever filed it may do this.'),
    ])

    expect(buttons).toEqual(['On to the next stage', 'Ask for changes', 'Reject', 'More actions'])
  })

  test('a note that is needed is asked for', async () => {
    show([possible('advance')])

    fireEvent.click(screen.getByRole('button', { name: 'On to the next stage' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'On to the next stage' }))
    fireEvent.click(dialog.getByRole('button', { name: 'On to the next stage' }))

    expect(dialog.getByText('Please say why in a few words.')).toBeTruthy()
    expect(document.activeElement).toBe(dialog.getByLabelText('Note'))
  })
})

test('of an action that takes two people, who has agreed and who is missing', () => {
  const by = [{ id: 'rita', name: 'Rita Review' }]
  render(() => (
    <CaseApprovals
      item={onboarding({
        state: 'contract',
        actions: [{ ...possible('activate'), approvals: { needed: 2, by } }],
      })}
    />
  ))

  const section = within(screen.getByRole('region', { name: 'Approvals' }))
  expect(section.getByText('1 of 2 people have agreed')).toBeTruthy()
  expect(section.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
    'Rita Review',
    'waiting for somebody else',
  ])
})

describe('why a case came back', () => {
  const step = (to: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
    id: to,
    at: '2026-11-20T08:00:00.000Z',
    type: 'onboarding.request_changes',
    actor: { id: 'rita', name: 'Rita Review' },
    text: 'Rita Review asked for changes',
    from: 'details',
    to,
    tone: 'warning',
    reason: 'Something is missing',
    note: 'Page 2',
    mentions: [],
    changes: [],
    ...more,
  })
  const show = (state: string, history: HistoryEntry[]) =>
    render(() => <CaseReason item={onboarding({ state })} history={history} />).container.textContent

  test('stands above all else', () => {
    expect(show('changes', [step('changes')])).toBe(
      'Rita Review asked for changes: Something is missingPage 2',
    )
  })

  test('is nothing any more once it has gone on, nor where no reason was given', () => {
    expect(show('documents', [step('changes'), step('documents', { from: 'changes' })])).toBe('')
    expect(show('rejected', [step('rejected', { reason: null, note: null })])).toBe('')
  })
})

describe('what hangs on a case', () => {
  const paper = (more: Partial<Case> = {}): Case =>
    shiftCase(2, {
      workflow: 'document',
      state: 'pending',
      title: 'Diploma · Emma Example',
      data: {},
      labels: {},
      actions: [possible('approve'), impossible('replace', 'wrong_state', 'It is pending.')],
      ...more,
    })
  const slot = (name: string, more: Partial<SlotView> = {}): SlotView => ({
    slot: name,
    workflow: 'document',
    needed: false,
    fulfilled: false,
    mayOpen: false,
    cases: [],
    ...more,
  })
  const show = async (slots: SlotView[]) => {
    const added: (string | undefined)[] = []
    await renderInRouter(() => (
      <CaseSlots
        item={onboarding()}
        slots={slots}
        live={{} as LiveCase}
        adding={undefined}
        onAdd={(name) => added.push(name)}
      />
    ))
    return added
  }

  test('says what is needed and what is there, with what can be done about it', async () => {
    const added = await show([
      slot('identity', { needed: true, fulfilled: true, cases: [paper({ state: 'approved', actions: [] })] }),
      slot('diploma', { needed: true, cases: [paper()] }),
      slot('bank_details', { needed: true, mayOpen: true }),
      slot('signed_contract'),
    ])

    expect(screen.getByText('1 of 3 needed are done')).toBeTruthy()
    expect(screen.getAllByText('Still needed')).toHaveLength(2)
    expect(screen.queryByText('Signed contract')).toBeNull()
    const child = within(
      screen
        .getAllByRole('listitem')
        .find((one) => one.dataset['child'] && one.textContent?.includes('Being reviewed'))!,
    )
    expect(child.getAllByRole('button').map((button) => button.textContent)).toEqual(['Approve'])
    fireEvent.click(screen.getByRole('button', { name: 'Add: Bank details' }))
    expect(added).toEqual(['bank_details'])
  })

  test('what the stage needs comes first; figures of a child carry their names', async () => {
    const figure = shiftCase(3, {
      workflow: 'kpi',
      state: 'error',
      title: 'Days absent',
      data: { figure: 'Days absent', value: 6, warnAt: 3, errorAt: 5 },
      labels: {},
    })
    await show([slot('figures', { workflow: 'kpi', cases: [figure] }), slot('diploma', { needed: true })])

    expect(screen.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)).toEqual([
      'Diploma',
      'figures',
    ])
    expect(screen.getByText('Figure: 6 · Warning from: 3 · Error from: 5')).toBeTruthy()
  })

  test('all that is needed is there', async () => {
    await show([slot('identity', { needed: true, fulfilled: true, cases: [paper({ state: 'approved' })] })])

    expect(screen.getByText('Complete')).toBeTruthy()
  })
})

test('figures of answers: the mean, and from the least to the most', () => {
  render(() => (
    <CaseSummary
      item={shiftCase(1, { workflow: 'survey', state: 'closed' })}
      summary={{
        slot: 'answers',
        fields: [
          { field: 'tutoring', count: 3, min: 2, mean: 3.666_666, max: 5 },
          { field: 'tasks', count: 2, min: 4, mean: 4, max: 4 },
        ],
      }}
    />
  ))

  expect(screen.getByText('3 answers')).toBeTruthy()
  expect(screen.getAllByRole('definition').map((one) => one.textContent)).toEqual(['3.72 to 5', '4'])
})

test('what a step changed: how it was, and how it is', () => {
  render(() => (
    <CaseTimeline
      workflow="shift"
      history={[
        {
          id: '1',
          at: '2026-11-20T08:00:00.000Z',
          type: 'shift.change',
          actor: null,
          text: 'Changed',
          from: null,
          to: null,
          tone: 'info',
          reason: null,
          note: null,
          mentions: [],
          changes: [
            { field: 'vehicle', before: 'Bus 12', after: 'Van 7' },
            { field: 'driver', before: null, after: 'Dana Driver' },
            { field: 'remarks', before: 'Ramp', after: null },
          ],
        },
      ]}
    />
  ))

  expect(screen.getAllByRole('definition').map((one) => one.textContent)).toEqual([
    'before: Bus 12→now: Van 7',
    'now: Dana Driver',
    'before: Ramp→now: Not given',
  ])
})

describe('a fact', () => {
  const kinds = fieldsByName(everyKind)
  const show = (name: string, value: unknown, more: Partial<Case> = {}) => {
    const item = shiftCase(1, { workflow: 'every_kind', data: { [name]: value }, labels: {}, ...more })
    return render(() => <FieldValue item={item} field={kinds[name]!} />).container
  }

  test.each([
    ['distance', 1250.5, '1,250.5\u00a0km'],
    ['price', 125_050, '€1,250.50'],
    ['agreed', false, 'No'],
    ['day', '2026-12-24', 'Dec 24, 2026'],
    ['line', undefined, 'Not given'],
  ])('%s of %j reads %s', (name, value, text) => {
    expect(show(name, value).textContent).toBe(text)
  })

  test('an address leads out, and tells nobody where from', () => {
    const link = within(show('page', 'https://belfry.test/page')).getByRole('link')

    expect(link.getAttribute('rel')).toBe('noopener noreferrer')
    expect(link.getAttribute('href')).toBe('https://belfry.test/page')
  })

  test('what only looks like an address leads nowhere', () => {
    expect(within(show('page', 'javascript:alert(1)')).queryByRole('link')).toBeNull()
  })

  test('a moment is told in the zone of its place as well, where clocks there show something else', () => {
    const told = show('moment', '2026-11-23T07:00:00.000Z', { timeZone: 'Asia/Tokyo' })

    expect(told.textContent).toContain('There: Nov 23, 2026, 4:00 PM (Asia/Tokyo)')
  })

  test('lines of a list are a table', () => {
    render(() => (
      <LinesTable
        workflow="stock_request"
        field={fieldsByNameOf('stock_request', 'items')}
        lines={[{ item: 'Cones', quantity: 40 }]}
      />
    ))

    expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['Item', 'Quantity'])
    expect(screen.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['Cones', '40'])
  })
})

function fieldsByName(workflow: Workflow): Record<string, Field> {
  return Object.fromEntries(fieldsOf(workflow.data).map((field) => [field.name, field]))
}

const fieldsByNameOf = (workflow: string, name: string) =>
  fieldsByName(findWorkflow(workflow)!)[name] as Field & { kind: 'list' }

/** Links need a router around them. */
async function renderInRouter(what: () => JSX.Element) {
  const router = createRouter({
    routeTree: createRootRoute({ component: what }),
    history: createMemoryHistory(),
  })
  await router.load()
  return render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  ))
}
