import { listCases, listQueues } from '@belfry/engine/cases'
import type { Actor } from '@belfry/shared'
import { ListCasesInput } from '@belfry/shared/wire'
import { expect, test } from 'vitest'
import { atWork } from './support/people-at-work.ts'

const application = {
  position: 'Web development',
  school: 'Musterstadt University, 3rd year',
  motivation: 'I like to see what I build.',
  wishedFrom: '2026-04-01',
  wishedTo: '2026-06-30',
}

async function applied() {
  const life = await atWork()
  const item = await life.submit(life.given.intern, { workflow: 'internship', data: application })
  return { ...life, item }
}

/** An internship that HR has accepted, and all the messages of that are read. */
async function active() {
  const life = await applied()
  const { given, act, item, submit, files, news } = life
  const dates = { startsOn: '2026-04-01', endsOn: '2026-06-30' }
  await act(given.hr, item, 'accept', { data: { tutor: given.tutor.id, ...dates } })
  await news()
  const hang = (by: Actor, slot: string, workflow: string, data: Record<string, unknown>) =>
    submit(by, { workflow, parentId: item.id, slot, data })
  const upload = async (by: Actor, slot: string) =>
    hang(by, slot, 'internship_document', { file: await files(by) })
  return { ...life, hang, upload }
}

const scores = { quality: 4, autonomy: 5, communication: 3, strengths: 'Asks good questions.' }

test('an application is confirmed, and HR alone hears of it; accepting names the tutor, and each hears their part', async () => {
  const { given, item, act, news, look } = await applied()
  expect(item).toMatchObject({ state: 'requested', title: 'Web development' })
  const applications = ['internship.applied']
  expect(await news()).toEqual({ intern: ['internship.received'], hr: applications, hr2: applications })
  await expect(look(given.tutor, item)).rejects.toMatchObject({ code: 'not_found' })

  const begun = await act(given.hr, item, 'accept', {
    data: { tutor: given.tutor.id, startsOn: '2026-04-01', endsOn: '2026-06-30' },
  })

  expect(begun).toMatchObject({ state: 'active', stage: 'active', labels: { tutor: 'Tarek Tutor' } })
  expect(await news()).toEqual({
    intern: ['internship.accepted'],
    tutor: ['internship.tutoring'],
    admin: ['internship.started'],
  })
  expect(await look(given.tutor, item)).toMatchObject({ state: 'active' })
})

test('an internship without a tutor, or one that ends before it begins, is not accepted', async () => {
  const { given, item, act, news } = await applied()
  await news()
  const dates = { startsOn: '2026-04-01', endsOn: '2026-03-01' }
  const problems = (...fields: string[]) => ({
    details: { problems: fields.map((field) => expect.objectContaining({ field })) },
  })

  await expect(
    act(given.hr, item, 'accept', { data: { ...dates, endsOn: '2026-06-30' } }),
  ).rejects.toMatchObject(problems('tutor'))
  await expect(
    act(given.hr, item, 'accept', { data: { ...dates, tutor: given.tutor.id } }),
  ).rejects.toMatchObject(problems('endsOn'))
  await expect(
    act(given.hr, item, 'accept', { data: { ...dates, endsOn: '2026-06-30', tutor: given.intern2.id } }),
  ).rejects.toMatchObject(problems('tutor'))
  expect(await news()).toEqual({})
})

test('a refusal tells the intern why, in the intern’s language', async () => {
  const { given, submit, act, mails } = await atWork()
  const item = await submit(given.intern2, { workflow: 'internship', data: application })

  await act(given.hr, item, 'refuse', { reason: 'dates', note: 'Maybe in autumn.' })

  expect(await mails(given.intern2)).toEqual(['رُفض طلبك: Web development'])
})

test('an intern sees only the own internship, and a tutor those he tutors', async () => {
  const { db, given, item, look } = await active()
  const part = ListCasesInput.parse({ view: 'part' })

  expect((await listCases(db, given.tutor, part)).items.map(({ id }) => id)).toEqual([item.id])
  expect((await listCases(db, given.tutor2, part)).items).toEqual([])
  for (const who of [given.intern2, given.tutor2, given.reviewer, given.employee])
    await expect(look(who, item)).rejects.toMatchObject({ code: 'not_found' })
  const queues = (await listQueues(db, given.hr)).map(({ workflow }) => workflow)
  expect(queues).toEqual(expect.arrayContaining(['internship', 'internship_document', 'testimonial']))
  expect(queues).not.toContain('document')
})

