import type { Actor } from '@belfry/shared'
import { fieldsAsked } from '@belfry/shared/machine'
import { workflows } from '@belfry/shared/workflows'
import { describe, expect, test } from 'vitest'
import { dayIn, tale } from './support/tale.ts'

// Goals, initiatives and performance reviews.

async function office() {
  const told = await tale()
  const supervisor = await told.person('Sven', ['supervisor', 'employee'])
  const people = {
    supervisor,
    employee: await told.person('Emil', ['employee'], supervisor),
    colleague: await told.person('Elke', ['employee'], supervisor),
    stranger: await told.person('Egon', ['employee']),
    hr: await told.person('Hanna', ['hr']),
    hr2: await told.person('Hugo', ['hr']),
  }
  return { ...told, ...people }
}

const learn = { kind: 'individual', goal: 'Learn Arabic', measure: 'Level B1', dueOn: dayIn(100) }

describe('an individual goal', () => {
  test('is proposed, rejected with a reason, corrected and approved', async () => {
    const { files, does, news, inbox, sees, employee, supervisor, stranger, hr } = await office()

    const item = await files(employee, 'goal', learn)
    expect(item).toMatchObject({ state: 'proposed', title: 'Learn Arabic' })
    expect(await news(supervisor)).toEqual(['Emil proposes a goal'])
    await does(supervisor, item, 'reject', { reason: 'vague', note: 'Until when?' })
    expect((await inbox(employee))[0]).toMatchObject({
      title: 'Goal rejected: Learn Arabic',
      body: 'Sven: Too vague. Until when? You can correct it and propose it again.',
    })
    const { kind: _, ...corrected } = { ...learn, goal: 'Learn Arabic by June' }
    await does(employee, item, 'resubmit', { data: corrected })
    expect(await news(supervisor)).toEqual(['Corrected: Learn Arabic by June'])
    await does(supervisor, item, 'approve')

    expect(await sees(employee, item)).toMatchObject({ state: 'active', title: 'Learn Arabic by June' })
    expect((await news(employee)).at(-1)).toBe('Goal approved: Learn Arabic by June')
    expect(await news(hr)).toEqual([])
    await expect(sees(stranger, item)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('cannot be approved by whoever proposed it, though he supervises others', async () => {
    const { files, does, supervisor, hr } = await office()
    const item = await files(supervisor, 'goal', learn)

    await expect(does(supervisor, item, 'approve')).rejects.toMatchObject({ code: 'not_allowed' })
    expect(await does(hr, item, 'approve')).toMatchObject({ state: 'active' })
  })

  test('is assigned to somebody one supervises, who declines it with a reason', async () => {
    const { files, does, inbox, news, supervisor, colleague, stranger } = await office()
    await expect(files(supervisor, 'goal', { ...learn, employee: stranger.id })).rejects.toMatchObject({
      details: { problems: [{ field: 'employee' }] },
    })

    const item = await files(supervisor, 'goal', { ...learn, employee: colleague.id })
    expect(item.state).toBe('assigned')
    expect(await news(colleague)).toEqual(['A goal for you: Learn Arabic'])
    await does(colleague, item, 'decline', { reason: 'workload', note: 'Until summer.' })

    expect((await inbox(supervisor))[0]).toMatchObject({
      title: 'Elke declined: Learn Arabic',
      body: 'Too much work already. Until summer.',
    })
  })

  test('is accepted, gets on and is completed; the supervisor follows', async () => {
    const { files, does, news, supervisor, colleague } = await office()
    const item = await files(supervisor, 'goal', { ...learn, employee: colleague.id })

    await does(colleague, item, 'accept')
    await does(colleague, item, 'progress', { data: { percent: 40 }, note: 'Alphabet done.' })
    await expect(does(colleague, item, 'progress', { data: { percent: 140 } })).rejects.toMatchObject({
      details: { problems: [{ field: 'percent' }] },
    })
    const done = await does(colleague, item, 'complete')

    expect(done).toMatchObject({ state: 'completed', data: { percent: 40 } })
    expect(await news(supervisor)).toEqual([
      'Elke accepted: Learn Arabic',
      'Learn Arabic: 40 %',
      'Goal completed: Learn Arabic',
    ])
  })

  test('is recalled a week before it is due, and when it is overdue', async () => {
    const { files, does, news, passes, employee, supervisor } = await office()
    const item = await files(employee, 'goal', { ...learn, dueOn: dayIn(10) })
    await does(supervisor, item, 'approve')
    await Promise.all([news(employee), news(supervisor)])

    await passes({ days: 4 })
    expect(await news(employee)).toEqual(['Due in a week: Learn Arabic'])
    await passes({ days: 8 })
    expect(await news(employee)).toEqual(['Overdue: Learn Arabic'])
    expect(await news(supervisor)).toEqual(['Overdue: Learn Arabic'])
    await does(employee, item, 'complete')
    await passes({ days: 30 })
    expect(await news(employee)).toEqual([])
  })
})

describe('a goal of the organisation', () => {
  const kindsFor = (who: Actor) => {
    const asked = fieldsAsked(workflows.goal, workflows.goal.submit.asks, who)
    const kind = asked.find(({ name }) => name === 'kind')
    return {
      kinds: kind?.kind === 'choice' ? kind.options : [],
      mayAssign: asked.some(({ name }) => name === 'employee'),
    }
  }

  test('stands in the form of those only who may set one', async () => {
    const { files, employee, supervisor, hr } = await office()

    expect(kindsFor(employee)).toEqual({ kinds: ['individual'], mayAssign: false })
    expect(kindsFor(supervisor)).toEqual({ kinds: ['individual', 'quarterly'], mayAssign: true })
    expect(kindsFor(hr)).toEqual({ kinds: ['individual', 'quarterly', 'yearly'], mayAssign: false })
    for (const [who, kind] of [
      [employee, 'quarterly'],
      [supervisor, 'yearly'],
    ] as const)
      await expect(files(who, 'goal', { ...learn, kind })).rejects.toMatchObject({
        details: { problems: [{ field: 'kind' }] },
      })
  })

  test('takes two of management, neither of them the one who proposed it; then everybody knows', async () => {
    const { given, files, does, news, sees, employee, stranger, hr, hr2 } = await office()
    const item = await files(hr, 'goal', { ...learn, kind: 'yearly', goal: 'No accidents' })
    expect(item.state).toBe('in_review')
    await expect(sees(employee, item)).rejects.toMatchObject({ code: 'not_found' })
    expect(await news(hr2)).toEqual(['For your approval: No accidents'])

    await expect(does(hr, item, 'adopt')).rejects.toMatchObject({ code: 'own_case' })
    const half = await does(hr2, item, 'adopt')
    expect(half.state).toBe('in_review')
    expect(half.actions.find(({ name }) => name === 'adopt')?.approvals).toEqual({
      needed: 2,
      by: [{ id: hr2.id, name: 'Hugo' }],
    })
    await expect(does(hr2, item, 'adopt')).rejects.toMatchObject({ code: 'approved_already' })
    expect(await news(given.admin)).toEqual([
      'For your approval: No accidents',
      'One more approval: No accidents',
    ])
    expect(await news(stranger)).toEqual([])
    await does(given.admin, item, 'adopt')

    expect(await sees(stranger, item)).toMatchObject({ state: 'adopted' })
    expect(await news(stranger)).toEqual(['We have a new goal: No accidents'])
    expect(await news(hr)).toEqual(['One more approval: No accidents', 'Goal approved: No accidents'])
    await does(hr, item, 'complete')
    expect(await news(employee)).toEqual(['We have a new goal: No accidents', 'Goal completed: No accidents'])
  })

  test('cannot be for one person', async () => {
    const { files, supervisor, colleague } = await office()

    await expect(
      files(supervisor, 'goal', { ...learn, kind: 'quarterly', employee: colleague.id }),
    ).rejects.toMatchObject({ details: { problems: [{ field: 'employee' }] } })
  })
})

describe('an initiative', () => {
  const bikes = { idea: 'Bikes for the depot', benefit: 'Faster ways.' }

  test('that costs little takes the supervisor, begins and is completed with its outcome', async () => {
    const { files, does, news, employee, supervisor, hr } = await office()
    const item = await files(employee, 'initiative', { ...bikes, budget: 120_000 })
    expect(await news(supervisor)).toEqual(['Emil proposes: Bikes for the depot'])

    expect(await does(supervisor, item, 'approve')).toMatchObject({ state: 'approved' })
    await does(employee, item, 'start')
    await does(employee, item, 'progress', { data: { percent: 60 } })
    await expect(does(employee, item, 'complete')).rejects.toMatchObject({ code: 'invalid_input' })
    await does(employee, item, 'complete', { data: { outcome: 'Everybody rides.' } })

    expect(await news(hr)).toEqual(['Emil proposes: Bikes for the depot', 'Completed: Bikes for the depot'])
    expect(await news(employee)).toEqual(['Initiative approved: Bikes for the depot'])
  })

  test('that costs much takes a second person', async () => {
    const { files, does, employee, supervisor, hr } = await office()
    const item = await files(employee, 'initiative', { ...bikes, budget: 1_200_000 })

    expect(await does(supervisor, item, 'approve')).toMatchObject({ state: 'proposed' })
    expect(await does(hr, item, 'approve')).toMatchObject({ state: 'approved' })
  })

  test('is rejected, and proposed again for less', async () => {
    const { files, does, employee, supervisor } = await office()
    const item = await files(employee, 'initiative', { ...bikes, budget: 1_200_000 })

    await does(supervisor, item, 'reject', { reason: 'cost' })
    await does(employee, item, 'resubmit', { data: { ...bikes, budget: 90_000 } })
    expect(await does(supervisor, item, 'approve')).toMatchObject({ state: 'approved' })
  })
})

describe('a performance review', () => {
  const review = { period: '2026', dueOn: dayIn(20) }

  test('is written by both, one after the other, shared and signed', async () => {
    const { files, does, news, sees, employee, colleague, supervisor, hr } = await office()
    const item = await files(supervisor, 'performance_review', { ...review, employee: employee.id })
    expect(await news(employee)).toEqual(['Your review: 2026'])

    await expect(does(supervisor, item, 'share', { data: {} })).rejects.toMatchObject({ code: 'wrong_state' })
    await does(employee, item, 'handIn', { data: { ownView: 'A good year.', ownRating: 4 } })
    expect(await news(supervisor)).toEqual(['Emil has written: 2026'])
    await does(supervisor, item, 'share', { data: { feedback: 'A very good year.', rating: 5 } })
    expect(await sees(employee, item)).toMatchObject({ state: 'shared', data: { rating: 5, ownRating: 4 } })
    await does(employee, item, 'sign')

    expect(await news(hr)).toEqual(['Emil signed: 2026'])
    await expect(sees(colleague, item)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('that the employee objects to is settled by HR, and by nobody else', async () => {
    const { files, does, inbox, employee, supervisor, hr } = await office()
    const item = await files(supervisor, 'performance_review', { ...review, employee: employee.id })
    await does(employee, item, 'handIn', { data: { ownView: 'A good year.', ownRating: 4 } })
    await does(supervisor, item, 'share', { data: { feedback: 'Too many delays.', rating: 2 } })
    await does(employee, item, 'object', { reason: 'facts', note: 'The delays were not mine.' })

    await expect(does(supervisor, item, 'settle')).rejects.toMatchObject({ code: 'not_allowed' })
    await does(hr, item, 'settle', { data: { rating: 3 }, note: 'Half of them were.' })

    expect((await inbox(employee))[0]).toMatchObject({
      title: 'Settled: 2026',
      body: 'Hanna: Half of them were. The rating is 3.',
    })
  })

  test('reminds whoever has not written yet', async () => {
    const { files, does, news, passes, employee, supervisor } = await office()
    const item = await files(supervisor, 'performance_review', { ...review, employee: employee.id })
    await news(employee)

    await passes({ days: 18 })
    expect(await news(employee)).toEqual(['Still waiting for you: 2026'])
    await does(employee, item, 'handIn', { data: { ownView: 'Well.', ownRating: 3 } })
    await news(supervisor)
    await passes({ days: 7 })
    expect(await news(supervisor)).toEqual(['Still waiting for you: 2026'])
    expect(await news(employee)).toEqual([])
  })
})
