import {
  act,
  comment,
  getCase,
  listCases,
  listHistory,
  listParticipants,
  submit,
  viewWhole,
  readCase,
  runDue,
} from '@belfry/engine/cases'
import { getFile, linkKeyFrom, linkTo, listFiles } from '@belfry/engine/files'
import { addParticipant, assign, takeNext } from '@belfry/engine/together'
import type { Actor } from '@belfry/shared'
import { ListCasesInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { beforeAll, describe, expect, test } from 'vitest'
import { runDossiers } from './support/dossier.ts'
import { inboxOf } from './support/inboxes.ts'

beforeAll(runDossiers)

async function office() {
  const { db, given } = await databaseWithPeople()
  const opened = await inTx(db, (tx) =>
    submit(tx, given.employee, {
      workflow: 'dossier',
      data: { subject: 'The roof', neighbour: given.driver.id },
    }),
  )
  const caseId = opened.id
  const does = async (by: Actor, action: string, data?: Record<string, unknown>) => {
    const done = await inTx(db, (tx) => act(tx, by, { caseId, action, data }))
    await runJobs(db)
    return done
  }
  const paper = await given.file(given.hr, { name: 'verdict.pdf' })
  const find = () => does(given.hr, 'find', { verdict: 'Guilty', paper, expert: given.tutor.id })
  const told = async (who: Actor) =>
    (await inboxOf(db, who)).map(({ title, body }) => `${title}. ${body}`.trim())
  await runJobs(db)
  return { db, given, caseId, does, find, paper, told }
}

describe('a field that few may see', () => {
  test('shows to the others neither in the case, nor in its history, nor as a part or a file', async () => {
    const { db, given, caseId, find, paper } = await office()
    await find()
    const key = linkKeyFrom('secret')

    for (const who of [given.employee, given.reviewer, given.supervisor]) {
      const everything = {
        page: await viewWhole(db, await readCase(db, who, caseId), who),
        history: await listHistory(db, who, caseId),
        participants: await listParticipants(db, who, caseId),
        files: await listFiles(db, who, caseId),
      }
      expect(JSON.stringify(everything)).not.toMatch(/Guilty|Tarek|verdict\.pdf/)
      expect(everything.files).toEqual([])
      await expect(getFile(db, who, paper)).rejects.toMatchObject({ code: 'not_found' })
      await expect(inTx(db, (tx) => linkTo(tx, who, paper, key))).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await getCase(db, given.hr2, caseId)).toMatchObject({
      data: { verdict: 'Guilty' },
      labels: { expert: 'Tarek Tutor' },
    })
    expect(await listParticipants(db, given.hr2, caseId)).toHaveLength(3)
    expect(await listFiles(db, given.hr2, caseId)).toMatchObject([{ name: 'verdict.pdf', field: 'paper' }])
    expect(await inTx(db, (tx) => linkTo(tx, given.hr2, paper, key))).toMatchObject({ name: 'verdict.pdf' })
  })

  test('stands in messages to those alone who see it', async () => {
    const { given, find, told } = await office()
    await find()

    expect(await told(given.hr2)).toEqual(['Found on The roof. Verdict: Guilty.'])
    expect(await told(given.employee)).toEqual(['Found on The roof. Verdict: .'])
    expect((await told(given.reviewer))[0]).toBe('Found on The roof. Verdict: .')
  })
})

describe('a state that few may see', () => {
  test('is told of to nobody else, whatever the rules of the step say', async () => {
    const { given, does, told } = await office()
    await does(given.hr, 'hide')

    expect(await told(given.reviewer)).toEqual(['Dossier The roof. Verdict: .'])
    expect(await told(given.hr2)).toEqual(['Hidden: The roof.'])
  })

  test('keeps comments from those who decide elsewhere, follow the case or are named in it', async () => {
    const { db, given, caseId, does, told } = await office()
    await inTx(db, (tx) =>
      addParticipant(tx, given.reviewer, { caseId, personId: given.reviewer.id, part: 'watcher' }),
    )
    await does(given.hr, 'hide')
    await inTx(db, (tx) => comment(tx, given.hr, { caseId, text: 'Between us' }))
    await runJobs(db)

    for (const who of [given.reviewer, given.driver, given.supervisor])
      expect((await told(who)).join()).not.toContain('Between us')
    expect((await told(given.hr2)).join()).toContain('Between us')
    expect((await told(given.employee)).join()).toContain('Between us')
  })

  test('does not count in lists of those from whom it hides', async () => {
    const { db, given, caseId, does } = await office()
    const list = (who: Actor, view: 'team' | 'part', search?: string) =>
      listCases(db, who, ListCasesInput.parse({ view, search }))
    expect(await list(given.supervisor, 'team')).toMatchObject({ total: 1, items: [{ id: caseId }] })
    await does(given.hr, 'hide')

    expect(await list(given.supervisor, 'team')).toMatchObject({ total: 0, items: [] })
    expect(await list(given.supervisor, 'team', 'roof')).toMatchObject({ total: 0, items: [] })
  })
})

test('what was said behind closed doors stays there when they open', async () => {
  const { db, given, caseId, does } = await office()
  await inTx(db, (tx) => comment(tx, given.hr, { caseId, text: 'Before' }))
  await does(given.hr, 'hide')
  await inTx(db, (tx) => comment(tx, given.hr, { caseId, text: 'Between us' }))
  await inTx(db, (tx) => act(tx, given.hr, { caseId, action: 'settle', note: 'Quietly' }))
  await inTx(db, (tx) => act(tx, given.hr2, { caseId, action: 'settle', note: 'Done' }))
  await inTx(db, (tx) => comment(tx, given.hr, { caseId, text: 'After' }))
  const notesFor = async (who: Actor) =>
    (await listHistory(db, who, caseId)).flatMap(({ note }) => note ?? [])

  expect(await notesFor(given.supervisor)).toEqual(['Before', 'Done', 'After'])
  for (const who of [given.hr2, given.employee, given.admin])
    expect(await notesFor(who)).toEqual(['Before', 'Between us', 'Quietly', 'Done', 'After'])
  expect((await listHistory(db, given.supervisor, caseId)).map(({ type }) => type)).toEqual([
    'dossier.submit',
    'case.comment',
    'dossier.hide',
    'dossier.settle.approval',
    'dossier.settle',
    'case.comment',
  ])
})

describe('whoever is named in a case, and nothing more,', () => {
  test('neither sees it in his lists nor hears of comments on it', async () => {
    const { db, given, caseId, told } = await office()
    await expect(getCase(db, given.driver, caseId)).rejects.toMatchObject({ code: 'not_found' })

    await inTx(db, (tx) => comment(tx, given.employee, { caseId, text: 'The driver next door' }))
    await runJobs(db)

    expect(await told(given.driver)).toEqual([])
    expect(await listCases(db, given.driver, ListCasesInput.parse({ view: 'part' }))).toMatchObject({
      total: 0,
      items: [],
    })
  })
})

test('who was mentioned and lost sight of the case since is not told', async () => {
  const { db, given, caseId, told } = await office()
  await inTx(db, (tx) =>
    comment(tx, given.employee, { caseId, text: '@Rita Review', mentions: [given.reviewer.id] }),
  )
  await db
    .updateTable('role_grants')
    .set({ revoked_at: new Date() })
    .where('person_id', '=', given.reviewer.id)
    .execute()
  const before = await told(given.reviewer)
  await runJobs(db)

  expect(await told(given.reviewer)).toEqual(before)
})

test('a case is neither given to nor taken by somebody who may not see it', async () => {
  const { db, given, caseId, does } = await office()
  await does(given.hr, 'hide')

  await expect(
    inTx(db, (tx) => assign(tx, given.hr, { caseId, personId: given.reviewer.id })),
  ).rejects.toMatchObject({ code: 'cannot_assign' })
  await expect(
    inTx(db, (tx) => takeNext(tx, given.reviewer, { workflow: 'dossier', skip: [] })),
  ).rejects.toMatchObject({ code: 'not_permitted' })
})

test('what two people agree to is what they both saw: a change in between asks the first one again', async () => {
  const { given, does } = await office()
  expect(await does(given.hr, 'settle')).toMatchObject({ state: 'open' })
  await does(given.employee, 'change', { amount: 5_000_000 })

  expect(await does(given.hr2, 'settle')).toMatchObject({ state: 'open', version: 4 })
  expect(await does(given.hr, 'settle')).toMatchObject({ state: 'settled', version: 5 })
})

describe('the case that another one hangs on', () => {
  const trip = (driver: Actor) => ({
    driver: driver.id,
    vehicle: 'Van 7',
    from: 'Station',
    to: 'Depot',
    departsAt: '2026-11-20T08:30:00Z',
  })

  test('is called by its name to those alone who see it', async () => {
    const { db, given } = await databaseWithPeople()
    const shift = await given.case('shift', { by: given.vendor, vehicle: 'Secret bus' })
    await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: shift.id, action: 'approve' }))
    const { id } = await given.case('trip', {
      by: given.vendor,
      parentId: shift.id,
      slot: 'trips',
      data: trip(given.driver2),
    })
    const parentFor = async (who: Actor) => (await getCase(db, who, id)).parent

    expect(await parentFor(given.driver2)).toEqual({
      id: shift.id,
      workflow: 'shift',
      title: '',
      slot: 'trips',
    })
    for (const who of [given.vendor, given.officerNorth, given.admin])
      expect(await parentFor(who)).toMatchObject({ title: 'Secret bus' })
  })

  test('is seen through a part in the one that it hangs on itself', async () => {
    const { db, given } = await databaseWithPeople()
    const { intern, hr, tutor } = given
    const internship = await given.case('internship', {
      by: intern,
      data: {
        position: 'Workshop',
        school: 'School',
        motivation: 'Wheels',
        wishedFrom: '2027-01-04',
        wishedTo: '2027-03-26',
      },
    })
    const data = { tutor: tutor.id, startsOn: '2027-01-04', endsOn: '2027-03-26' }
    await inTx(db, (tx) => act(tx, hr, { caseId: internship.id, action: 'accept', data }))
    const survey = await given.case('survey', {
      by: hr,
      parentId: internship.id,
      slot: 'surveys',
      data: { subject: 'How is it?' },
    })
    const titles = async () => {
      const answers = await db
        .selectFrom('cases')
        .select(['id', 'owner_id'])
        .where('parent_id', '=', survey.id)
        .execute()
      return Promise.all(
        [intern, tutor].map(async (who) => {
          const own = answers.find((answer) => answer.owner_id === who.id)!
          return (await getCase(db, who, own.id)).parent!.title
        }),
      )
    }

    await inTx(db, (tx) => act(tx, hr, { caseId: survey.id, action: 'open' }))

    expect(await titles()).toEqual(['How is it?', 'How is it?'])
  })
})