test('documents go to the tutor and HR, never to the reviewers of profiles; whoever files one does not approve it', async () => {
  const { given, upload, act, news } = await active()

  const report = await upload(given.intern, 'report')
  const told = ['internship_document.submitted']
  expect(await news()).toEqual({ intern: ['internship_document.received'], tutor: told, hr: told, hr2: told })
  await act(given.tutor, report, 'ask_replacement', { reason: 'incomplete' })
  expect(await news()).toEqual({ intern: ['internship_document.replacement'] })

  const agreement = await upload(given.hr, 'agreement')
  await expect(act(given.hr, agreement, 'approve')).rejects.toMatchObject({ code: 'own_case' })
  await expect(act(given.reviewer, agreement, 'approve')).rejects.toMatchObject({ code: 'not_found' })
  expect(await act(given.hr2, agreement, 'approve')).toMatchObject({ state: 'approved' })
})

test('evaluations are asked for both ways, with reminders until they are written; the other side reads them', async () => {
  const { given, item, act, news, child, look, days, mails } = await active()
  await act(given.hr, item, 'request_midterm')
  expect(await news()).toEqual({ tutor: ['evaluation.requested'], intern: ['evaluation.requested'] })
  expect(await mails(given.tutor)).toContain('Please write: Mid-term evaluation by the tutor')
  const byTutor = await child(item, 'midterm_by_tutor')
  const byIntern = await child(item, 'midterm_by_intern')
  expect(byIntern).toMatchObject({ owner: { id: given.intern.id }, state: 'requested' })

  await act(given.tutor, byTutor, 'write', { data: scores })
  const written = ['evaluation.submitted']
  expect(await news()).toEqual({ intern: written, hr: written, hr2: written })
  expect((await look(given.intern, byTutor)).data).toEqual(scores)

  await days(6)
  expect(await news()).toEqual({ intern: ['evaluation.reminder', 'evaluation.reminder'] })
  await expect(act(given.tutor, byIntern, 'write', { data: scores })).rejects.toMatchObject({
    code: 'not_allowed',
  })
  await act(given.intern, byIntern, 'write', { data: scores })
  expect(await news()).toEqual({ tutor: written, hr: written, hr2: written })

  await days(6)
  await act(given.hr, item, 'request_midterm')
  expect(await news()).toEqual({})
})

test('a tutor may evaluate unasked, and not in the intern’s place', async () => {
  const { given, hang, news } = await active()

  expect(await hang(given.tutor, 'final_by_tutor', 'evaluation', scores)).toMatchObject({
    state: 'submitted',
  })

  const written = ['evaluation.submitted']
  expect(await news()).toEqual({ intern: written, hr: written, hr2: written })
  await expect(hang(given.tutor, 'final_by_intern', 'evaluation', scores)).rejects.toMatchObject({
    code: 'slot_closed',
  })
})

const answer = { satisfaction: 5, guidance: 4, learning: 5, workload: 2 }

test('a survey asks intern and tutor, reminds those who have not answered, and shows averages once it is closed', async () => {
  const { given, item, hang, act, news, child, look, page, days } = await active()
  const survey = await hang(given.hr, 'surveys', 'survey', { subject: 'After four weeks' })
  expect(await news()).toEqual({})
  for (const who of [given.intern, given.tutor])
    await expect(look(who, survey)).rejects.toMatchObject({ code: 'not_found' })

  await act(given.hr, survey, 'open')
  expect(await news()).toEqual({ intern: ['survey_answer.asked'], tutor: ['survey_answer.asked'] })
  const interns = await child(survey, 'answers', given.intern)
  const tutors = await child(survey, 'answers', given.tutor)

  await act(given.intern, interns, 'answer', { data: { ...answer, comment: 'Between us: too much.' } })
  expect(await news()).toEqual({ hr: ['survey_answer.answered'] })
  await days(4)
  expect(await news()).toEqual({ tutor: ['survey_answer.reminder', 'survey_answer.reminder'] })
  await act(given.tutor, tutors, 'answer', { data: { ...answer, satisfaction: 3 } })
  await news()
  await days(4)
  expect(await news()).toEqual({})

  // What one has said is for HR's eyes, and there are no results yet.
  expect(await look(given.hr2, interns)).toMatchObject({ data: { comment: 'Between us: too much.' } })
  await expect(look(given.tutor, interns)).rejects.toMatchObject({ code: 'not_found' })
  await expect(look(given.intern, tutors)).rejects.toMatchObject({ code: 'not_found' })
  expect((await page(given.intern, survey)).summary).toBeNull()

  await act(given.hr, survey, 'close')
  const closed = ['survey.closed']
  expect(await news()).toEqual({ intern: closed, tutor: closed, hr2: closed })
  const { summary, slots } = await page(given.intern, survey)
  expect(summary!.fields[0]).toEqual({ field: 'satisfaction', count: 2, min: 3, mean: 4, max: 5 })
  expect(slots[0]!.cases.map(({ owner }) => owner.id)).toEqual([given.intern.id])
  expect((await look(given.intern, item)).state).toBe('active')
})

