import { act, comment, getCase, listHistory } from '@belfry/engine/cases'
import { addParticipant, listMentionable, removeParticipant } from '@belfry/engine/together'
import { type Actor } from '@belfry/shared'
import { CasePeopleInput, ParticipantInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

async function town() {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor, station: 'north' })
  const say = async (by: Actor, text: string, mentions: Actor[] = []) => {
    const input = { caseId: shift.id, text, mentions: mentions.map(({ id }) => id) }
    const done = await inTx(db, (tx) => comment(tx, by, input))
    await runJobs(db)
    return done
  }
  const follow = async (by: Actor, who: Actor, verb = addParticipant) => {
    const done = await inTx(db, (tx) =>
      verb(tx, by, ParticipantInput.parse({ caseId: shift.id, personId: who.id })),
    )
    await runJobs(db)
    return done
  }
  const mailsTo = async (who: Actor) => {
    const rows = await db.selectFrom('mailbox').select(['subject', 'recipient']).orderBy('at').execute()
    return rows.flatMap(({ subject, recipient }) => (recipient.startsWith(who.name) ? [subject] : []))
  }
  return { db, given, shift, say, follow, mailsTo }
}

test('who is mentioned hears of it in words of his own and by mail, all others as of any comment', async () => {
  const { db, given, shift, say, mailsTo } = await town()

  await say(given.officerNorth, '@Noël Nord, is bus 12 free?', [given.officerNorth2, given.officerNorth])

  expect((await inboxOf(db, given.officerNorth2))[0]).toMatchObject({
    title: 'Nora North vous a mentionné dans Bus 12',
    body: '@Noël Nord, is bus 12 free?',
    type: 'shift.mentioned',
  })
  expect(await mailsTo(given.officerNorth2)).toContain('Nora North vous a mentionné dans Bus 12')
  expect((await titlesFor(db, given.vendor))[0]).toBe('Nora North commented on Bus 12')
  expect(await mailsTo(given.vendor)).toEqual([])
  expect((await titlesFor(db, given.officerNorth)).join()).not.toMatch(/mentioned/)
  expect((await listHistory(db, given.vendor, shift.id)).at(-1)).toMatchObject({
    note: '@Noël Nord, is bus 12 free?',
    mentions: expect.arrayContaining([{ id: given.officerNorth2.id, name: 'Noël Nord' }]),
  })
})

test('only people who may see the case can be mentioned, and are offered', async () => {
  const { db, given, shift, say } = await town()
  const offered = async (by: Actor, search = '') =>
    (await listMentionable(db, by, CasePeopleInput.parse({ caseId: shift.id, search }))).map(
      ({ name }) => name,
    )

  await expect(say(given.officerNorth, '@Simone', [given.officerSouth])).rejects.toMatchObject({
    code: 'cannot_mention',
    message: 'Mentioned, but not able to see this: Simone Sud.',
  })
  expect(await offered(given.vendor)).toEqual([
    'Ada Admin',
    'Noël Nord',
    'Nora North',
    'داود السائق',
    'عمر العام',
  ])
  expect(await offered(given.vendor, 'NOE')).toEqual(['Noël Nord'])
  expect(await offered(given.vendor, '100%')).toEqual([])
  await expect(offered(given.officerSouth)).rejects.toMatchObject({ code: 'not_found' })
})

test('who is let follow a case sees it, hears of every step, and stops when he is removed', async () => {
  const { db, given, shift, follow, say, mailsTo } = await town()
  const decide = async (by: Actor, action: string) => {
    await inTx(db, (tx) => act(tx, by, { caseId: shift.id, action }))
    await runJobs(db)
  }
  await expect(getCase(db, given.analyst, shift.id)).rejects.toMatchObject({ code: 'not_found' })

  await follow(given.officerNorth, given.analyst)
  await follow(given.officerNorth, given.analyst)
  expect(await getCase(db, given.analyst, shift.id)).toMatchObject({ mayClaim: false, mayAssign: false })
  expect(await mailsTo(given.analyst)).toEqual(['Nora North added you to Bus 12'])
  await decide(given.officerNorth2, 'approve')
  await say(given.driver, 'Thanks.')

  expect((await inboxOf(db, given.analyst)).map(({ title, body, tone }) => [title, body, tone])).toEqual([
    ['داود السائق commented on Bus 12', 'Thanks.', 'info'],
    ['Bus 12', 'Noël Nord approved this shift.', 'success'],
    ['Nora North added you to Bus 12', 'You can see it, and you hear of every step.', 'info'],
  ])
  // Whoever is told by the workflow's own rule hears that, and once.
  await follow(given.driver, given.driver)
  await decide(given.vendor, 'cancel')
  expect(await titlesFor(db, given.driver)).not.toContain('Bus 12')

  await follow(given.officerNorth, given.analyst, removeParticipant)
  await expect(getCase(db, given.analyst, shift.id)).rejects.toMatchObject({ code: 'not_found' })
  const heard = await titlesFor(db, given.analyst)
  await say(given.vendor, 'One more thing.')
  expect(await titlesFor(db, given.analyst)).toEqual(heard)
  expect((await listHistory(db, given.vendor, shift.id)).map(({ text }) => text)).toEqual([
    'Vera Vendor filed this shift',
    'Nora North added Ana Lyst, who follows this',
    'Noël Nord approved this shift',
    'داود السائق commented',
    'داود السائق follows this',
    'Vera Vendor cancelled this shift',
    'Nora North removed Ana Lyst, who no longer follows this',
    'Vera Vendor commented',
  ])
})

test('others let somebody follow a case only if they decide on it', async () => {
  const { given, follow } = await town()

  await expect(follow(given.vendor, given.analyst)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(follow(given.officerSouth, given.officerSouth)).rejects.toMatchObject({ code: 'not_found' })
  expect(await follow(given.vendor, given.vendor)).toMatchObject({ id: expect.any(String) })
})
