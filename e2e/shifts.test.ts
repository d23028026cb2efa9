import type { Case } from '@belfry/shared/wire'
import { describe, expect, test } from 'vitest'
import { decide, fill, slot } from './support/cases.ts'
import { eventually } from './support/eventually.ts'
import { follow, heard } from './support/news.ts'
import { action, field, row, timeline, toast } from './support/pages.ts'
import type { Asking } from './support/person.ts'
import { fileShift, fillInShift, tomorrowAt } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const DAY_MS = 86_400_000
const dayAfter = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
const decideAs = (person: Asking, { id }: { id: string }, name: string, more: object = {}) =>
  person.mutate<Case>('cases.act', { caseId: id, action: name, ...more })

describe('a shift that recurs', () => {
  test('is filled in day by day, and its case lists every date at the same time', async () => {
    const { page } = await stage.signIn('vendor', { path: '/new/shift' })
    await fillInShift(page, { vehicle: 'Bus 81' })
    const recurrence = field(page, 'recurrence')

    await recurrence.locator('select').selectOption('day')
    await recurrence.getByText('Say when it ends, and the dates appear here.').waitFor()
    await recurrence.getByLabel('Every').fill('2')
    await recurrence.getByLabel('Until').fill(dayAfter(7))
    await recurrence.getByText('4 dates').waitFor()
    await recurrence.getByRole('checkbox').nth(1).uncheck()
    await recurrence.getByText('3 dates').waitFor()
    await page.getByRole('button', { name: 'Submit' }).click()

    await page.getByRole('heading', { level: 1, name: 'Bus 81' }).waitFor()
    await page.getByText(/^Every 2 days until .+; except on one day$/).waitFor()
    const dates = page.getByRole('list', { name: '3 dates' }).getByRole('listitem')
    await eventually(() => dates.count()).toBe(3)
    for (const text of await dates.allTextContents()) expect(text).toMatch(/, \d{4}, 8:00 AM$/)
  })

  test('weekly on chosen days, by keyboard and on a phone', async () => {
    const { page } = await stage.signIn('vendor', { path: '/new/shift', phone: true })
    await fillInShift(page, { vehicle: 'Bus 82' })
    const recurrence = field(page, 'recurrence')
    await recurrence.locator('select').selectOption('week')
    await recurrence.getByLabel('Until').fill(dayAfter(15))

    const first = recurrence.getByRole('group', { name: 'On' }).getByRole('checkbox').first()
    await first.focus()
    for (let i = 0; i < 7; i++) {
      const box = recurrence.getByRole('group', { name: 'On' }).getByRole('checkbox').nth(i)
      if (!(await box.isChecked())) await page.keyboard.press('Space')
      await page.keyboard.press('Tab')
    }
    await recurrence.getByText('15 dates').waitFor()
    await recurrence.getByRole('button', { name: 'Show all 15' }).click()
    expect(await recurrence.locator('time').count()).toBe(15)
  })
})

describe('a calendar of shifts', () => {
  test('has every date of a week, follows what becomes of them, and opens the case', async () => {
    const [vendor, officer, driver] = await Promise.all([
      stage.caller('vendor'),
      stage.signIn('officer.north', { path: `/queues/shift?q=Bus+84&week=${dayAfter(8)}` }),
      stage.signIn('driver', { path: `/cases?view=part&week=${dayAfter(8)}`, phone: true }),
    ])
    const shift = await fileShift(vendor, {
      vehicle: 'Bus 84',
      recurrence: { every: 'day', until: dayAfter(30), except: [dayAfter(8)] },
    })
    const { page } = officer
    const dates = row(page, 'Bus 84')
    await page.getByRole('link', { name: 'Calendar' }).click()
    await eventually(() => dates.count()).toBe(6)
    await page.getByText('Times are those of Europe/Paris.').waitFor()

    await decideAs(officer, shift, 'approve')
    await eventually(() => dates.filter({ hasText: 'Approved' }).count()).toBe(6)
    await driver.page.getByRole('link', { name: 'تقويم' }).click()
    const driven = row(driver.page, 'Bus 84')
    await eventually(() => driven.filter({ hasText: 'مقبولة' }).count()).toBe(6)
    const width = await driver.page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)

    await page.bringToFront()
    await page.keyboard.press('ArrowRight')
    await eventually(() => dates.count()).toBe(7)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Bus 84' }).waitFor()
    await page.goBack()
    await eventually(() => dates.count()).toBe(7)

    await decideAs(vendor, shift, 'cancel')
    await eventually(() => dates.count()).toBe(0)
    await eventually(() => driven.count()).toBe(0)
  })
})