test('a survey with a last day closes by itself, and answers that did not come have lapsed', async () => {
  const { given, hang, act, news, child, look, days } = await active()
  const survey = await hang(given.hr, 'surveys', 'survey', { subject: 'Short', closesOn: '2026-03-04' })
  await act(given.hr, survey, 'open')
  const missing = await child(survey, 'answers', given.tutor)
  await news()

  await days(3)

  expect(await look(given.hr, survey)).toMatchObject({ state: 'closed' })
  expect(await look(given.hr, missing)).toMatchObject({ state: 'lapsed' })
  const told = ['survey.closed', 'survey_answer.reminder']
  expect(await news()).toEqual({ intern: told, tutor: told, hr: ['survey.closed'], hr2: ['survey.closed'] })
  await expect(act(given.tutor, missing, 'answer', { data: answer })).rejects.toMatchObject({
    code: 'already_decided',
  })
})

test('a testimonial is asked for by the tutor, written by the intern and approved by HR', async () => {
  const { given, item, act, news, child, page, hang } = await active()
  await act(given.tutor, item, 'request_testimonial')
  expect(await news()).toEqual({ intern: ['testimonial.asked'] })
  const words = await child(item, 'testimonial')
  await expect(hang(given.intern, 'testimonial', 'testimonial', {})).rejects.toMatchObject({
    code: 'slot_taken',
  })

  await act(given.intern, words, 'write', { data: { quote: 'I built the page you are reading.' } })
  const written = ['testimonial.submitted']
  expect(await news()).toEqual({ hr: written, hr2: written, tutor: written })
  await expect(act(given.tutor, words, 'approve')).rejects.toMatchObject({ code: 'not_allowed' })
  await act(given.hr2, words, 'approve')
  expect(await news()).toEqual({ intern: ['testimonial.approved'], tutor: ['testimonial.approved_for_us'] })
  const { slots } = await page(given.hr, item)
  expect(slots.find(({ slot }) => slot === 'testimonial')).toMatchObject({ fulfilled: true })
})

test('a key figure alerts the tutor and HR when it crosses a threshold, and says when all is well again', async () => {
  const { db, given, hang, act, news, look } = await active()
  const figure = { figure: 'Days absent', unit: 'days', value: 1, warnAt: 3, errorAt: 5 }
  const item = await hang(given.tutor, 'figures', 'kpi', figure)
  expect(item.state).toBe('normal')
  const record = (value: number) => act(given.tutor, item, 'record', { data: { value } })
  const all = (message: string) => ({ tutor: [message], hr: [message], hr2: [message] })
  expect(await news()).toEqual({})

  await record(2)
  expect(await news()).toEqual({})
  await record(3)
  expect(await news()).toEqual(all('kpi.warning'))
  await record(4)
  expect(await news()).toEqual({})
  expect(await record(6)).toMatchObject({ state: 'error' })
  expect(await news()).toEqual(all('kpi.error'))
  const { tone, priority, title } = await db
    .selectFrom('messages')
    .selectAll()
    .where('type', '=', 'kpi.error')
    .where('locale', '=', 'en')
    .executeTakeFirstOrThrow()
  expect({ tone, priority, title }).toEqual({
    tone: 'error',
    priority: 'high',
    title: 'Error: Days absent at 6 days',
  })
  await record(0)
  expect(await news()).toEqual(all('kpi.normal'))
  // The intern sees the figure and hears nothing of it.
  expect(await look(given.intern, item)).toMatchObject({ state: 'normal', data: { value: 0 } })
})

