import {
  checkAsked,
  decide,
  defineWorkflow,
  explain,
  fieldsAsked,
  mayBeAsked,
  maySee,
  mayOpen,
  unmetNeeds,
  visibleData,
} from '@belfry/shared/machine'
import { describe, expect, test } from 'vitest'
import { eva, hedy, hugo, permit, permitIn, someone, sven, tara } from './support/permit.ts'

const ready = {
  children: [
    { slot: 'drawing', fulfils: true },
    { slot: 'survey', fulfils: true },
  ],
}

describe('a stage that needs child cases', () => {
  test('cannot be left before each of them is what it should be, and says which is missing', () => {
    const drawn = permitIn('plan', {
      children: [
        { slot: 'drawing', fulfils: true },
        { slot: 'survey', fulfils: false },
      ],
    })
    const refusal = decide(permit, drawn, 'advance', hedy)

    expect(unmetNeeds(permit, drawn)).toEqual(['survey'])
    expect(refusal).toMatchObject({ ok: false, why: 'not_ready', slots: ['survey'] })
    expect(explain(permit, refusal as never, 'en')).toBe('Still missing: Survey.')
    expect(decide(permit, permitIn('plan', ready), 'advance', hedy)).toMatchObject({ ok: true, to: 'build' })
  })

  test('is come back to after a detour', () => {
    const corrected = { data: { what: 'Barn', size: 'small' } }
    const back = (stage: string) => decide(permit, permitIn('changes', { stage }), 'resubmit', eva, corrected)

    expect(back('plan')).toMatchObject({ ok: true, to: 'plan', data: { what: 'Barn' } })
    expect(back('build')).toMatchObject({ ok: true, to: 'build' })
  })

  test('opens its slots to those whom they are for, while it is time', () => {
    expect(mayOpen(permit, 'drawing', eva, permitIn('build'))).toBe(true)
    expect(mayOpen(permit, 'drawing', eva, permitIn('done'))).toBe(false)
    expect(mayOpen(permit, 'drawing', hedy, permitIn('plan'))).toBe(false)
    expect(mayOpen(permit, 'survey', hedy, permitIn('plan'))).toBe(true)
    expect(mayOpen(permit, 'survey', hedy, permitIn('build'))).toBe(false)
    expect(mayOpen(permit, 'constructor', hedy, permitIn('plan'))).toBe(false)
  })
})

describe('an action that asks for fields', () => {
  test('writes them and leaves the rest as it is', () => {
    const decision = decide(permit, permitIn('plan', ready), 'advance', hedy, {
      data: { inspector: '01890a5d-ac96-774b-bcce-b302099a8057', what: 'not asked for' },
    })

    expect(decision).toMatchObject({
      ok: true,
      data: { what: 'Shed', size: 'small', inspector: '01890a5d-ac96-774b-bcce-b302099a8057' },
    })
  })

  test('says what is missing or wrong at its fields', () => {
    const advance = (data: Record<string, unknown>) =>
      decide(permit, permitIn('plan', ready), 'advance', hedy, { data })

    expect(advance({})).toMatchObject({ why: 'invalid_input', problems: [{ field: 'inspector' }] })
    expect(advance({ inspector: 'x', visit: '2026-99-99' })).toMatchObject({
      problems: [{ field: 'inspector' }, { field: 'visit' }],
    })
    expect(advance({ inspector: '01890a5d-ac96-774b-bcce-b302099a8057', visit: '2025-12-31' })).toMatchObject(
      { problems: [{ field: 'visit', message: 'Not before the plan.' }] },
    )
  })

  test('empties a field that may be left out, and never one that was not asked for', () => {
    const item = permitIn('changes', { data: { what: 'Shed', size: 'small', cost: 5, secret: 'x' } })
    const decision = decide(permit, item, 'resubmit', eva, {
      data: { what: 'Shed', size: 'small', cost: '' },
    })

    expect(decision).toMatchObject({ ok: true, data: { what: 'Shed', size: 'small', secret: 'x' } })
    expect((decision as { data: object }).data).not.toHaveProperty('cost')
  })

  test('a note that is required is not an empty one', () => {
    const change = (note?: string) =>
      decide(permit, permitIn('plan'), 'change', hedy, { reason: 'unclear', note })

    expect(change()).toMatchObject({ why: 'note_required' })
    expect(change('')).toMatchObject({ why: 'note_required' })
    expect(change('Which wall?')).toMatchObject({ ok: true, to: 'changes' })
  })
})

