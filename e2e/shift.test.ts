import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import {
  action,
  field,
  isStillTheSame,
  leaveMark,
  panel,
  row,
  timeline,
  toast,
  unreadOn,
} from './support/pages.ts'
import type { Person } from './support/person.ts'
import { fileShift, fillInShift, tomorrowAt } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

describe('filing a shift', () => {
  test('a vendor who mistypes the password is told so, and then files a shift', async () => {
    const { page, forgive } = await stage.visitor({ path: '/new/shift' })
    forgive(/status of 401/)

    await page.getByLabel('E-mail address').fill('vendor@belfry.test')
    await page.getByLabel('Password', { exact: true }).fill('not-my-password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('belfry-demo')
    await page.keyboard.press('Enter')

    // Back to where he wanted to go.
    await page.getByRole('heading', { name: 'New shift' }).waitFor()
    await page.getByRole('button', { name: 'Submit' }).click()
    for (const name of ['station', 'driver', 'vehicle', 'startsAt', 'endsAt'])
      await field(page, name).getByText('Please fill this in.').waitFor()
    expect(await field(page, 'remarks').getByText('Please fill this in.').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('station')

    await fillInShift(page, { vehicle: 'Bus 71' })
    await field(page, 'endsAt').locator('input').fill(tomorrowAt('07:00'))
    await page.getByRole('button', { name: 'Submit' }).click()
    await field(page, 'endsAt').getByText('The end must be after the start.').waitFor()
    await field(page, 'endsAt').locator('input').fill(tomorrowAt('14:00'))
    await page.getByRole('button', { name: 'Submit' }).click()

    await toast(page, 'Shift filed: Bus 71').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Bus 71' }).waitFor()
    await timeline(page, 'Vera Transport filed this shift').waitFor()
    expect(page.url()).toMatch(/\/cases\/[0-9a-f-]{36}$/)
  })

  test('the form speaks the language of the account', async () => {
    const vendor = await stage.signIn('vendor', { path: '/new/shift' })
    const { page } = vendor
    await page.getByRole('button', { name: 'Account of Vera Transport' }).click()
    await page.getByRole('menuitemradio', { name: 'Français' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Nouveau service' }).waitFor()
    await page.getByRole('button', { name: 'Envoyer' }).click()

    await field(page, 'vehicle').getByText('Ce champ est à remplir.').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    await fillInShift(page, { vehicle: 'Car 5' })
    await page.getByRole('button', { name: 'Envoyer' }).click()
    await page.getByRole('heading', { level: 1, name: 'Car 5' }).waitFor()
    await timeline(page, 'Vera Transport a déposé ce service').waitFor()

    await vendor.mutate('me.update', { locale: 'en' })
  })
})

describe('what others see of it, without touching anything', () => {
  test('the officer of its station sees it arrive everywhere; the officer of another does not', async () => {
    const [vendor, north, south] = await Promise.all([
      stage.caller('vendor'),
      stage.signIn('officer.north'),
      stage.signIn('officer.south'),
    ])
    await Promise.all([row(north.page, 'Bus').first().waitFor(), row(south.page, 'Bus').first().waitFor()])
    await Promise.all([leaveMark(north.page), leaveMark(south.page)])
    const unread = await unreadOn(north.page)
    const rows = await row(north.page).count()
    const openInNavigation = () => north.page.getByRole('link', { name: /^Shifts \d+ open/ }).textContent()
    const inNavigation = parseInt(/\d+/.exec((await openInNavigation())!)![0])

    await fileShift(vendor, { vehicle: 'Bus 72', station: 'north' })

    await row(north.page, 'Bus 72').waitFor()
    await toast(north.page, 'New shift for Bus 72').waitFor()
    await eventually(() => unreadOn(north.page)).toBe(unread + 1)
    const inTitle = unread + 1 > 99 ? '99+' : unread + 1
    await eventually(() => north.page.title()).toBe(`(${inTitle}) Shifts · Belfry`)
    await eventually(openInNavigation).toContain(`${inNavigation + 1} open`)
    expect(await row(north.page).count()).toBe(rows + 1)
    expect(await isStillTheSame(north.page)).toBe(true)

    await fileShift(vendor, { vehicle: 'Tram 73', station: 'south' })

    await row(south.page, 'Tram 73').waitFor()
    await toast(south.page, 'Nouveau service pour Tram 73').waitFor()
    expect(await south.page.getByText('Bus 72').count()).toBe(0)
    expect(await isStillTheSame(south.page)).toBe(true)
  })
})

describe('deciding', () => {
  test('the officer rejects from the notification; all concerned and his other window know at once', async () => {
    const [vendor, driver, officer, colleague] = await Promise.all([
      stage.signIn('vendor'),
      stage.signIn('driver', { path: '/cases?view=part' }),
      stage.signIn('officer.north'),
      stage.signIn('officer.north2'),
    ])
    const filed = await fileShift(vendor, { vehicle: 'Van 74' })
    const second = await officer.window(`/cases/${filed.id}`)
    await second.getByRole('heading', { level: 1, name: 'Van 74' }).waitFor()
    await Promise.all([leaveMark(second), leaveMark(driver.page), officer.page.bringToFront()])
    await vendor.page.goto(`/cases/${filed.id}`)
    await vendor.page.getByRole('heading', { level: 1, name: 'Van 74' }).waitFor()
    await row(colleague.page, 'Van 74').waitFor()

    await officer.page.getByRole('button', { name: /^Notifications, / }).click()
    await panel(officer.page).getByRole('link', { name: 'New shift for Van 74' }).click()
    await officer.page.getByRole('heading', { level: 1, name: 'Van 74' }).waitFor()
    expect(new URL(officer.page.url()).pathname).toBe(`/cases/${filed.id}`)
    await timeline(officer.page, 'Vera Transport filed this shift').waitFor()

    await action(officer.page, 'Reject').click()
    const dialog = officer.page.getByRole('dialog', { name: 'Reject' })
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await dialog.getByText('Please choose a reason.').waitFor()
    await dialog.getByLabel('Reason').selectOption({ label: 'Unsafe: rest time or vehicle' })
    await dialog.getByLabel('Note').fill('The rest time is too short.')
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await dialog.waitFor({ state: 'detached' })

    for (const page of [officer.page, second, vendor.page]) {
      await timeline(page, 'Nora North rejected this shift').getByText('Rejected', { exact: true }).waitFor()
      await timeline(page, 'Unsafe: rest time or vehicle').waitFor()
      await timeline(page, 'The rest time is too short.').waitFor()
    }
    await toast(vendor.page, 'Shift for Van 74 rejected').waitFor()
    await toast(driver.page, 'رُفضت الوردية للمركبة Van 74').waitFor()
    await row(driver.page, 'Van 74').getByText('مرفوضة').waitFor()
    await row(colleague.page, 'Van 74').waitFor({ state: 'detached' })
    expect(await driver.page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await isStillTheSame(driver.page)).toBe(true)
    expect(await isStillTheSame(second)).toBe(true)
  })

  test('of two officers one wins, and the other is told who decided what, and when', async () => {
    const vendor = await stage.caller('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Truck 75' })
    const [first, second] = await Promise.all([
      stage.signIn('officer.north', { path: `/cases/${id}` }),
      stage.signIn('officer.north2', { path: `/cases/${id}` }),
    ])
    second.forgive(/status of 409/)
    await action(second.page, 'Reject').click()
    const dialog = second.page.getByRole('dialog', { name: 'Reject' })
    await dialog.getByLabel('Reason').selectOption('overlap')

    await action(first.page, 'Approve').click()
    await timeline(first.page, 'Nora North approved this shift').waitFor()
    await dialog.getByRole('button', { name: 'Reject' }).click()

    const notice = second.page.getByRole('alert').filter({ hasText: 'Nora North decided this first' })
    await notice.getByText('it is now Approved. Your decision was not recorded.').waitFor()
    await notice.getByText(/^Decided just now, .+ \d+:\d\d/).waitFor()
    await dialog.waitFor({ state: 'detached' })
    await timeline(second.page, 'Nora North approved this shift').waitFor()
    expect(await timeline(first.page, 'rejected').count()).toBe(0)
  })

  test('a button that one may not press is there, and says why', async () => {
    const vendor = await stage.signIn('vendor')
    const { id } = await fileShift(vendor, { vehicle: 'Minibus 76' })
    await vendor.page.goto(`/cases/${id}`)

    const approve = action(vendor.page, 'Approve')
    await approve.waitFor()
    expect(await approve.getAttribute('aria-disabled')).toBe('true')
    await approve.click({ force: true })
    const why = 'Only the officer in charge of it may do this.'
    await vendor.page.getByRole('tooltip').getByText(why).waitFor()
    expect(await approve.textContent()).toContain(why)

    await action(vendor.page, 'Cancel shift').click()
    await vendor.page.getByRole('dialog').getByRole('button', { name: 'Cancel shift' }).click()
    await timeline(vendor.page, 'Vera Transport cancelled this shift').waitFor()
    await eventually(() => action(vendor.page, 'Cancel shift').getAttribute('aria-disabled')).toBe('true')
    await eventually(() => action(vendor.page, 'Cancel shift').textContent()).toContain(
      'The state is “Cancelled”.',
    )
    expect(await timeline(vendor.page, 'approved').count()).toBe(0)
  })
})

describe('whatever is written is shown as text', () => {
  const remarks = '<script>parent.hurt = 1</script> {{remarks}} {note}'
  const note = '<b onclick="hurt = 1">{{note}}</b> {reason}'

  test.each(['<img src=x onerror=hurt=1>{{vehicle}}', '<script>hurt=1</script> {vehicle}'])(
    '%s in queue, case, panel, toast, page title and mail',
    async (vehicle) => {
      const [vendor, officer, admin] = await Promise.all([
        stage.signIn('vendor', { path: '/new/shift' }),
        stage.signIn('officer.north'),
        stage.signIn('admin', { path: '/mailbox' }),
      ])
      await row(officer.page, 'Bus').first().waitFor()
      const isHurt = ({ page }: Person) => page.evaluate(() => 'hurt' in window)

      await fillInShift(vendor.page, { vehicle, remarks })
      await vendor.page.getByRole('button', { name: 'Submit' }).click()
      await toast(vendor.page, `Shift filed: ${vehicle}`).waitFor()
      await vendor.page.getByRole('heading', { level: 1, name: vehicle }).waitFor()
      await vendor.page.getByText(remarks, { exact: true }).waitFor()

      await toast(officer.page, `New shift for ${vehicle}`).waitFor()
      await row(officer.page, vehicle).waitFor()
      await officer.page.getByRole('button', { name: /^Notifications, / }).click()
      await panel(officer.page)
        .getByRole('link', { name: `New shift for ${vehicle}` })
        .click()
      await eventually(() => officer.page.title()).toContain(`${vehicle} · Belfry`)

      await vendor.page.getByLabel('Write a comment').fill(note)
      await vendor.page.getByRole('button', { name: 'Comment', exact: true }).click()
      await timeline(officer.page, 'commented').getByText(note, { exact: true }).waitFor()
      await action(officer.page, 'Reject').click()
      const dialog = officer.page.getByRole('dialog', { name: 'Reject' })
      await dialog.getByText(vehicle, { exact: true }).waitFor()
      await dialog.getByLabel('Reason').selectOption('other')
      await dialog.getByLabel('Note').fill(note)
      await dialog.getByRole('button', { name: 'Reject' }).click()
      await timeline(vendor.page, 'rejected').getByText(note, { exact: true }).waitFor()
      await toast(vendor.page, `Another reason. ${note}`).waitFor()

      await row(admin.page, `Shift for ${vehicle} rejected`)
        .filter({ hasText: 'vendor@' })
        .getByRole('link')
        .click()
      const mail = admin.page.getByRole('article')
      await mail.getByRole('heading', { name: `Shift for ${vehicle} rejected` }).waitFor()
      await mail.frameLocator('iframe').locator('p').getByText(note).waitFor()
      expect(await mail.frameLocator('iframe').locator('script, [onclick], [onerror]').count()).toBe(0)
      await mail.getByRole('link', { name: 'Text' }).click()
      await mail.locator('pre').getByText(note).waitFor()
      for (const person of [vendor, officer, admin]) expect(await isHurt(person)).toBe(false)
    },
  )
})
