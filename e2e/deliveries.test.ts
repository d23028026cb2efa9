import { startSmtp } from '@belfry/testing/smtp'
import { expect, test } from 'vitest'
import { flawsInAllLights } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { allJobsDone } from './support/jobs.ts'
import { row, toast } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const smtp = await startSmtp()
const stage = useStage({ MAIL_PROVIDERS: `main=${smtp.url}` })

test('the administrator finds a mail that did not arrive, reads why, and has it tried again', async () => {
  smtp.does((to) =>
    to === 'officer.north@belfry.test'
      ? { kind: 'answers', at: 'data', code: 554, words: '5.7.1 This looks like junk' }
      : { kind: 'takes' },
  )
  await fileShift(await stage.caller('vendor'), { vehicle: 'Bus 99' })
  await allJobsDone(stage.database)
  const { page } = await stage.signIn('admin', { path: '/mailbox?show=deliveries' })
  await page.getByRole('button', { name: /^Filters/ }).click()
  const filters = page.getByRole('dialog', { name: 'Filters' })
  await filters.getByRole('button', { name: 'Failed', exact: true }).click()
  await filters.getByRole('button', { name: 'main', exact: true }).click()
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])
  await page.keyboard.press('Escape')
  expect(new URL(page.url()).searchParams.get('provider')).toBe('main')

  const failed = row(page, 'Nora North').filter({ hasText: 'Shift · New shift for …' }).first()
  await failed.getByText('Failed').waitFor()
  await failed.getByRole('link', { name: 'Nora North' }).click()
  const story = page.getByRole('dialog', { name: 'Shift · New shift for …' })
  await story.getByText('Attempt 1').waitFor()
  await story.getByText('5.7.1 This looks like junk').last().waitFor()
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])

  smtp.does({ kind: 'takes' })
  await story.getByRole('button', { name: 'Try again' }).click()
  const sure = page.getByRole('dialog', { name: 'Try this mail again?' })
  await sure.getByRole('button', { name: 'Try again' }).click()
  await toast(page, '1 mail is tried again').waitFor()
  await story.getByText('Attempt 2').waitFor()
  await story.getByText('Taken').waitFor()
  const told = smtp.taken.filter(
    ({ to, raw }) => to === 'officer.north@belfry.test' && raw.includes('Bus 99'),
  )
  expect(told).toHaveLength(1)
})

test('figures lead to the mails behind them, and a provider is let rest', async () => {
  smtp.does({ kind: 'answers', at: 'data', code: 554, words: '5.7.1 This looks like junk' })
  const vendor = await stage.caller('vendor')
  await fileShift(vendor, { vehicle: 'Bus 98' })
  const { page } = await stage.signIn('admin', { path: '/mailbox?show=figures' })
  const trouble = page.locator('dl > div').filter({ hasText: 'Did not arrive' }).getByRole('link')
  await eventually(async () => Number(await trouble.textContent())).toBeGreaterThan(0)
  await page.locator('figure canvas').waitFor()
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])
  await trouble.click()
  await row(page, 'Nora North').getByText('Failed').first().waitFor()

  smtp.does({ kind: 'takes' })
  const boxes = page.getByRole('checkbox')
  const count = await boxes.count()
  await boxes.first().check()
  await page.getByRole('button', { name: 'Try 1 again' }).waitFor()
  await boxes.first().uncheck()
  await page.getByRole('button', { name: 'Try again what failed' }).click()
  const sure = page.getByRole('dialog', { name: 'Try again all that failed?' })
  await sure.getByRole('button', { name: 'Try again' }).click()
  await toast(page, new RegExp(`^${count} mails? (is|are) tried again`)).waitFor()
  await page.getByText('No mail fits these filters').waitFor()

  await page.getByRole('link', { name: 'Providers' }).click()
  const main = page.getByRole('listitem').filter({ hasText: 'main' })
  await main.getByText('Well').waitFor()
  await main.getByRole('button', { name: 'Let rest' }).click()
  await main.getByText('Resting').waitFor()
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])
  await main.getByRole('button', { name: 'Resume' }).click()
  await main.getByText('Well').waitFor()
})
