import { expect, test } from 'vitest'
import { flawsInAllLights, flawsOf } from './support/axe.ts'
import { allJobsDone } from './support/jobs.ts'
import { row, toast } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

test('whoever opens the link in a mail stops such mails with one press, without signing in, and takes it back', async () => {
  await fileShift(await stage.caller('vendor'), { vehicle: 'Coach 91' })
  await allJobsDone(stage.database)
  const { body } = await stage.database.db
    .selectFrom('mailbox')
    .select('body')
    .where('subject', 'like', '%Coach 91%')
    .where('recipient', 'like', 'Nora North%')
    .executeTakeFirstOrThrow()
  const link = /\S+\/unsubscribe\?\S+/.exec(body)![0]

  const { page } = await stage.visitor({ path: new URL(link).pathname + new URL(link).search, phone: true })
  await page.getByRole('heading', { name: 'No more mails about “Shifts”?' }).waitFor()
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  await page.getByRole('heading', { name: 'You get no mails about “Shifts”' }).waitFor()
  const officer = await stage.caller('officer.north')
  const mailOf = async () =>
    (await officer.query<{ categories: { shift: { mail: string | null } } }>('preferences.get')).categories
      .shift.mail
  const off = await mailOf()
  await page.getByRole('button', { name: 'Get them again' }).click()
  await page.getByRole('heading', { name: 'You get mails about “Shifts” again' }).waitFor()

  expect(off).toBe('off')
  expect(await mailOf()).toBeNull()
  expect(await page.getByRole('link', { name: 'All notification settings' }).getAttribute('href')).toBe(
    '/account/notifications',
  )
})

test('an administrator blocks an address, finds it, and lets it get mail again, each with a reason', async () => {
  const { page } = await stage.signIn('admin', { path: '/suppressions' })
  await page.getByText('No address is blocked').waitFor()

  await page.getByRole('button', { name: 'Block an address' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Address').fill('Driver@belfry.test')
  await dialog.getByLabel('Why?').fill('Asked us on the phone.')
  await dialog.getByRole('button', { name: 'Block an address' }).click()
  await toast(page, 'Driver@belfry.test gets no more mail').waitFor()
  const blocked = row(page, 'driver@belfry.test')
  await blocked.filter({ hasText: 'By hand' }).filter({ hasText: 'Asked us on the phone.' }).waitFor()
  expect(await flawsOf(page)).toEqual([])
  await page.getByLabel('Search addresses').fill('nobody')
  await page.getByText('No blocked address fits').waitFor()
  await page.getByLabel('Search addresses').fill('IVER@')
  await page.getByRole('button', { name: 'Lift the block of driver@belfry.test' }).click()
  await page.getByRole('dialog').getByLabel('Why?').fill('He wants mails again.')
  await page.getByRole('dialog').getByRole('button', { name: 'Lift', exact: true }).click()
  await toast(page, 'driver@belfry.test gets mail again').waitFor()
  await page.getByText('No blocked address fits').waitFor()
  expect(await blocked.count()).toBe(0)
})
