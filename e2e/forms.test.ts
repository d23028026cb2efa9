import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Case, Draft, Page as PageOf, WorkflowView } from '@belfry/shared/wire'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flawsInAllLights, flawsOf } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { action, field, isStillTheSame, leaveMark, moveTo, timeline, toast } from './support/pages.ts'
import type { Person } from './support/person.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

let folder: string
const paper = (name: string) => path.join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'belfry-papers-'))
  for (const name of ['identity.pdf', 'diploma.pdf', 'diploma-2.pdf', 'bank.pdf'])
    writeFileSync(paper(name), `%PDF-1.4\n% ${name}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n`)
})
afterAll(() => rmSync(folder, { recursive: true }))

const input = (page: Page, name: string) => field(page, name).locator('input, textarea, select').first()
const draftOf = (person: Person, workflow: string) => person.query<Draft | null>('cases.draft', { workflow })
const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Draft saved' }).waitFor()

test('a profile begun at a desk is finished on a phone, and sent from there with its papers', async () => {
  const desk = await stage.signIn('employee', { path: '/new/onboarding' })
  await input(desk.page, 'fullName').fill('Emma Example')
  await input(desk.page, 'dateOfBirth').fill('1998-04-03')
  await field(desk.page, 'children.0.file').locator('input').first().setInputFiles(paper('identity.pdf'))
  await field(desk.page, 'children.0.file').getByText('identity.pdf', { exact: true }).waitFor()
  await saved(desk.page)

  const phone = await stage.signIn('employee', { path: '/cases', phone: true })
  await phone.page.getByRole('heading', { name: 'Begun and not sent yet' }).waitFor()
  await phone.page.getByRole('link', { name: 'Emma Example' }).first().click()
  await phone.page.getByText('You began this earlier. It has not been sent yet.').waitFor()
  expect(await input(phone.page, 'fullName').inputValue()).toBe('Emma Example')
  await field(phone.page, 'children.0.file').getByText('identity.pdf', { exact: true }).waitFor()
  expect(await flawsOf(phone.page)).toEqual([])
  await phone.page.getByRole('button', { name: 'Submit' }).click()
  await field(phone.page, 'phone').getByText('Please fill this in.').waitFor()
  expect(await phone.page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('phone')
  await input(phone.page, 'phone').fill('06 11 22 33 44')
  await input(phone.page, 'address').fill('1 Rue de la Gare, Musterstadt')
  await input(phone.page, 'emergencyContact').fill('Her mother')
  await input(phone.page, 'department').selectOption('it')
  await input(phone.page, 'startsOn').fill('2026-12-01')
  await saved(phone.page)

  // Whoever comes back to the desk sees what the phone has added.
  await desk.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await eventually(() => input(desk.page, 'phone').inputValue()).toBe('06 11 22 33 44')

  await phone.page.getByRole('button', { name: 'Submit' }).click()
  await toast(phone.page, 'Emma Example').first().waitFor()
  await phone.page.getByRole('heading', { level: 1, name: 'Emma Example' }).waitFor()
  await phone.page.getByText('Stage 1 of 5').waitFor()
  await phone.page.getByText('identity.pdf', { exact: true }).waitFor()
  expect(await draftOf(phone, 'onboarding')).toBeNull()
  expect(await flawsOf(phone.page)).toEqual([])

  // The form at the desk was sent from elsewhere, and says so before anything is lost.
  desk.forgive(/status of 409/)
  await input(desk.page, 'phone').fill('07')
  await desk.page.getByText('This form was sent or discarded in another window').waitFor()
})

test('while there is no connection nothing is lost, and it is saved when it is back', async () => {
  const person = await stage.signIn('employee', { path: '/new/onboarding' })
  const { page, context, forgive } = person
  forgive(/ERR_INTERNET_DISCONNECTED/)
  await input(page, 'fullName').fill('Zoé')
  await saved(page)

  await context.setOffline(true)
  await input(page, 'phone').fill('0611223344')
  await page.getByText('No connection: kept in this browser for now').waitFor()
  await context.setOffline(false)
  await saved(page)

  expect(await draftOf(person, 'onboarding')).toMatchObject({
    content: { values: { fullName: 'Zoé', phone: '0611223344' } },
  })
  await page.getByRole('link', { name: 'My cases' }).first().click()
  await page.getByRole('button', { name: 'Discard: Zoé' }).click()
  await toast(page, 'Draft discarded').waitFor()
  expect(await draftOf(person, 'onboarding')).toBeNull()
})

describe('a case that others hang on', () => {
  test('its stages and papers move by themselves on every page', async () => {
    const [reviewer, employee] = await Promise.all([
      stage.signIn('reviewer'),
      stage.signIn('employee', { path: '/cases?view=mine' }),
    ])
    await employee.page.getByRole('link', { name: 'Emma Example', exact: true }).first().click()
    await employee.page.getByRole('heading', { level: 1, name: 'Emma Example' }).waitFor()
    const { pathname } = new URL(employee.page.url())
    await reviewer.page.goto(pathname)
    await leaveMark(employee.page)

    await action(reviewer.page, 'On to the next stage').click()
    const dialog = reviewer.page.getByRole('dialog', { name: 'On to the next stage' })
    await dialog.getByLabel('Note').fill('All of it is plausible.')
    await dialog.getByRole('button', { name: 'On to the next stage' }).click()

    await employee.page.getByText('0 of 3 needed are done').waitFor()
    await employee.page.locator('li[aria-current="step"]', { hasText: 'Documents' }).waitFor()
    await timeline(employee.page, 'All of it is plausible.').waitFor()

    const slot = (page: Page, name: string) =>
      page.locator('main li').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) })
    await slot(employee.page, 'Diploma').getByRole('button', { name: 'Add: Diploma' }).click()
    const form = employee.page.getByRole('dialog', { name: 'Diploma' })
    await form.locator('input[type="file"]').first().setInputFiles(paper('diploma.pdf'))
    await form.getByText('diploma.pdf', { exact: true }).waitFor()
    await form.getByRole('button', { name: 'Submit' }).click()
    await form.waitFor({ state: 'detached' })

    await slot(reviewer.page, 'Diploma').getByText('diploma.pdf', { exact: true }).waitFor()
    await slot(reviewer.page, 'Identity document').getByRole('button', { name: 'Approve' }).click()
    await employee.page.getByText('1 of 3 needed are done').waitFor()
    await slot(reviewer.page, 'Diploma').getByRole('button', { name: 'Ask for a replacement' }).click()
    const why = reviewer.page.getByRole('dialog', { name: 'Ask for a replacement' })
    await why.getByLabel('Reason').selectOption('unreadable')
    await why.getByRole('button', { name: 'Ask for a replacement' }).click()

    await slot(employee.page, 'Diploma').getByText('Replacement needed').waitFor()
    await slot(employee.page, 'Diploma').getByRole('button', { name: 'Upload a new version' }).click()
    const again = employee.page.getByRole('dialog', { name: 'Upload a new version' })
    await again.locator('input[type="file"]').first().setInputFiles(paper('diploma-2.pdf'))
    await again.getByText('diploma-2.pdf', { exact: true }).waitFor()
    await again.getByRole('button', { name: 'Upload a new version' }).click()
    await slot(reviewer.page, 'Diploma').getByText('diploma-2.pdf', { exact: true }).waitFor()
    await slot(reviewer.page, 'Diploma').getByText('1 earlier version').click()
    await slot(reviewer.page, 'Diploma').getByText('diploma.pdf', { exact: true }).waitFor()
    expect(await isStillTheSame(employee.page)).toBe(true)

    // From the paper one finds the way back.
    await slot(reviewer.page, 'Diploma').getByRole('link', { name: 'Document' }).click()
    await reviewer.page.getByRole('navigation', { name: 'Part of' }).getByRole('link').click()
    await reviewer.page.getByRole('heading', { level: 1, name: 'Emma Example' }).waitFor()
    expect(await flawsOf(reviewer.page)).toEqual([])
  })
})

