import { startApi } from '@belfry/testing'
import { startWire } from '@belfry/testing/wire'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { allJobsDone } from './support/jobs.ts'
import { isStillTheSame, leaveMark, panel, row, toast, unreadOn } from './support/pages.ts'
import type { Caller, Person } from './support/person.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const unreadRows = (page: Page) => row(page, '(unread)').count()

/** An officer whose inbox is empty but for these, oldest first. */
async function officerWith(vehicles: string[], url?: string): Promise<{ officer: Person; vendor: Caller }> {
  const [officer, vendor] = await Promise.all([
    stage.signIn('officer.north', { path: '/notifications', ...(url && { url }) }),
    stage.caller('vendor'),
  ])
  await officer.mutate('notifications.mark', { filter: {}, as: 'archived' })
  for (const vehicle of vehicles) await fileShift(vendor, { vehicle })
  for (const vehicle of vehicles) await row(officer.page, vehicle).waitFor()
  return { officer, vendor }
}

describe('marking', () => {
  test('one, all and undo: count and list say the same in both windows', async () => {
    const { officer } = await officerWith(['Bus 1', 'Bus 2', 'Bus 3'])
    const { page } = officer
    const other = await officer.window('/queues/shift')
    await other.getByRole('button', { name: /^Notifications, / }).click()
    await panel(other).getByRole('link', { name: 'Bus 3' }).waitFor()
    const unreadInPanel = () => panel(other).getByRole('link', { name: '(unread)' }).count()
    const everywhere = async () => [
      await unreadOn(page),
      await unreadRows(page),
      await unreadOn(other),
      await unreadInPanel(),
    ]
    expect(await everywhere()).toEqual([3, 3, 3, 3])

    await page.bringToFront()
    await row(page, 'Bus 2').hover()
    await row(page, 'Bus 2').getByRole('button', { name: 'Mark as read' }).click()
    await eventually(everywhere).toEqual([2, 2, 2, 2])
    expect(await row(page, 'Bus 2').getByText('(unread)').count()).toBe(0)
    await eventually(() => other.title()).toBe('(2) Shifts · Belfry')

    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await eventually(everywhere).toEqual([0, 0, 0, 0])
    await eventually(() => other.title()).toBe('Shifts · Belfry')

    await toast(page, '2 notifications marked as read.').getByRole('button', { name: 'Undo' }).click()
    await eventually(everywhere).toEqual([2, 2, 2, 2])
    expect(await row(page, 'Bus 2').getByText('(unread)').count()).toBe(0)
  })
})

describe('the page', () => {
  test('folds what belongs together, decides in place, puts off by keyboard, and marks all that matches; everything can be undone', async () => {
    const { officer, vendor } = await officerWith(['Bus 1', 'Bus 2'])
    const { page } = officer
    const [{ id: caseId }] = (await vendor.query<{ items: { id: string }[] }>('cases.list', { limit: 1 }))
      .items as [{ id: string }]
    for (const text of ['One.', 'Two.']) await vendor.mutate('cases.comment', { caseId, text })
    const comments = row(page, 'commented on')
    await comments.getByRole('button', { name: '2 notifications' }).click()
    await eventually(() => comments.count()).toBe(2)
    await comments.first().getByRole('button', { name: '2 notifications' }).click()
    await eventually(() => comments.count()).toBe(1)

    await row(page, 'Bus 1').hover()
    await row(page, 'Bus 1').getByRole('button', { name: 'Approve' }).click()
    await row(page, 'Bus 1').getByText('Approve: done.').waitFor()
    await eventually(() => unreadOn(page)).toBe(3)

    await page.keyboard.press('j')
    await page.keyboard.press('s')
    await page.getByRole('button', { name: /^Tomorrow morning/ }).click()
    await eventually(() => row(page, 'Bus 1').count()).toBe(0)
    await page.keyboard.press('u')
    await row(page, 'Bus 1').waitFor()

    await page.keyboard.press('x')
    await page.getByRole('button', { name: 'Select all 4 that match' }).click()
    await page.keyboard.press('e')
    await page.getByText('No notifications yet').waitFor()
    await eventually(() => unreadOn(page)).toBe(0)
    await toast(page, '4 notifications archived.').getByRole('button', { name: 'Undo' }).click()
    await eventually(() => row(page).count()).toBe(3)
    await eventually(() => unreadOn(page)).toBe(3)
  })
})

