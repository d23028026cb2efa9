import type { MailboxItem, MailboxMail, Page } from '@belfry/shared/wire'
import { describe, expect, test } from 'vitest'
import { flawsInAllLights } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { toast } from './support/pages.ts'
import type { Asking } from './support/person.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

/** The newest mail to an address with these words in its subject, once it has come. */
async function mailTo(admin: Asking, to: string, subject: RegExp): Promise<MailboxMail> {
  let found: MailboxItem | undefined
  await eventually(async () => {
    const { items } = await admin.query<Page<MailboxItem>>('mail.mailbox', { search: to, limit: 20 })
    found = items.find((mail) => subject.test(mail.subject))
    return found !== undefined
  }).toBe(true)
  return admin.query<MailboxMail>('mail.message', { id: found!.id })
}
const linkIn = ({ text }: MailboxMail) => /https?:\/\/\S+#\S+/.exec(text)![0].slice(stage.url.length)

describe('the templates page', () => {
  test('shows every mail in every language, as its readers see it, and sends one', async () => {
    const admin = await stage.signIn('admin', { path: '/mail-templates' })
    const { page } = admin
    const mail = page.getByRole('article')
    await mail.locator('iframe').waitFor()

    await page.getByLabel('About').selectOption('Shift')
    await page.getByLabel('Message', { exact: true }).selectOption({ index: 1 })
    await page.getByLabel('Template').selectOption('Password reset')
    await page.getByRole('link', { name: 'العربية' }).click()
    await mail.getByRole('heading', { name: 'اختيار كلمة مرور جديدة' }).waitFor()
    const frame = page.frameLocator('main iframe')
    await frame.getByRole('link', { name: 'اختيار كلمة مرور جديدة' }).waitFor()
    expect(await frame.locator('html').getAttribute('dir')).toBe('rtl')

    await mail.getByRole('link', { name: 'Dark' }).click()
    await mail.getByRole('link', { name: 'Phone' }).click()
    await eventually(() =>
      frame.locator('.card').evaluate((card) => getComputedStyle(card).backgroundColor),
    ).toBe('rgb(28, 28, 31)')
    await mail.getByRole('link', { name: 'Text', exact: true }).click()
    await mail.getByText('مرحباً سلمى الإدريسي،').waitFor()
    await mail.getByRole('link', { name: 'Source' }).click()
    expect(await mail.getByLabel('Source of the sample').inputValue()).toMatch(
      /^<!doctype html>\s*<html lang="ar" dir="rtl">/,
    )
    expect(await flawsInAllLights(page, { phone: false })).toEqual([])

    await page.getByRole('button', { name: 'Send me a test' }).click()
    await toast(page, 'The test is on its way').getByRole('button', { name: 'Look at it' }).click()
    await page.waitForURL('**/mailbox?mail=*')
    const sent = await mailTo(admin, 'admin@belfry.test', /^نموذج: /)
    expect(sent.html).toContain('dir="rtl"')
  })
})

test('a lost password is found again by a mail, and the page says the same to a stranger', async () => {
  const [admin, visitor] = await Promise.all([stage.caller('admin'), stage.visitor({ path: '/sign-in' })])
  const { page } = visitor
  visitor.forgive(/status of 401/)
  for (const email of ['nobody@belfry.test', 'driver2@belfry.test']) {
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('E-mail address').fill(email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page
      .getByText('If there is an account with this address, a mail with a link is on its way.')
      .waitFor()
  }

  const link = linkIn(await mailTo(admin, 'driver2@belfry.test', /^Set a new password$/))
  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill('a good long password')
  await page.getByLabel('New password again').fill('a good long password')
  await page.getByRole('button', { name: 'Set password and sign in' }).click()

  await page.getByRole('button', { name: 'Account of Dario Drive' }).waitFor()
  const { items } = await admin.query<Page<MailboxItem>>('mail.mailbox', { search: 'nobody@', limit: 5 })
  expect(items).toEqual([])
})

test('another address counts once a button in its mailbox was pressed, and not by opening the link', async () => {
  const [admin, person] = await Promise.all([
    stage.caller('admin'),
    stage.signIn('analyst', { path: '/account' }),
  ])
  const { page } = person
  await page.getByLabel('New e-mail address').fill('ana@elsewhere.test')
  await page.getByLabel('Password', { exact: true }).fill('belfry-demo')
  await page.getByRole('button', { name: 'Change address' }).click()
  await toast(page, 'Look into the new mailbox').waitFor()

  await page.goto(linkIn(await mailTo(admin, 'ana@elsewhere.test', /^Confirm your e-mail address$/)))
  await page.getByRole('button', { name: 'Confirm this address' }).waitFor()
  expect(await person.query('me.get')).toMatchObject({ email: 'analyst@belfry.test' })
  expect(await flawsInAllLights(page, { phone: false })).toEqual([])
  await page.getByRole('button', { name: 'Confirm this address' }).click()

  await page.getByText('From now on your address is ana@elsewhere.test.').waitFor()
  expect(await person.query('me.get')).toMatchObject({ email: 'ana@elsewhere.test' })
  const told = await mailTo(admin, 'analyst@belfry.test', /^Your e-mail address was changed$/)
  expect(told.text).toContain('New address: ana@elsewhere.test')
})