describe('a trip', () => {
  test('is added to an approved shift, accepted and driven; its vendor sees it move', async () => {
    const [vendor, officer, driver] = await Promise.all([
      stage.signIn('vendor'),
      stage.signIn('officer.north'),
      stage.signIn('driver'),
    ])
    const shift = await fileShift(vendor, { vehicle: 'Bus 83' })
    await decideAs(officer, shift, 'approve')
    await vendor.page.goto(`/cases/${shift.id}`)
    await slot(vendor.page, 'Trips').getByRole('button', { name: 'Add: Trips' }).click()
    const form = vendor.page.getByRole('dialog')
    // The station is the shift's.
    expect(await form.locator('[data-field="station"]').count()).toBe(0)
    await fill(form, 'driver', 'داود')
    await fill(form, 'vehicle', 'Bus 83')
    await fill(form, 'from', 'Depot')
    await fill(form, 'to', 'Harbour')
    await fill(form, 'departsAt', tomorrowAt('09:15'))
    await form.getByRole('button', { name: 'Submit' }).click()

    await follow(driver.page, 'رحلة لك: Depot – Harbour')
    await driver.page.getByRole('heading', { level: 1, name: 'Depot – Harbour' }).waitFor()
    await decide(driver.page, null, 'قبول')
    const trips = slot(vendor.page, 'Trips')
    await trips.getByText('Accepted').waitFor()
    await decide(driver.page, null, 'انطلاق')
    await trips.getByText('On the way').waitFor()
    await decide(driver.page, null, 'وصلت')
    await trips.getByText('Completed').waitFor()
    await heard(vendor.page, 'Arrived: Depot – Harbour')
  })
})

describe('a stock request', () => {
  test('goes line by line to the officers of the station, who reject it with a reason', async () => {
    const [driver, south] = await Promise.all([
      stage.signIn('driver', { path: '/new/stock_request' }),
      stage.signIn('officer.south', { path: '/queues/stock_request' }),
    ])
    const form = driver.page.locator('main form')
    await field(driver.page, 'station').waitFor()
    await fill(form, 'station', 'south')
    await fill(form, 'items.0.item', 'مصابيح')
    await fill(form, 'items.0.quantity', '4')
    await form.getByRole('button', { name: 'إضافة سطر' }).click()
    await fill(form, 'items.1.item', 'قفازات')
    await fill(form, 'items.1.quantity', '10')
    await driver.page.getByRole('button', { name: 'إرسال' }).click()
    await driver.page.getByRole('heading', { level: 1, name: '4 × مصابيح' }).waitFor()

    await heard(south.page, 'مصابيح')
    await row(south.page, '4 × مصابيح').getByRole('link').first().click()
    await south.page.getByRole('cell', { name: 'قفازات' }).waitFor()
    await decide(south.page, null, 'Refuser', { reason: 'outOfStock' })

    await heard(driver.page, 'رُفض')
    await timeline(driver.page, 'نفد المخزون').waitFor()
  })
})

describe('an emergency', () => {
  test('reaches officers and administrators at once, then the supervisor, until somebody answers', async () => {
    const [driver, north, admin, supervisor] = await Promise.all([
      stage.signIn('driver2', { path: '/new/emergency' }),
      stage.signIn('officer.north', { path: '/queues/emergency' }),
      stage.signIn('admin'),
      stage.signIn('supervisor'),
    ])
    const form = driver.page.locator('main form')
    await field(driver.page, 'station').waitFor()
    await fill(form, 'station', 'north')
    await fill(form, 'kind', 'breakdown')
    await fill(form, 'place', 'Bridge 7')
    await driver.page.getByRole('button', { name: 'Submit' }).click()

    await heard(north.page, 'Emergency: Breakdown, Bridge 7')
    await heard(admin.page, 'Emergency: Breakdown, Bridge 7')
    await row(north.page, 'Bridge 7').waitFor()
    expect(await toast(supervisor.page, 'Bridge 7').count()).toBe(0)

    // Three minutes pass, and nobody answers.
    const id = driver.page.url().split('/').at(-1)!
    await stage.database.pool.query(
      `update cases set entered_at = entered_at - interval '3 minutes', timed_at = timed_at - interval '3 minutes',
        due_at = due_at - interval '3 minutes' where id = $1`,
      [id],
    )
    await stage.database.pool.query(`select graphile_worker.add_job('run_due', payload => '{}')`)
    await heard(supervisor.page, 'Nobody has answered: Breakdown, Bridge 7')

    await supervisor.page.goto(`/cases/${id}`)
    await decide(supervisor.page, null, 'I am on it')
    await heard(driver.page, 'Sven Overview is on it')
    await driver.page.getByText('Being dealt with').first().waitFor()
    await timeline(driver.page, 'Nobody had answered: the supervisors were called').waitFor()
    await decide(supervisor.page, null, 'It is over', { note: 'Towed away.' })
    await timeline(driver.page, 'Towed away.').waitFor()
    await eventually(() => action(driver.page, 'It is over').getAttribute('aria-disabled')).toBe('true')
  })
})
