import type { Case } from '@belfry/shared/wire'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { flawsInAllLights } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { action, field, moveTo, panel, row } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

let filed: Case
beforeAll(async () => {
  const vendor = await stage.caller('vendor')
  filed = await fileShift(vendor, { vehicle: 'Bus 12', remarks: 'The ramp of platform 4 is out of order.' })
})

/** A page in some state: its address, how one gets there, and what tells that it is there. */
interface View {
  name: string
  path: string | (() => string)
  show: (page: Page) => Promise<unknown>
}

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const filedPath = () => `/cases/${filed.id}`

const nobodys: View[] = [
  {
    name: 'sign-in',
    path: '/sign-in',
    async show(page) {
      await page.getByRole('heading', { name: 'Demo accounts' }).waitFor()
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByText('Please enter your password.').waitFor()
    },
  },
  {
    name: 'forgotten password',
    path: '/forgot-password',
    async show(page) {
      await page.getByRole('button', { name: 'Send the link' }).click()
      await page.getByText('Please enter a whole e-mail address.').waitFor()
    },
  },
]

const officers: View[] = [
  { name: 'queue', path: '/queues/shift', show: (page) => row(page, 'Bus 12').first().waitFor() },
  {
    name: 'empty queue',
    path: '/queues/shift?q=no-such-title',
    show: (page) => page.getByText('No case fits').waitFor(),
  },
  {
    name: 'calendar',
    path: () => `/queues/shift?show=calendar&week=${String(filed.data.startsAt).slice(0, 10)}`,
    show: (page) => row(page, 'Bus 12').last().waitFor(),
  },
  { name: 'case', path: filedPath, show: (page) => action(page, 'Approve').waitFor() },
  {
    name: 'dialog',
    path: filedPath,
    async show(page) {
      await action(page, 'Reject').click()
      const dialog = page.getByRole('dialog', { name: 'Reject' })
      await dialog.getByRole('button', { name: 'Reject' }).click()
      await dialog.getByText('Please choose a reason.').waitFor()
    },
  },
  { name: 'notifications', path: '/notifications', show: (page) => row(page, 'New shift').first().waitFor() },
  {
    name: 'panel',
    path: '/notifications?show=archived',
    async show(page) {
      await page.getByText('Nothing archived').waitFor()
      await page.getByRole('button', { name: /^Notifications, / }).click()
      await panel(page).locator('[data-row]').first().waitFor()
    },
  },
  {
    name: 'menu of the person',
    path: '/cases',
    async show(page) {
      await title(page, 'My cases')
      await page.getByRole('button', { name: 'Account of Nora North' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    },
  },
  {
    name: 'case that is not there',
    path: '/cases/00000000-0000-4000-8000-000000000000',
    show: (page) => page.getByText('This case does not exist, or you may not see it').waitFor(),
  },
  { name: 'not found', path: '/no/such/page', show: (page) => title(page, 'This page does not exist.') },
]

const vendors: View[] = [
  { name: 'my cases', path: '/cases', show: (page) => row(page, 'Bus 12').first().waitFor() },
  {
    name: 'new case',
    path: '/new/shift',
    async show(page) {
      await page.getByRole('button', { name: 'Submit' }).click()
      await field(page, 'vehicle').getByText('Please fill this in.').waitFor()
      await field(page, 'driver').getByRole('combobox').click()
      await page.getByRole('listbox').getByRole('option').first().waitFor()
    },
  },
]

const admins: View[] = [
  {
    name: 'audit',
    path: '/audit',
    async show(page) {
      await page
        .getByRole('button', { name: /^Show entry/ })
        .first()
        .click()
      await page.getByText('IP address').waitFor()
    },
  },
  {
    name: 'mailbox',
    path: '/mailbox',
    async show(page) {
      await row(page, 'Bus 12').getByRole('link').first().click()
      await page.getByRole('article').locator('iframe').waitFor()
    },
  },
  {
    name: 'deliveries',
    path: '/mailbox?show=deliveries',
    show: (page) => page.getByRole('cell', { name: 'Sent', exact: true }).first().waitFor(),
  },
  {
    name: 'mail templates',
    path: '/mail-templates?template=digest&language=ar&width=phone&scheme=dark',
    show: (page) => page.getByRole('article').locator('iframe').waitFor(),
  },
  {
    name: 'assignment',
    path: '/assignment',
    show: (page) =>
      page
        .getByRole('combobox', { name: /Station North/ })
        .first()
        .waitFor(),
  },
  {
    name: 'access',
    path: '/access',
    show: (page) =>
      row(page, 'Nora North').getByText('Officer · Station North').filter({ visible: true }).waitFor(),
  },
  {
    name: 'person',
    path: '/access?q=emil',
    async show(page) {
      await row(page, 'Emil Example').getByRole('link').click()
      await title(page, 'Emil Example')
      await page.getByLabel('Role', { exact: true }).selectOption('officer')
      await page.getByLabel('Place').waitFor()
      await page.getByText('No API keys').waitFor()
    },
  },
  {
    name: 'new key',
    path: '/account',
    async show(page) {
      await page.getByText('This session').waitFor()
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByText('At least 10 characters, please.').waitFor()
      await page.getByRole('button', { name: 'New key' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
      await page.getByText('Please give the program a name.').waitFor()
    },
  },
  {
    name: 'announcement',
    path: '/announcements',
    async show(page) {
      await row(page, 'Gate 4').getByRole('link').click()
      await page.getByText('These numbers move by themselves.').waitFor()
    },
  },
  {
    name: 'new announcement',
    path: '/announcements/new',
    async show(page) {
      await page.getByLabel('Vendor', { exact: true }).check()
      await page.getByLabel('Later').check()
      await page.getByRole('button', { name: 'Schedule' }).click()
      await page.getByText('Give it a title.').waitFor()
      await page.getByText('one reads English').waitFor()
    },
  },
  {
    name: 'own figures',
    path: '/notifications/figures',
    show: (page) => page.getByRole('table', { name: 'By category' }).waitFor(),
  },
  {
    name: 'why somebody was not told',
    path: '/system/why-not',
    async show(page) {
      await page.getByRole('combobox', { name: 'What happened' }).fill('filed bus 12')
      await page
        .getByRole('option', { name: /Bus 12/ })
        .first()
        .click()
      await page.getByRole('combobox', { name: 'Person' }).fill('emil')
      await page.getByRole('option', { name: 'Emil Example' }).click()
      await page.getByText('No rule names Emil Example.').waitFor()
    },
  },
  {
    name: 'jobs',
    path: '/jobs',
    show: (page) => page.getByRole('table', { name: 'Kinds of jobs' }).waitFor(),
  },
  {
    name: 'history of jobs',
    path: '/jobs?show=runs&task=fan_out',
    async show(page) {
      await row(page, 'fan_out #').first().getByRole('link').click() // with its number: the page before has a row of that name
      await page.getByRole('dialog').getByText('Attempt 1').waitFor()
    },
  },
  {
    name: 'system',
    path: '/system',
    async show(page) {
      await page.getByText('Everything runs').waitFor()
      await page.getByRole('button', { name: 'Close the connection of Ada Belltower' }).first().waitFor()
    },
  },
]

const drivers: View[] = [
  { name: 'my cases', path: '/cases?view=part', show: (page) => row(page, 'Bus 12').first().waitFor() },
  { name: 'case', path: filedPath, show: (page) => title(page, 'Bus 12') },
  {
    name: 'panel',
    path: '/notifications',
    async show(page) {
      await row(page, 'الوردية').first().waitFor()
      await page.getByRole('button', { name: /^الإشعارات/ }).click()
      await page.getByRole('dialog').locator('[data-row]').first().waitFor()
    },
  },
]

const everyone: [who: string, login: string | null, views: View[]][] = [
  ['somebody who has not signed in', null, nobodys],
  ['the officer', 'officer.north', officers],
  ['the vendor', 'vendor', vendors],
  ['the administrator', 'admin', admins],
  ['the driver, who reads Arabic', 'driver', drivers],
]

describe.each([
  ['desk', false],
  ['phone', true],
])('at a %s', (_, phone) => {
  test.each(everyone)(
    'every page of %s can be used by everybody, in the light and in the dark',
    async (_who, login, views) => {
      const { page, forgive } = login ? await stage.signIn(login, { phone }) : await stage.visitor({ phone })
      forgive(/status of 40[14]/) // nobody has signed in; there is no such case
      const flaws: Record<string, string[]> = {}

      for (const { name, path, show } of views) {
        await page.keyboard.press('Escape') // what the one before has opened
        await moveTo(page, typeof path === 'string' ? path : path())
        await show(page)
        const found = [...(await flawsInAllLights(page, { phone })), ...(await overflowOf(page))]
        if (found.length > 0) flaws[name] = found
      }

      expect(flaws).toEqual({})
    },
  )
})

test('the queue can be worked through without a mouse', async () => {
  const { page } = await stage.signIn('officer.north', { path: '/queues/shift?sort=newest' })
  const { keyboard } = page
  const focused = () => page.locator('[data-row]:focus-within').getAttribute('data-row')
  await row(page, 'Bus 12').first().waitFor()
  const ids = await row(page).evaluateAll((rows) => rows.map((one) => (one as HTMLElement).dataset.row))

  await keyboard.press('j')
  expect(await focused()).toBe(ids[0])
  await keyboard.press('j')
  expect(await focused()).toBe(ids[1])
  await keyboard.press('k')
  expect(await focused()).toBe(ids[0])
  await keyboard.press('Enter')
  await title(page, 'Bus 12')
  expect(new URL(page.url()).pathname).toBe(filedPath())

  await keyboard.press('g')
  await keyboard.press('n')
  await title(page, 'Notifications')
  await keyboard.press('g')
  await keyboard.press('q')
  await title(page, 'Shifts')
  await row(page).first().waitFor()
  await keyboard.press('/')
  await keyboard.type('bus 12')
  await page.waitForURL('**/queues/shift?q=bus+12')
  await eventually(() => row(page).count()).toBe(await row(page, 'Bus 12').count())
  // Letters are letters in there.
  await keyboard.type('?gn')
  expect(await page.getByRole('combobox', { name: 'Search' }).inputValue()).toBe('bus 12?gn')

  await page.getByRole('combobox', { name: 'Search' }).blur()
  await keyboard.press('?')
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await shortcuts.getByText('Search on this page').waitFor()
  await keyboard.press('Escape')
  await shortcuts.waitFor({ state: 'detached' })
})

/** Where the page is wider than the screen: nobody wants to scroll sideways. */
const overflowOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    )
    return [
      `${scrollWidth} px wide: ${wide
        .slice(0, 3)
        .map((element) => element.outerHTML.slice(0, 150))
        .join(' | ')}`,
    ]
  })
