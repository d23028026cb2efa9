import { describe, expect, test } from 'vitest'
import { addTo, decide, fill, paper, slot, stageOf } from './support/cases.ts'
import { eventually } from './support/eventually.ts'
import { isStillTheSame, leaveMark, panel, row, timeline, toast, unreadOn } from './support/pages.ts'
import type { Person } from './support/person.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const profile = {
  fullName: 'Emil Example',
  dateOfBirth: '1994-05-17',
  phone: '+49 30 1234567',
  address: 'Turmstraße 1, Musterstadt',
  emergencyContact: 'Erna Example, +49 30 7654321',
  department: 'maintenance',
  startsOn: '2027-05-03',
}

const form = ({ page }: Person) => page.locator('main form')
const readAll = (person: Person) =>
  person.mutate('notifications.mark', { filter: { state: ['unread'] }, as: 'read' })
const news = async ({ page }: Person, title: string) => {
  await page.getByRole('button', { name: /^Notifications, / }).click()
  await panel(page).locator('[data-row]').filter({ hasText: title }).first().waitFor()
  await page.keyboard.press('Escape')
}
const saved = ({ page }: Person) => page.getByText('Draft saved').waitFor()

async function upload({ page }: Person, label: string, name: string) {
  await page.getByLabel(label).first().setInputFiles(paper(name))
  await page
    .getByRole('status')
    .filter({ hasText: `${name} is uploaded.` })
    .waitFor()
}