test('a figure of which little is bad alerts from the first one on', async () => {
  const { given, hang, news } = await active()
  const figure = { figure: 'Tickets closed', value: 2, warnAt: 10, errorAt: 5 }

  expect(await hang(given.hr, 'figures', 'kpi', figure)).toMatchObject({ state: 'error' })

  const told = ['kpi.error']
  expect(await news()).toEqual({ tutor: told, hr: told, hr2: told })
  await expect(hang(given.hr, 'figures', 'kpi', { ...figure, errorAt: 10 })).rejects.toMatchObject({
    details: { problems: [{ field: 'errorAt' }] },
  })
})

test('once the agreement and the final evaluation are there HR hears it, and completing closes what is open', async () => {
  const { given, item, act, hang, upload, news, child, look } = await active()
  await expect(act(given.hr, item, 'complete')).rejects.toThrow(
    'Still missing: Internship agreement and Final evaluation by the tutor.',
  )
  const agreement = await upload(given.intern, 'agreement')
  await act(given.tutor, agreement, 'approve')
  await news()
  await hang(given.tutor, 'final_by_tutor', 'evaluation', scores)
  const written = ['evaluation.submitted']
  const ready = [...written, 'internship.ready']
  expect(await news()).toEqual({ intern: written, hr: ready, hr2: ready })

  const figure = { figure: 'Days absent', value: 1, warnAt: 3, errorAt: 5 }
  const kpi = await hang(given.hr, 'figures', 'kpi', figure)
  const survey = await hang(given.hr, 'surveys', 'survey', { subject: 'At the end' })
  await act(given.hr, survey, 'open')
  await act(given.hr, item, 'request_testimonial')
  const report = await upload(given.intern, 'report')
  await news()

  expect(await act(given.hr, item, 'complete')).toMatchObject({ state: 'completed', stage: 'completed' })

  const completed = ['internship.completed_for_us']
  expect(await news()).toEqual({
    intern: ['internship.completed'],
    tutor: completed,
    hr2: completed,
    admin: completed,
  })
  expect(await look(given.hr, kpi)).toMatchObject({ state: 'closed' })
  expect(await look(given.hr, survey)).toMatchObject({ state: 'closed' })
  expect(await child(survey, 'answers', given.intern)).toMatchObject({ state: 'lapsed' })
  expect(await child(survey, 'answers', given.tutor)).toMatchObject({ state: 'lapsed' })
  expect(await child(item, 'testimonial')).toMatchObject({ state: 'dropped' })
  expect(await look(given.intern, report)).toMatchObject({ state: 'withdrawn' })
  expect(await look(given.intern, agreement)).toMatchObject({ state: 'approved' })
})

test('cancelling tells intern and tutor why, and takes back what was asked of them', async () => {
  const { given, item, act, news, child, days } = await active()
  await act(given.hr, item, 'request_final')
  await news()

  await act(given.hr, item, 'cancel', { reason: 'intern_left', note: 'All the best.' })

  const told = ['internship.cancelled']
  expect(await news()).toEqual({ intern: told, tutor: told, admin: told })
  expect(await child(item, 'final_by_tutor')).toMatchObject({ state: 'dropped' })
  await days(30)
  expect(await news()).toEqual({})
})

test('mid-term, the last two weeks and an end that nobody noted are told at their time', async () => {
  const { item, days, news, look, given } = await active()

  await days(75) // from the 2nd of March to the 16th of May
  const midterm = ['internship.midterm_due']
  expect(await news()).toEqual({ intern: midterm, tutor: midterm, hr: midterm, hr2: midterm })
  await days(31) // the 16th of June
  const ending = ['internship.ending']
  expect(await news()).toEqual({ intern: ending, tutor: ending, hr: ending, hr2: ending })
  await days(18) // the 4th of July
  const overrun = ['internship.overrun']
  expect(await news()).toEqual({ hr: overrun, hr2: overrun })
  expect((await look(given.hr, item)).state).toBe('active')
})

test('a new tutor takes the former one’s part: who sees, who is told, who may act', async () => {
  const { given, item, act, news, look, upload } = await active()

  await act(given.hr, item, 'change_tutor', { data: { tutor: given.tutor2.id } })

  expect(await news()).toEqual({ tutor2: ['internship.tutoring'], intern: ['internship.new_tutor'] })
  await expect(look(given.tutor, item)).rejects.toMatchObject({ code: 'not_found' })
  const report = await upload(given.intern, 'report')
  expect((await news()).tutor2).toEqual(['internship_document.submitted'])
  expect(await act(given.tutor2, report, 'approve')).toMatchObject({ state: 'approved' })
})
