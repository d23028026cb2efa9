import { test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { panel, row, toast } from './support/pages.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

test('HR writes to interns and tutors: the number is right, it is in their bells at once, and its reach moves', async () => {
  const [hr, tutor] = await Promise.all([
    stage.signIn('hr', { path: '/announcements/new' }),
    stage.signIn('tutor', { path: '/cases' }),
  ])
  const { page } = hr
  await page.getByLabel('Interns and tutors').check()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Give it a title.').waitFor()
  await page.getByLabel('Title').fill('The library moves')
  await page.getByLabel('Text').fill('To the second floor.')
  await page.getByRole('tab', { name: 'العربية' }).click()
  await page.getByLabel('Title').fill('المكتبة تنتقل')
  await page.getByText('Draft saved').waitFor()
  const count = page.getByRole('status').getByText(/^\d+ people(?! read)/)
  await count.waitFor()
  const recipients = Number.parseInt((await count.textContent()) ?? '', 10)

  await page.getByRole('button', { name: 'Send' }).click()
  const sure = page.getByRole('dialog', { name: `Send to ${recipients} people?` })
  await sure.getByRole('button', { name: 'Send' }).click()
  await toast(page, `Sent to ${recipients} people`).waitFor()

  const reach = page.locator('dl').first().locator('dd')
  const everybody = recipients.toLocaleString('en')
  await eventually(() => reach.allTextContents()).toEqual([everybody, everybody, '0'])
  await tutor.page.getByRole('button', { name: /^Notifications, / }).click()
  await panel(tutor.page).getByRole('link', { name: 'The library moves' }).click()
  await tutor.page.getByRole('heading', { name: 'The library moves' }).waitFor()
  await tutor.page.getByRole('main').getByText('To the second floor.').waitFor()
  await eventually(() => reach.allTextContents()).toEqual([everybody, everybody, '1'])

  await page.getByRole('link', { name: 'All announcements' }).click()
  const line = row(page, 'The library moves')
  await eventually(() => line.count()).toBe(1)
  await line.getByText('Sent', { exact: true }).last().waitFor()
  await line
    .getByText(/ 1 read$/)
    .last()
    .waitFor()
})