describe('an employee', () => {
  test('goes all the way from the profile to the first day, and sees each step as it is taken', async () => {
    const [employee, reviewer] = await Promise.all([
      stage.signIn('employee', { path: '/new/onboarding' }),
      stage.signIn('reviewer', { path: '/queues/onboarding' }),
    ])
    await Promise.all([readAll(employee), readAll(reviewer)])

    // The profile, in two sittings.
    const { department, startsOn, ...first } = profile
    for (const [name, value] of Object.entries(first)) await fill(form(employee), name, value)
    await upload(employee, 'Identity document', 'passport.pdf')
    await saved(employee)
    await employee.page.reload()
    await eventually(() => employee.page.locator('[data-field="address"] textarea').inputValue()).toBe(
      profile.address,
    )
    await employee.page.getByText('passport.pdf').first().waitFor()
    await fill(form(employee), 'department', department)
    await fill(form(employee), 'startsOn', startsOn)
    await upload(employee, 'Diploma', 'diploma.pdf')
    await upload(employee, 'Bank details', 'bank.pdf')
    await employee.page.getByRole('button', { name: 'Submit' }).click()
    await employee.page.getByRole('heading', { level: 1, name: 'Emil Example' }).waitFor()
    await stageOf(employee.page, 'Personal details').waitFor()
    await eventually(() => unreadOn(employee.page)).toBeGreaterThan(0)
    await news(employee, 'We have your profile')
    await leaveMark(employee.page)

    // The reviewer has it in the queue at once, and takes it on with a reason.
    await row(reviewer.page, 'Emil Example').getByRole('link').first().click()
    await decide(reviewer.page, null, 'On to the next stage', { note: 'All is filled in.' })
    await stageOf(employee.page, 'Documents').waitFor()
    await timeline(employee.page, 'All is filled in.').waitFor()

    // Two documents are approved, the third has to come again.
    for (const name of ['Identity document', 'Bank details'])
      await decide(reviewer.page, slot(reviewer.page, name), 'Approve')
    await decide(reviewer.page, slot(reviewer.page, 'Diploma'), 'Ask for a replacement', {
      reason: 'unreadable',
      note: 'Page 2 is dark.',
    })
    await employee.page.getByText('2 of 3 needed are done').waitFor()
    await slot(employee.page, 'Diploma').getByText('Replacement needed').waitFor()
    await toast(employee.page, 'A replacement is needed: Diploma').waitFor()
    await decide(employee.page, slot(employee.page, 'Diploma'), 'Upload a new version', {
      file: 'diploma-bright.pdf',
    })
    await slot(reviewer.page, 'Diploma').getByText('diploma-bright.pdf').waitFor()
    await slot(reviewer.page, 'Diploma').getByText('1 earlier version').click()
    await slot(reviewer.page, 'Diploma').getByText('diploma.pdf', { exact: true }).waitFor()
    await decide(reviewer.page, slot(reviewer.page, 'Diploma'), 'Approve')
    await toast(reviewer.page, 'Emil Example is ready for the next stage').waitFor()

    // Background check and contract.
    await decide(reviewer.page, null, 'On to the next stage', { note: 'All three are genuine.' })
    await stageOf(employee.page, 'Background check').waitFor()
    await addTo(employee.page, 'Background check', { file: 'register.pdf' })
    await decide(reviewer.page, slot(reviewer.page, 'Background check'), 'Approve')
    await decide(reviewer.page, null, 'On to the next stage', { note: 'Nothing is known.' })
    const hr = await stage.signIn('hr', { path: new URL(employee.page.url()).pathname })
    await addTo(hr.page, 'Signed contract', { file: 'contract.pdf' })
    await decide(reviewer.page, slot(reviewer.page, 'Signed contract'), 'Approve')

    // Two people make an employee active, and one of them is not enough.
    await decide(reviewer.page, null, 'Make active', { note: 'Signed by both.' })
    await reviewer.page.getByText('1 of 2 people have agreed').first().waitFor()
    const again = reviewer.page.getByRole('button', { name: /^Make active/ })
    expect(await again.getAttribute('aria-disabled')).toBe('true')
    await stageOf(employee.page, 'Contract').waitFor()
    const second = await stage.signIn('reviewer2', { path: new URL(employee.page.url()).pathname })
    await decide(second.page, null, 'Mettre en activité', { note: 'Tout est en ordre.' })

    await employee.page.locator('main').getByText('Active, done').waitFor()
    await news(employee, 'Welcome aboard, Emil Example!')
    await news(reviewer, 'Emil Example is an active employee now')
    const me = await employee.query<{ grants: { role: string }[] }>('me.get')
    expect(me.grants.map(({ role }) => role)).toContain('employee:active')
    expect(await isStillTheSame(employee.page)).toBe(true)
  })

  test('corrects what reviewers ask about, on a phone and in French', async () => {
    const employee = await stage.signIn('employee2', { path: '/new/onboarding', phone: true })
    const { page } = employee
    for (const [name, value] of Object.entries({ ...profile, fullName: 'Élodie Exemple' }))
      await fill(form(employee), name, value)
    await fill(form(employee), 'dateOfBirth', '2020-01-01')
    await page.getByRole('button', { name: 'Envoyer' }).click()
    await page.getByText('Il faut avoir au moins 16 ans le premier jour.').first().waitFor()
    await fill(form(employee), 'dateOfBirth', '1999-01-01')
    await page.getByRole('button', { name: 'Envoyer' }).click()
    await page.getByRole('heading', { level: 1, name: 'Élodie Exemple' }).waitFor()

    const path = new URL(page.url()).pathname
    const reviewer = await stage.signIn('reviewer', { path })
    await decide(reviewer.page, null, 'Ask for changes', {
      reason: 'wrong',
      note: 'The first day is a Monday holiday.',
    })
    await page.getByText('À corriger').first().waitFor()
    await decide(page, null, 'Renvoyer', { fields: { startsOn: '2027-05-04' } })

    await stageOf(reviewer.page, 'Personal details').waitFor()
    await timeline(reviewer.page, 'Élodie Exemple sent the profile again').waitFor()
    await decide(reviewer.page, null, 'Reject', { reason: 'not_eligible', note: 'There is no place.' })
    await page.getByText('Refusé').first().waitFor()
    await timeline(page, 'There is no place.').waitFor()
  })
})
