import type { HistoryEntry } from '@belfry/shared/wire'
import { cleanup, render, screen } from '@solidjs/testing-library'
import { createStore, reconcile } from 'solid-js/store'
import { afterEach, describe, expect, test } from 'vitest'
import { CaseFacts } from '../src/pages/case-facts.tsx'
import { CaseTimeline } from '../src/pages/case-timeline.tsx'
import { speak } from '../src/words/index.ts'
import { shiftCase } from './cases.ts'

afterEach(cleanup)

const entry = (n: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: String(n),
  at: new Date(Date.UTC(2026, 10, 20, 8, n)).toISOString(),
  type: 'case.comment',
  actor: { id: 'nora', name: 'Nora North' },
  text: 'Nora North commented',
  from: null,
  to: null,
  tone: 'info',
  reason: null,
  note: null,
  mentions: [],
  changes: [],
  ...more,
})

describe('a timeline', () => {
  test('shows what people wrote as text, with its lines, whatever it looks like', () => {
    const note = '<img src=x onerror="boom()">\nsecond line {{ 7 * 7 }}'
    const { container } = render(() => <CaseTimeline workflow="shift" history={[entry(1, { note })]} />)

    expect(container.querySelector('img')).toBeNull()
    const shown = screen.getByText(/second line/)
    expect(shown.textContent).toBe(note)
    expect(shown.className).toContain('whitespace-pre-wrap')
  })

  test('says where a decision led and why, and who acts when nobody did', () => {
    render(() => (
      <CaseTimeline
        workflow="shift"
        history={[
          entry(1, {
            text: 'Rejected',
            from: 'pending',
            to: 'rejected',
            reason: 'Unsafe: rest time or vehicle',
          }),
          entry(2, { text: 'Reminded', actor: null }),
        ]}
      />
    ))

    const [first, second] = screen.getAllByRole('listitem')
    expect(first!.textContent).toContain('Rejected')
    expect(first!.textContent).toContain('Reason: Unsafe: rest time or vehicle')
    expect(second!.textContent).toContain('Reminded')
  })

  test('a new entry is added; those before stay the same elements', () => {
    const [history, setHistory] = createStore([entry(1)])
    render(() => <CaseTimeline workflow="shift" history={history} />)
    const before = screen.getAllByRole('listitem')

    setHistory(reconcile([entry(1), entry(2, { note: 'And one more' })], { key: 'id' }))

    const after = screen.getAllByRole('listitem')
    expect(after).toHaveLength(2)
    expect(after[0]).toBe(before[0])
  })
})

describe('the facts of a case', () => {
  test('come with the labels of the workflow and the names behind the ids', async () => {
    await speak('fr')
    render(() => <CaseFacts item={shiftCase(1)} />)

    const facts = Object.fromEntries(
      screen.getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent]),
    )
    expect(facts).toMatchObject({
      Station: 'North',
      Conducteur: 'Dana Driver',
      Véhicule: 'Van 1',
    })
    // Nobody filled it in.
    expect(facts).not.toHaveProperty('Remarques')
    expect(facts['Début']).toMatch(/2026/)
  })
})
