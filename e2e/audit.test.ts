import { createReadStream } from 'node:fs'
import { linesIn, verifyExport } from '@belfry/engine/audit/verify'
import { expect, test } from 'vitest'
import { flawsInAllLights } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { allJobsDone } from './support/jobs.ts'
import { row } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

test('an administrator searches the trail, sees what an entry led to, has it verified, and takes it away to verify it', async () => {
  const vendor = await stage.caller('vendor')
  await fileShift(vendor, { vehicle: 'Coach 91' })
  await fileShift(vendor, { vehicle: 'Coach 92' })
  await allJobsDone(stage.database)
  const { page } = await stage.signIn('admin', { path: '/audit' })
  const box = page.getByRole('combobox', { name: 'Search the trail' })

  await box.fill('act')
  await page.getByRole('option', { name: 'Action action:' }).click()
  await box.pressSequentially('case.submit actor:vendor@belfry.test since:today coach')
  await eventually(() => row(page).count()).toBeGreaterThanOrEqual(2)
  await row(page, 'Coach 91').getByRole('button').click()
  await page.getByText('What it led to').waitFor()
  await page.getByText('2 unread').waitFor()
  await page.getByText(/^fan_out, try 1: done/).waitFor()
  await page.getByRole('button', { name: 'Only this request' }).click()
  await eventually(() => row(page).count()).toBe(1)
  await page.getByRole('button', { name: /^Without the filter Request/ }).click()

  // Whoever reads an entry is not pushed around by new ones, but hears of them.
  await fileShift(vendor, { vehicle: 'Coach 93' })
  await page.getByRole('button', { name: '1 new entry' }).click()
  await row(page, 'Coach 93').waitFor()

  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText(/^The chain is whole up to entry [\d,]+\.$/).waitFor()
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()

  await page.getByRole('button', { name: 'Export' }).click()
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])
  await page.getByText('The whole chain').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  const verdict = await verifyExport(linesIn(createReadStream(await download.path())))
  expect(verdict).toMatchObject({ fault: null, scope: 'chain', first: 1 })
  expect(verdict.entries).toBeGreaterThan(1_000)
  await page.goto(`${stage.url}/audit?q=${encodeURIComponent('action:audit.export')}`)
  await row(page, 'Audit trail exported').waitFor()
})
