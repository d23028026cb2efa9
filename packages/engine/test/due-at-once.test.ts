import { act, comment, runDue, submit } from '@belfry/engine/cases'
import { type Actor, clock, newId } from '@belfry/shared'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'

const DAY = 86_400_000

/** People, a clock that moves on by a millisecond whenever it is read, and what happened to a case so far. */
async function office() {
  const { db, given } = await databaseWithPeople()
  const real = clock.now
  onTestFinished(() => void (clock.now = real))
  let now = Date.parse('2026-03-02T09:00:00Z')
  clock.now = () => new Date(now++)
  const files = (by: Actor, workflow: string, data: Record<string, unknown>) =>
    inTx(db, (tx) => submit(tx, by, { workflow, data }))
  const does = (by: Actor, caseId: string, action: string, data?: Record<string, unknown>) =>
    inTx(db, (tx) => act(tx, by, { caseId, action, data }))
  const eventsOf = async (caseId: string) =>
    (await db.selectFrom('events').select('type').where('case_id', '=', caseId).orderBy('id').execute()).map(
      ({ type }) => type,
    )
  return { db, given, files, does, eventsOf, passes: (ms: number) => void (now += ms) }
}

const aReport = (requester: Actor) => ({ agent: 'Counter', type: 'Punctuality', requester: requester.id })

test('what fell due just before a step that stays in its state still happens', async () => {
  const { db, given, files, does, eventsOf, passes } = await office()
  const report = await files(given.analyst, 'report', aReport(given.hr))

  passes(DAY + 10_000)
  await does(given.analyst, report.id, 'progress', { percent: 40 })
  await runDue(db)
  await runDue(db)

  expect(await eventsOf(report.id)).toEqual(['report.submit', 'report.progress', 'report.urgent'])
})

test('two workers that look for what is due see to each case once, beside people who take steps', async () => {
  const { db, given, files, does, eventsOf, passes } = await office()
  const reports = []
  for (let n = 0; n < 30; n++) reports.push(await files(given.analyst, 'report', aReport(given.hr)))
  passes(DAY + 10_000)

  await Promise.all([
    runDue(db),
    runDue(db),
    ...reports.slice(0, 10).map(({ id }) => does(given.analyst, id, 'progress', { percent: 1 })),
  ])
  await runDue(db)

  for (const { id } of reports)
    expect((await eventsOf(id)).filter((type) => type === 'report.urgent')).toHaveLength(1)
})

test('a case that cannot be seen to keeps none of the others waiting, and is not passed over in silence', async () => {
  const { db, given, files, eventsOf, passes } = await office()
  const before = await files(given.analyst, 'report', aReport(given.hr))
  await sql`
    insert into cases (id, workflow, state, title, owner_id, data, opened_at, changed_at, entered_at, timed_at, due_at)
    select ${newId()}, 'given_up', state, title, owner_id, data, opened_at, changed_at, entered_at, timed_at, due_at from cases`.execute(
    db,
  )
  const after = await files(given.analyst, 'report', aReport(given.hr))
  passes(2 * DAY)

  await expect(runDue(db)).rejects.toThrow('given_up')

  for (const { id } of [before, after]) expect(await eventsOf(id)).toEqual(['report.submit', 'report.urgent'])
})

test('a clock that is set back does nothing twice', async () => {
  const { db, given, files, eventsOf, passes } = await office()
  const report = await files(given.analyst, 'report', aReport(given.hr))

  passes(DAY + 10_000)
  await runDue(db)
  passes(-DAY)
  await runDue(db)
  passes(DAY)
  await runDue(db)

  expect(await eventsOf(report.id)).toEqual(['report.submit', 'report.urgent'])
})

test('who comes second learns who decided, and not that a reminder has been sent or something said since', async () => {
  const { db, given, files, does, passes } = await office()
  const goal = await files(given.employee, 'goal', {
    kind: 'individual',
    goal: 'Learn to swim',
    dueOn: '2026-03-20',
  })
  await does(given.supervisor, goal.id, 'approve')
  passes(15 * DAY)
  await runDue(db)
  await inTx(db, (tx) => comment(tx, given.hr2, { caseId: goal.id, text: 'How is it going?' }))

  await expect(does(given.hr, goal.id, 'approve')).rejects.toMatchObject({
    code: 'already_decided',
    details: { by: 'Sven Overview', at: expect.stringMatching(/^2026-03-02/), version: 2 },
  })
  await does(given.employee, goal.id, 'progress', { percent: 10 })
  const stale = inTx(db, (tx) => act(tx, given.hr, { caseId: goal.id, action: 'cancel', version: 2 }))
  await expect(stale).rejects.toMatchObject({ code: 'stale_version', details: { by: 'Emil Example' } })
})