test('what can be filed is found by its name, at a desk and on a phone', async () => {
  const { page } = await stage.signIn('vendor', { path: '/cases' })
  await page.getByRole('heading', { level: 1 }).waitFor()

  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'What would you like to file?' })
  await dialog.getByRole('heading', { name: 'Shifts' }).waitFor()
  expect(await flawsOf(page)).toEqual([])
  await dialog.getByRole('link', { name: 'New stock request' }).click()
  await page.getByRole('heading', { level: 1, name: 'New stock request' }).waitFor()

  const phone = await stage.signIn('vendor', { path: '/cases', phone: true })
  await phone.page.getByRole('button', { name: 'New', exact: true }).click()
  await phone.page.getByRole('link', { name: 'New stock request' }).click()
  await phone.page.getByRole('heading', { level: 1, name: 'New stock request' }).waitFor()
})

describe.each([
  ['at a desk', false],
  ['on a phone', true],
])('%s', (_, phone) => {
  test.each(['vendor', 'employee', 'intern', 'analyst'])(
    'every form of the %s can be used by everybody, in the light and in the dark',
    async (login) => {
      const person = await stage.signIn(login, { phone, path: '/cases' })
      const workflows = await person.query<WorkflowView[]>('workflows.list')
      const flaws: Record<string, string[]> = {}

      for (const { name, words } of workflows.filter((one) => one.maySubmit)) {
        await moveTo(person.page, `/new/${name}`)
        await person.page.getByRole('heading', { level: 1, name: words.submit }).waitFor()
        await person.page.locator('form button[type="submit"]').click()
        await person.page.locator('form [aria-invalid="true"]').first().waitFor()
        flaws[name] = await flawsInBoth(person.page, phone)
      }

      expect(Object.values(flaws).flat()).toEqual([])
      expect(Object.keys(flaws)).not.toEqual([])
    },
  )

  test.each([
    ['reviewer', 'onboarding'],
    ['hr', 'internship'],
    ['officer.north', 'stock_request'],
    ['supervisor', 'goal'],
  ])('for the %s, so can a case of “%s”', async (login, workflow) => {
    const person = await stage.signIn(login, { phone, path: '/cases' })
    const { items } = await person.query<PageOf<Case>>('queues.get', { workflow, limit: 1 })
    await moveTo(person.page, `/cases/${items[0]!.id}`)
    await person.page.getByRole('heading', { level: 1, name: items[0]!.title }).waitFor()
    await person.page.locator('main ol > li').first().waitFor()

    expect(await flawsInBoth(person.page, phone)).toEqual([])
  })
})

async function flawsInBoth(page: Page, phone: boolean): Promise<string[]> {
  const isTooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  return [
    ...(await flawsInAllLights(page, { phone })),
    ...(isTooWide ? [`${page.url()} is wider than the screen`] : []),
  ]
}
