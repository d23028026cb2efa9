import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { flawsOf } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { row } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()
const state = (page: Page) => page.locator('main header:has(h1)').getByText(/^(At work|Done|Taken back)$/)
const select = (page: Page, title: string) => page.getByRole('checkbox', { name: `Select ${title}` }).check()

test('an officer selects shifts, looks at what would happen, approves them in one go, and takes it back', async () => {
  const vendor = await stage.caller('vendor')
  for (const n of [1, 2, 3]) await fileShift(vendor, { vehicle: `Bulk ${n}` })
  const { page } = await stage.signIn('officer.north', { path: '/queues/shift?sort=newest' })
  for (const n of [1, 2, 3]) await select(page, `Bulk ${n}`)
  await page.getByText('3 cases selected').waitFor()

  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Approve: Shifts' })
  await dialog.getByText('3 cases will be done').waitFor()
  await dialog.getByText('2 people will be told, once each.').waitFor()
  await dialog.getByText('Show cases').click()
  await dialog.getByText('Pending → Approved').first().waitFor()
  expect(await flawsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Approve: 3 cases' }).click()

  await state(page).filter({ hasText: 'Done' }).waitFor()
  await page.getByText('3 of 3').waitFor()
  await eventually(() => row(page, 'Bulk').count()).toBe(3)
  expect(await flawsOf(page)).toEqual([])
  await page.getByRole('button', { name: /^Undo \(\d s\)$/ }).click()
  await state(page).filter({ hasText: 'Taken back' }).waitFor()

  await page.getByRole('link', { name: 'All bulk actions' }).click()
  await row(page, 'Approve: Shifts').getByText('Taken back').waitFor()
  expect(await flawsOf(page)).toEqual([])
  await page.goto(`${stage.url}/queues/shift?q=Bulk`)
  await eventually(() => row(page, 'Bulk').filter({ hasText: 'Pending' }).count()).toBe(3)
})

test('the documents of a queue come as one file', async () => {
  const { page } = await stage.signIn('reviewer', { path: '/queues/document' })
  await row(page).first().waitFor()
  const count = await row(page).count()
  await row(page).first().getByRole('checkbox').check()
  await page.getByRole('button', { name: `Select all ${count}` }).click()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download', exact: true }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^Documents .*\.zip$/)
  const bytes = readFileSync(await download.path())
  // The end of a zip says how many entries it has.
  expect(bytes.readUInt16LE(bytes.length - 12)).toBe(count)
  expect(bytes.includes('Diploma · Stella Start - ')).toBe(true)
  await page.getByText(`${count} documents on the way`).waitFor()
})

test('all that a filter matches is rejected with a reason, on a phone', async () => {
  const vendor = await stage.caller('vendor')
  for (const n of [1, 2, 3]) await fileShift(vendor, { vehicle: `Many ${n}` })
  const { page } = await stage.signIn('officer.north', { path: '/queues/shift?q=Many' })
  await eventually(() => row(page, 'Many').count()).toBe(3)
  await select(page, 'Many 2')
  await page.getByRole('button', { name: 'Select all 3' }).click()
  await page.getByText('All 3 cases selected').waitFor()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByRole('button', { name: 'Reject', exact: true }).click()

  const dialog = page.getByRole('dialog', { name: 'Reject: Shifts' })
  await dialog.getByText('Fill this in to see what would happen.').first().waitFor()
  await dialog.getByLabel('Reason').selectOption('Overlaps with another shift')
  await dialog.getByText('3 cases will be done').waitFor()
  expect(await flawsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Reject: 3 cases' }).click()

  await state(page).filter({ hasText: 'Done' }).waitFor()
  await page.getByText('Reason: Overlaps with another shift').waitFor()
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(tooWide).toBe(false)
})