describe('who loses a role', () => {
  const losing = async () => {
    const { db, given } = await databaseWithPeople()
    const { id: caseId } = await given.case('shift', { by: given.vendor })
    const { officerNorth, analyst } = given
    const exOfficer = { ...officerNorth, grants: [] }
    const loses = () =>
      db
        .updateTable('role_grants')
        .set({ revoked_at: new Date() })
        .where('person_id', '=', officerNorth.id)
        .execute()
    const seen = async (who: Actor) =>
      (await listCases(db, who, ListCasesInput.parse({ view: 'part' }))).total
    const watch = (by: Actor, who: Actor) =>
      inTx(db, (tx) => addParticipant(tx, by, { caseId, personId: who.id, part: 'watcher' }))
    return { db, given, caseId, officerNorth, analyst, exOfficer, loses, seen, watch }
  }

  test('sees no more of the cases that were given to him, or that he followed by his own will', async () => {
    const { db, given, caseId, officerNorth, exOfficer, loses, seen, watch } = await losing()
    await watch(officerNorth, officerNorth)
    await inTx(db, (tx) => assign(tx, officerNorth, { caseId, personId: officerNorth.id }))
    expect(await seen(officerNorth)).toBe(1)
    expect((await listParticipants(db, officerNorth, caseId)).map(({ part }) => part)).toEqual([
      'owner',
      'driver',
      'watcher',
    ])
    const before = await inboxOf(db, officerNorth)

    await loses()
    await inTx(db, (tx) => comment(tx, given.vendor, { caseId, text: 'Are you still there?' }))
    await inTx(db, (tx) => act(tx, given.officerNorth2, { caseId, action: 'approve' }))
    await runJobs(db)

    await expect(getCase(db, exOfficer, caseId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await seen(exOfficer)).toBe(0)
    expect(await inboxOf(db, officerNorth)).toEqual(before)
  })

  test('still sees what somebody else lets him follow', async () => {
    const { db, given, caseId, officerNorth, exOfficer, loses, seen, watch } = await losing()
    await watch(officerNorth, officerNorth)
    await watch(given.officerNorth2, officerNorth)
    await watch(officerNorth, officerNorth)
    await loses()

    expect(await getCase(db, exOfficer, caseId)).toMatchObject({ id: caseId })
    expect(await seen(exOfficer)).toBe(1)
    expect(
      await db
        .selectFrom('case_participants')
        .select('part')
        .where('person_id', '=', officerNorth.id)
        .execute(),
    ).toEqual([{ part: 'watcher' }])
  })
})

test('a case on which nobody can act becomes urgent without a word to anybody', async () => {
  const { db, caseId, does, given, told } = await office()
  await does(given.employee, 'forget')
  const before = await told(given.hr)
  await db
    .updateTable('cases')
    .set({ due_at: new Date(), timed_at: new Date(0), entered_at: new Date(0) })
    .execute()

  expect(await runDue(db)).toBe(1)
  await runJobs(db)

  expect(await told(given.hr)).toEqual(before)
  expect((await listHistory(db, given.employee, caseId)).at(-1)?.type).toBe('dossier.urgent')
})
