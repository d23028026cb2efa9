import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { allJobsDone } from './support/jobs.ts'
import { isStillTheSame, leaveMark, panel, row, toast, unreadOn } from './support/pages.ts'
import type { Person } from './support/person.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const openPerson = async ({ page }: Person, search: string, name: string) => {
  await page.goto(`/access?q=${search}`)
  await row(page, name).getByRole('link').click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}
const queueLink = ({ page }: Person) =>
  page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: /^Shifts/ })

/** The demo has told some of many things. */
const readAll = (person: Person) =>
  person.mutate('notifications.mark', { filter: { state: ['unread'] }, as: 'read' })

/** Signs in as a browser of another kind would. */
async function signInAs(login: string, userAgent: string): Promise<void> {
  const answer = await fetch(`${stage.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify({ email: `${login}@belfry.test`, password: 'belfry-demo' }),
  })
  expect(answer.status).toBe(200)
}

describe('a role', () => {
  test('is granted for one station and revoked: its person is told, and sees and hears by it, without signing in again', async () => {
    const [admin, employee, vendor] = await Promise.all([
      stage.signIn('admin'),
      stage.signIn('employee'),
      stage.caller('vendor'),
    ])
    await readAll(employee)
    await leaveMark(employee.page)
    expect(await queueLink(employee).count()).toBe(0)

    await openPerson(admin, 'emil', 'Emil Example')
    await admin.page.getByLabel('Role', { exact: true }).selectOption('officer')
    await admin.page.getByLabel('Place').selectOption('station:north')
    await admin.page.getByRole('button', { name: 'Grant', exact: true }).click()
    await toast(admin.page, 'Officer · Station North granted to Emil Example').waitFor()
    await admin.page.getByText('Ada Belltower granted the role “officer” for Station North').waitFor()

    await eventually(() => queueLink(employee).count()).toBe(1)
    await eventually(() => unreadOn(employee.page)).toBe(1)
    await queueLink(employee).click()
    await fileShift(vendor, { vehicle: 'Coach 61', station: 'north' })
    await fileShift(vendor, { vehicle: 'Coach 62', station: 'south' })
    await row(employee.page, 'Coach 61').waitFor()
    await eventually(() => unreadOn(employee.page)).toBe(2)
    expect(await row(employee.page, 'Coach 62').count()).toBe(0)

    await admin.page.getByRole('button', { name: 'Revoke Officer · Station North' }).click()
    const sure = admin.page.getByRole('dialog', { name: 'Revoke “Officer · Station North”?' })
    await sure.getByRole('button', { name: 'Revoke' }).click()
    await toast(admin.page, 'revoked from Emil Example').waitFor()

    await eventually(() => row(employee.page, 'Coach 61').count()).toBe(0)
    await eventually(() => queueLink(employee).count()).toBe(0)
    await eventually(() => unreadOn(employee.page)).toBe(3)
    await fileShift(vendor, { vehicle: 'Coach 63', station: 'north' })
    await allJobsDone(stage.database)
    await employee.page.getByRole('button', { name: /^Notifications, / }).click()
    const news = panel(employee.page).locator('[data-row]')
    await news.filter({ hasText: 'Role revoked: officer for Station North' }).waitFor()
    await news.filter({ hasText: 'New role: officer for Station North' }).waitFor()
    expect(await news.filter({ hasText: 'Coach 63' }).count()).toBe(0)
    expect(await isStillTheSame(employee.page)).toBe(true)
  })

  test('of the last administrator stays, and says why', async () => {
    const admin = await stage.signIn('admin')
    admin.forgive(/status of 409/)
    await openPerson(admin, 'ada', 'Ada Belltower')

    await admin.page.getByRole('button', { name: 'Revoke Administrator' }).click()
    const sure = admin.page.getByRole('dialog')
    await sure.getByRole('button', { name: 'Revoke' }).click()

    await sure.getByText('Ada Belltower is the last administrator who can sign in.').waitFor()
    await admin.page.keyboard.press('Escape')
    const close = admin.page.getByRole('button', { name: 'Close account' })
    expect(await close.getAttribute('aria-disabled')).toBe('true')
  })
})

test('refused calls of one script are one message to the administrator, and its number goes up before his eyes', async () => {
  const [admin, driver] = await Promise.all([stage.signIn('admin'), stage.signIn('driver2')])
  await readAll(admin)
  const knock = () => driver.query('audit.search', {}).catch(() => null)
  await knock()
  await admin.page.getByRole('button', { name: /^Notifications, / }).click()
  const message = panel(admin.page)
    .locator('[data-row]')
    .filter({ hasText: 'Dario Drive was refused: audit.search' })
  await message.getByText(/^Once, at/).waitFor()

  for (let i = 0; i < 11; i++) await knock()

  await message.getByText(/^12 times since/).waitFor()
  expect(await message.count()).toBe(1)
  const unread = await admin.query<{ items: { title: string }[] }>('notifications.list', {
    state: ['unread'],
  })
  // Time goes on in the demo as well: cases become urgent.
  expect(unread.items.map(({ title }) => title).filter((title) => title.includes('refused'))).toEqual([
    'Dario Drive was refused: audit.search',
  ])
})

test('a sign-in from a new device and a changed password are told to their person; the other session ends', async () => {
  const here = await stage.signIn('hr', { path: '/account' })
  const there = await stage.signIn('hr')
  there.forgive(/status of 401/, /HTTP Authentication failed/)
  await signInAs('hr', 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0')
  await toast(here.page, 'New sign-in: Firefox, Windows').waitFor()

  await here.page.getByLabel('Current password').fill('belfry-demo')
  await here.page.getByLabel('New password', { exact: true }).fill('a much longer password')
  await here.page.getByLabel('New password again').fill('a much longer password')
  await here.page.getByRole('button', { name: 'Change password' }).click()

  await toast(here.page, 'Password changed').waitFor()
  await toast(here.page, 'Your password was changed').waitFor()
  await there.page.waitForURL('**/sign-in?**')
  await eventually(() => row(here.page).filter({ hasText: 'Signed in' }).count()).toBe(1)
})

test('somebody new is invited, sets a password by the link, and is in', async () => {
  const admin = await stage.signIn('admin', { path: '/access' })
  await admin.page.getByRole('button', { name: 'Invite' }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Nina New')
  await dialog.getByLabel('E-mail address').fill('nina@belfry.test')
  await dialog.getByRole('button', { name: 'Invite' }).click()
  const link = await admin.page
    .getByRole('dialog', { name: 'Link for Nina New' })
    .getByLabel('Link')
    .inputValue()
  await admin.page.getByRole('button', { name: 'Done' }).click()
  await admin.page.getByText('No password yet').waitFor()

  const nina = await stage.visitor({ path: link.slice(stage.url.length) })
  nina.forgive(/status of 401/)
  await nina.page.getByLabel('New password', { exact: true }).fill('a good long password')
  await nina.page.getByLabel('New password again').fill('a good long password')
  await nina.page.getByRole('button', { name: 'Set password and sign in' }).click()

  await nina.page.getByRole('button', { name: 'Account of Nina New' }).waitFor()
  expect(nina.page.url()).not.toContain('#')
})

test('a closed account is signed out at once, and opened again', async () => {
  const admin = await stage.signIn('admin')
  const analyst = await stage.signIn('analyst')
  analyst.forgive(/status of 401/)
  await openPerson(admin, 'ana', 'Ana Lyst')

  await admin.page.getByRole('button', { name: 'Close account' }).click()
  await admin.page.getByRole('dialog').getByRole('button', { name: 'Close account' }).click()

  await analyst.page.waitForURL('**/sign-in?**')
  await admin.page.getByRole('button', { name: 'Open again' }).click()
  await toast(admin.page, 'Account of Ana Lyst opened again').waitFor()
})

test('a program gets a key, which acts under its own name until it is revoked', async () => {
  const vendor = await stage.signIn('vendor', { path: '/account' })
  await vendor.page.getByRole('button', { name: 'New key' }).click()
  await vendor.page.getByLabel('Name of the program').fill('Report agent')
  await vendor.page.getByRole('button', { name: 'Create key' }).click()
  const secret = await vendor.page.getByLabel('API key').inputValue()
  await vendor.page.getByRole('button', { name: 'Done' }).click()
  await row(vendor.page, 'Report agent').getByText('never used').waitFor()
  const asProgram = () => fetch(`${stage.url}/trpc/me.get`, { headers: { 'x-api-key': secret } })
  expect((await asProgram()).status).toBe(200)

  await vendor.page.getByRole('button', { name: 'Revoke the key Report agent' }).click()
  await vendor.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()

  await toast(vendor.page, 'Key revoked').waitFor()
  expect((await asProgram()).status).toBe(401)
})