describe('a field that not everybody may fill in', () => {
  test('is not asked of others, and what they send for it is left out', () => {
    const asked = fieldsAsked(permit, permit.submit.asks, eva)

    expect(asked.map(({ name }) => name)).toEqual(['what', 'size'])
    expect(checkAsked(permit, asked, {}, { what: 'Shed', size: 'small', secret: 'mine' }, 'en')).toEqual({
      ok: true,
      data: { what: 'Shed', size: 'small' },
    })
    expect(fieldsAsked(permit, permit.submit.asks, hedy).map(({ name }) => name)).toContain('secret')
  })

  test('offers an option only to those who may pick it', () => {
    const size = (asker: typeof eva) => fieldsAsked(permit, ['size'], asker)

    expect(size(eva)).toMatchObject([{ options: ['small'] }])
    expect(size(hedy)).toMatchObject([{ options: ['small', 'large'] }])
    expect(checkAsked(permit, size(eva), {}, { size: 'large' }, 'en')).toMatchObject({
      problems: [{ field: 'size' }],
    })
    expect(checkAsked(permit, size(hedy), {}, { size: 'large' }, 'en')).toMatchObject({ ok: true })
  })

  test('may be looked up by those whom some form can ask for it', () => {
    expect(mayBeAsked(permit, 'inspector', hedy)).toBe(true)
    expect(mayBeAsked(permit, 'what', eva)).toBe(true)
    expect(mayBeAsked(permit, 'inspector', sven)).toBe(false)
  })
})

describe('four eyes', () => {
  const built = (rest = {}) => permitIn('build', { data: { what: 'Hall', size: 'large' }, ...rest })

  test('an action that takes two people stays where it is with the first, and moves with the second', () => {
    expect(decide(permit, built(), 'finish', hedy)).toMatchObject({
      ok: true,
      to: 'build',
      event: 'permit.finish.approval',
      approvals: { have: 1, needed: 2 },
    })
    const half = built({ approvals: [{ action: 'finish', personId: hedy.id }] })
    expect(decide(permit, half, 'finish', hugo)).toMatchObject({
      ok: true,
      to: 'done',
      event: 'permit.finish',
      approvals: { have: 2, needed: 2 },
    })
    expect(decide(permit, half, 'finish', hedy)).toMatchObject({
      why: 'approved_already',
      have: 1,
      needed: 2,
    })
  })

  test('an approval of another action does not count', () => {
    const half = built({ approvals: [{ action: 'advance', personId: hugo.id }] })

    expect(decide(permit, half, 'finish', hedy)).toMatchObject({ to: 'build', approvals: { have: 1 } })
  })

  test('where one is enough, one is enough', () => {
    expect(decide(permit, permitIn('build'), 'finish', hedy)).toMatchObject({ to: 'done', approvals: null })
  })

  test('neither the submitter nor whoever took the step before can take it', () => {
    expect(decide(permit, built(), 'finish', eva)).toMatchObject({ why: 'own_case' })
    expect(decide(permit, built({ deciderId: hedy.id }), 'finish', hedy)).toMatchObject({ why: 'own_step' })
    expect(decide(permit, built({ deciderId: hedy.id }), 'finish', hugo)).toMatchObject({ ok: true })
  })

  test('an action that the data rule out is not possible now', () => {
    expect(decide(permit, permitIn('build', { data: { what: 'never' } }), 'finish', hedy)).toMatchObject({
      why: 'not_now',
    })
  })
})

describe('who', () => {
  test('a supervisor, a participant of the case or of its parent, an assignee may act as the rules say', () => {
    expect(decide(permit, permitIn('build'), 'finish', sven)).toMatchObject({ ok: true })
    expect(decide(permit, permitIn('build'), 'finish', tara)).toMatchObject({ why: 'not_allowed' })
    const inspected = permitIn('build', { parts: [{ part: 'inspector', personId: tara.id }] })
    expect(decide(permit, inspected, 'finish', tara)).toMatchObject({ ok: true })
  })

  test('a state can be hidden from all but a few, never from the owner', () => {
    expect(maySee(permit, hedy, permitIn('build'))).toBe(true)
    expect(maySee(permit, hedy, permitIn('dropped'))).toBe(false)
    expect(maySee(permit, someone('ada', 'admin'), permitIn('dropped'))).toBe(true)
    expect(maySee(permit, eva, permitIn('dropped'))).toBe(true)
  })

  test('a field can be hidden even from the owner', () => {
    const item = permitIn('plan', { data: { what: 'Shed', secret: 'x' } })

    expect(visibleData(permit, eva, item)).toEqual({ what: 'Shed' })
    expect(visibleData(permit, hedy, item)).toBe(item.data)
  })
})

test('who may act in a state that is hidden from him is a mistake in the definition', () => {
  const { words } = permit
  const hidden = () =>
    defineWorkflow({
      ...(permit as unknown as Parameters<typeof defineWorkflow>[0]),
      actions: { ...permit.actions, change: { ...permit.actions['change']!, from: ['dropped'] } } as never,
      words: words as never,
    })

  expect(hidden).toThrow('permit: not all who may change in the state "dropped" see a case there.')
})
