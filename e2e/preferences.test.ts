import type { Preferences } from '@belfry/shared/wire'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { flawsInAllLights } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { allJobsDone } from './support/jobs.ts'
import { row, timeline, toast } from './support/pages.ts'
import type { Asking } from './support/person.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const path = '/account/notifications'
const category = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
const bar = (page: Page, changes: string) => page.getByRole('region', { name: changes })
const saved = async ({ query }: Asking) => {
  const { categories, quiet, mutes } = await query<Preferences>('preferences.get')
  return { ...categories.shift, quiet: quiet.length, mutes: mutes.length }
}

test('a digest and quiet hours are chosen by keyboard, tried on last month, saved, and taken back', async () => {
  const officer = await stage.signIn('officer.north', { path })
  const { page } = officer
  const shifts = category(page, 'Shifts')
  await shifts.getByText('Shifts: at once in the app, by mail, and by push.').waitFor()
  await page.getByText(/told, under these settings/).waitFor()

  await shifts.getByRole('switch', { name: 'Shifts, App' }).focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await shifts.getByText('gathered by mail every hour').waitFor()
  await shifts.getByRole('combobox', { name: 'Shifts, Mail' }).selectOption('daily')
  await shifts.getByText('gathered by mail every day at 8 AM').waitFor()
  await page.getByRole('button', { name: 'Nights, 10 PM to 7 AM' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText(/^Quiet from 10:00 PM to 7:00 AM, every day/).waitFor()
  await bar(page, '2 changes')
    .getByText(/mails? instead of \d/)
    .waitFor()
  expect(await saved(officer)).toMatchObject({ mail: null, quiet: 0 })
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])

  await bar(page, '2 changes').getByRole('button', { name: 'Save' }).click()
  await eventually(() => saved(officer)).toMatchObject({ app: null, mail: 'daily', quiet: 1 })
  await page.getByText(/^Next daily mail: /).waitFor()
  await page.getByText(/^Next: .+ to .+|^It is quiet until/).waitFor()

  await toast(page, 'Notification settings saved').getByRole('button', { name: 'Undo' }).click()
  await eventually(() => saved(officer)).toMatchObject({ app: null, mail: null, quiet: 0 })
  await shifts.getByText('Shifts: at once in the app, by mail, and by push.').waitFor()
})

test('a muted case is heard of again, and the administrator is told why its news did not arrive', async () => {
  const [officer, vendor] = await Promise.all([
    stage.signIn('officer.north', { path: '/notifications' }),
    stage.caller('vendor'),
  ])
  const { page } = officer
  const { id } = await fileShift(vendor, { vehicle: 'Bus 61' })
  await row(page, 'Bus 61').getByRole('link').first().focus()
  await page.keyboard.press('Shift+M')
  await toast(page, 'You are told nothing more of this case.').waitFor()
  await vendor.mutate('cases.comment', { caseId: id, text: 'A few words that nobody needs.' })
  await allJobsDone(stage.database)

  await page.goto(path)
  const heard = page.getByRole('button', { name: 'Unmute Bus 61' })
  await heard.focus()
  await page.keyboard.press('Enter')
  await page.getByText('You have muted no case.').waitFor()
  await toast(page, 'You are told of this case again.').getByRole('button', { name: 'Undo' }).click()
  await heard.waitFor()
  await eventually(() => saved(officer)).toMatchObject({ mutes: 1 })

  const admin = await stage.signIn('admin', { path: `/cases/${id}` })
  await timeline(admin.page, 'A few words that nobody needs.')
    .getByRole('link', { name: /^Why was somebody not told/ })
    .click()
  const person = admin.page.getByRole('combobox', { name: 'Person' })
  await person.fill('nora')
  await admin.page.getByRole('option', { name: 'Nora North' }).waitFor()
  await admin.page.keyboard.press('ArrowDown')
  await admin.page.keyboard.press('Enter')
  await admin.page.getByText('Nora North has muted the case.').waitFor()
  await admin.page.getByText('Not told: they muted the case').first().waitFor()
  expect(await flawsInAllLights(admin.page, { phone: false })).toEqual([])

  await admin.page.getByRole('link', { name: 'Entry in the audit' }).click()
  await admin.page.getByRole('link', { name: 'Why was somebody not told?' }).first().click()
  await admin.page.getByText('Nothing asked yet').waitFor()
  await person.fill('vera')
  await admin.page.getByRole('option', { name: 'Vera Transport' }).click()
  await admin.page.getByText('Vera Transport did it').waitFor()
})

test('at a phone each category is a card, and nothing is left unsaved by accident', async () => {
  const officer = await stage.signIn('officer.north', { path, phone: true })
  const { page } = officer
  const shifts = category(page, 'Shifts')
  await shifts.getByRole('switch', { name: 'Shifts, App' }).tap()
  await shifts.getByText('nothing in the app').waitFor()
  await bar(page, '1 change').waitFor()
  expect(await flawsInAllLights(page, { phone: true })).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)

  await page.getByRole('link', { name: 'My account' }).first().tap()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.getByRole('button', { name: 'Stay' }).tap()
  await bar(page, '1 change').getByRole('button', { name: 'Discard' }).tap()
  await shifts.getByText('Shifts: at once in the app, by mail, and by push.').waitFor()
  expect(await saved(officer)).toMatchObject({ app: null })
})