describe('an outage', () => {
  test('of an hour: a quiet banner; then all that was missed is there, in order, nothing twice, without a reload', async () => {
    const wire = await startWire(stage.url)
    const { officer, vendor } = await officerWith(['Before'], wire.url)
    const { page } = officer
    officer.forgive(/WebSocket connection to .* failed/, /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET/)
    const queue = await officer.window('/queues/shift?sort=newest')
    await row(queue, 'Before').waitFor()
    await Promise.all([leaveMark(page), leaveMark(queue)])

    await officer.context.setOffline(true)
    wire.cut()
    const banner = 'You are offline. What you see may be out of date; Belfry reconnects by itself.'
    for (const window of [page, queue]) await window.getByRole('status').getByText(banner).waitFor()
    const missed = ['Missed 1', 'Missed 2', 'Missed 3']
    for (const vehicle of missed) await fileShift(vendor, { vehicle })
    await allJobsDone(stage.database)
    expect(await row(page, 'Missed').count()).toBe(0)

    wire.mend()
    await officer.context.setOffline(false)

    await eventually(() => unreadOn(page)).toBe(4)
    const titles = () => row(page).getByRole('link').allTextContents()
    const newestFirst = [...missed.toReversed(), 'Before'].map((name) => `New shift for ${name} (unread)`)
    await eventually(titles).toEqual(newestFirst)
    // Told in one of the windows.
    const told = [page, queue].map((window) => toast(window, '3 new notifications while you were offline'))
    await eventually(async () =>
      (await Promise.all(told.map((one) => one.count()))).toSorted((a, b) => a - b),
    ).toEqual([0, 1])
    await eventually(async () => (await row(queue).getByRole('link').allTextContents()).slice(0, 4)).toEqual([
      ...missed.toReversed(),
      'Before',
    ])
    for (const window of [page, queue]) {
      await window.getByText(banner).waitFor({ state: 'detached' })
      expect(await isStillTheSame(window)).toBe(true)
    }
    await fileShift(vendor, { vehicle: 'After' })
    await row(page, 'After').waitFor()
    expect(await titles()).toEqual(['New shift for After (unread)', ...newestFirst])
  })

  test('of an API: the one that is killed is replaced by another, and nobody notices', async () => {
    const killed = await startApi({ databaseUrl: stage.database.url })
    const wire = await startWire(killed.url)
    const { officer, vendor } = await officerWith(['Earlier'], wire.url)
    const { page } = officer
    officer.forgive(/WebSocket connection to .* failed/, /ERR_CONNECTION_RESET/)
    await leaveMark(page)

    await killed.kill()
    wire.mend(stage.url)
    await fileShift(vendor, { vehicle: 'Meanwhile' })
    await row(page, 'Meanwhile').waitFor({ timeout: 20_000 })
    await fileShift(vendor, { vehicle: 'Later' })
    await row(page, 'Later').waitFor()

    const inOrder = ['Later', 'Meanwhile', 'Earlier'].map((name) => `New shift for ${name} (unread)`)
    expect(await row(page).getByRole('link').allTextContents()).toEqual(inOrder)
    expect(await unreadOn(page)).toBe(3)
    expect(await isStillTheSame(page)).toBe(true)
  })
})

describe('the end of a session', () => {
  test('signing out in one window ends it in all of them within a second', async () => {
    const officer = await stage.signIn('officer.north')
    officer.forgive(/status of 401/, /HTTP Authentication failed/)
    const other = await officer.window('/notifications')
    await other.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor()
    const phone = await stage.signIn('officer.north', { phone: true })
    await row(phone.page, 'Bus').first().waitFor()

    await officer.page.bringToFront()
    await officer.page.getByRole('button', { name: 'Account of Nora North' }).click()
    const signOut = officer.page.getByRole('menuitem', { name: 'Sign out' })
    await signOut.waitFor()
    const [answered, left] = await Promise.all([
      officer.page.waitForResponse('**/api/auth/sign-out').then(() => performance.now()),
      other.waitForRequest('**/sign-in?ended=true**').then(() => performance.now()),
      signOut.click(),
    ])
    expect(left - answered).toBeLessThan(5_000)

    await officer.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await other.getByText('Your session has ended. Sign in to go on where you were.').waitFor()
    await expect(officer.query('me.get')).rejects.toThrow('Please sign in')
    // Another session of the same person is none of its business.
    expect(await phone.query('me.get')).toMatchObject({ name: 'Nora North' })
  })

  test('a session that has run out leads to the sign-in, and from there back', async () => {
    const officer = await stage.signIn('officer.north', { path: '/queues/shift?state=approved' })
    const { page } = officer
    officer.forgive(/status of 401/, /HTTP Authentication failed/)
    await row(page, 'Bus').first().waitFor()

    await stage.database.pool.query(`update auth.session set expires_at = now() - interval '1 second'`)
    for (const key of ['g', 'c']) await page.keyboard.press(key) // unless the page has found out by itself

    await page.getByText('Your session has ended. Sign in to go on where you were.').waitFor()
    const wanted = new URL(page.url()).searchParams.get('to')!
    expect(['/cases', '/queues/shift?state=approved']).toContain(wanted)
    await page.getByLabel('E-mail address').fill('officer.north@belfry.test')
    await page.getByLabel('Password', { exact: true }).fill('belfry-demo')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: wanted === '/cases' ? 'My cases' : 'Shifts' }).waitFor()
    expect(page.url()).toBe(stage.url + wanted)
  })
})
