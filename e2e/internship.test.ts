import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addTo, decide, fill, slot, stageOf } from './support/cases.ts'
import { eventually } from './support/eventually.ts'
import { panel, row, unreadOn } from './support/pages.ts'
import type { Person } from './support/person.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const application = {
  position: 'Timetable design',
  school: 'Musterstadt University, 3rd year',
  motivation: 'I like to see what I plan.',
  wishedFrom: '2027-03-01',
  wishedTo: '2027-05-31',
}
const scores = { quality: '4', autonomy: '5', communication: '4', strengths: 'Asks good questions.' }

const readAll = (person: Person) =>
  person.mutate('notifications.mark', { filter: { state: ['unread'] }, as: 'read' })

/** Follows the newest message with this title to what it is about. */
async function follow({ page }: Person, title: string) {
  await page.getByRole('button', { name: /^Notifications, / }).click()
  await panel(page).locator('[data-row]').filter({ hasText: title }).first().getByRole('link').first().click()
  await panel(page).waitFor({ state: 'detached' })
}
const back = ({ page }: Person, path: string) => page.goto(path)
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

// Three people take some thirty steps; on a busy machine that is long.
const patience = { timeout: 120_000 }

test(
  'an internship, from the application to its end: each part does its own, and hears of its own',
  patience,
  async () => {
    const [intern, hr, tutor] = await Promise.all([
      stage.signIn('intern', { path: '/new/internship' }),
      stage.signIn('hr', { path: '/queues/internship' }),
      stage.signIn('tutor'),
    ])
    await Promise.all([intern, hr, tutor].map(readAll))

    // The application, and its acceptance with a tutor.
    for (const [name, value] of Object.entries(application))
      await fill(intern.page.locator('main form'), name, value)
    await intern.page.getByRole('button', { name: 'Submit' }).click()
    await heading(intern.page, 'Timetable design')
    const path = new URL(intern.page.url()).pathname
    await row(hr.page, 'Timetable design').getByRole('link').first().click()
    await decide(hr.page, null, 'Accept', {
      fields: { tutor: 'Tarek Tutor', startsOn: '2027-03-01', endsOn: '2027-05-28' },
    })
    await stageOf(intern.page, 'Active').waitFor()
    await follow(tutor, 'You are the tutor of Ines Intern')
    await heading(tutor.page, 'Timetable design')

    // The agreement, and evaluations both ways.
    await addTo(intern.page, 'Internship agreement', { file: 'agreement.pdf' })
    await decide(tutor.page, slot(tutor.page, 'Internship agreement'), 'Approve')
    await decide(hr.page, null, 'Ask for mid-term evaluations')
    const byTutor = 'Mid-term evaluation by the tutor'
    const byIntern = 'Mid-term evaluation by the intern'
    await decide(tutor.page, slot(tutor.page, byTutor), 'Write evaluation', { fields: scores })
    await slot(intern.page, byTutor).getByText('Submitted').waitFor()
    await decide(intern.page, slot(intern.page, byIntern), 'Write evaluation', { fields: scores })
    await slot(tutor.page, byIntern).getByText('Submitted').waitFor()

    // A survey: asked of both, answered by both, closed, and its averages.
    await addTo(hr.page, 'Survey', { fields: { subject: 'After four weeks' } })
    await decide(hr.page, slot(hr.page, 'Survey'), 'Open for answers')
    for (const [person, satisfaction] of [
      [intern, '5'],
      [tutor, '3'],
    ] as const) {
      await follow(person, 'Survey: After four weeks')
      await decide(person.page, null, 'Answer', {
        fields: { satisfaction, guidance: '4', learning: '5', workload: '3' },
      })
      await back(person, path)
    }
    await decide(hr.page, slot(hr.page, 'Survey'), 'Close survey', { sure: true })
    await follow(intern, 'Results: After four weeks')
    await intern.page.locator('main').getByText('2 answers').first().waitFor()
    await back(intern, path)

    // A testimonial, and a figure that gets out of hand.
    await decide(tutor.page, null, 'Ask for a testimonial')
    await decide(intern.page, slot(intern.page, 'Testimonial'), 'Write testimonial', {
      fields: { quote: 'I was trusted with real work from the second week on.' },
    })
    await decide(hr.page, slot(hr.page, 'Testimonial'), 'Approve')
    const figure = { figure: 'Days absent', unit: 'days', value: '1', warnAt: '3', errorAt: '5' }
    await addTo(tutor.page, 'Key figure', { fields: figure })
    await decide(tutor.page, slot(tutor.page, 'Key figure'), 'Record a figure', { fields: { value: '6' } })
    await follow(hr, 'Error: Days absent at 6 days')
    await heading(hr.page, 'Days absent')
    await back(hr, path)

    // Its end, with what is still open.
    await addTo(intern.page, 'Internship report', { file: 'report.pdf' })
    await addTo(tutor.page, 'Final evaluation by the tutor', { fields: scores })
    await follow(hr, 'Internship of Ines Intern can be completed')
    await decide(hr.page, null, 'Complete')
    await intern.page.locator('main').getByText('Completed, done').waitFor()
    await slot(tutor.page, 'Key figure').getByText('Closed').waitFor()
    await slot(tutor.page, 'Internship report').getByText('Withdrawn').waitFor()
    await follow(intern, 'Your internship is complete: Timetable design')

    // Nobody else has heard of any of it.
    const other = await stage.signIn('reviewer')
    other.forgive(/status of 404/)
    await other.page.goto(path)
    await other.page.getByText('This case does not exist, or you may not see it').waitFor()
    const told = await other.query<{ items: { title: string }[] }>('notifications.list', { limit: 200 })
    expect(told.items.filter(({ title }) => /Ines Intern|Timetable design/.test(title))).toEqual([])
    await eventually(() => unreadOn(intern.page)).toBeGreaterThan(0)
  },
)
