import type { Case, ListCasesInput, Page as Listed, QueueInput } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { flawsOf } from './support/axe.ts'
import { eventually } from './support/eventually.ts'
import { row, toast } from './support/pages.ts'
import { fileShift } from './support/shifts.ts'
import { useStage } from './support/stage.ts'

const stage = useStage()

const searchBox = (page: Page) => page.getByRole('combobox', { name: 'Search' })
const titles = (page: Page) => row(page).locator('a').allTextContents()
const q = (page: Page) => new URL(page.url()).searchParams.get('q')
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

describe('a queue is narrowed', () => {
  test('by words, and by keys and values that are proposed; all of it is in the address', async () => {
    const { page } = await stage.signIn('officer.north', { path: '/queues/shift' })
    await row(page).first().waitFor()

    await searchBox(page).fill('sta')
    await page.getByRole('option', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Approved' }).click()
    await eventually(() => q(page)).toBe('state:approved')
    await eventually(() => row(page).filter({ hasNotText: 'Approved' }).count()).toBe(0)
    await row(page).first().waitFor()

    await searchBox(page).fill('état:x owner:vera')
    await eventually(() => q(page)).toBe('état:x owner:vera')
    await searchBox(page).fill('owner:vera urgent:maybe')
    await page.getByText('“urgent:maybe” means nothing here').waitFor()
    await page.getByRole('button', { name: 'Without the filter urgent:maybe' }).click()
    await eventually(() => q(page)).toBe('owner:vera')

    const before = await titles(page)
    await page.reload()
    await eventually(() => titles(page)).toEqual(before)
    await searchBox(page).fill('there is no such thing')
    await page.getByText('No case fits “there is no such thing”').waitFor()
  })

  test('by pressing instead of writing, in another order, with other columns', async () => {
    const { page } = await stage.signIn('admin', { path: '/queues/shift' })
    await row(page).first().waitFor()

    await page.getByRole('button', { name: 'Filters' }).click()
    const filters = page.getByRole('dialog', { name: 'Filters' })
    await filters.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Rejected' }).click()
    await filters.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Cancelled' }).click()
    await page.keyboard.press('Escape')
    await eventually(() => q(page)).toBe('state:rejected,cancelled')
    await page.getByRole('list', { name: 'Filters' }).getByText('Rejected, Cancelled').waitFor()

    await page.getByRole('link', { name: 'Approved', exact: true }).click() // the tab takes its place
    await eventually(() => q(page)).toBe(null)
    await page.getByLabel('Order').selectOption('By title')
    await eventually(async () => {
      const shown = (await titles(page)).map((title) => title.toLowerCase())
      return shown.length > 5 && shown.join() === shown.toSorted().join()
    }).toBe(true)

    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Assigned to' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Driver' }).click()
    await page.keyboard.press('Escape')
    const head = page.locator('main [aria-hidden="true"]').filter({ hasText: 'Title' }).last()
    await head.getByText('Assigned to').waitFor()
    expect(await head.getByText('Driver').count()).toBe(0)
  })

  test('and kept as a view, which colleagues with the same role find, too', async () => {
    const officer = await stage.signIn('officer.north', { path: '/queues/shift?q=urgent%3Ayes&sort=urgent' })
    const { page } = officer
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Save this view' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save this view' })
    await dialog.getByLabel('Name').fill('On fire')
    await dialog.getByLabel('Who finds it').selectOption({ label: 'Officer' })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await toast(page, 'View saved: On fire').waitFor()
    await page.getByRole('button', { name: 'Views: On fire' }).waitFor()

    const colleague = await stage.signIn('officer.south', { path: '/queues/shift' })
    await colleague.page.getByRole('button', { name: 'Vues' }).click() // she reads French
    await colleague.page.getByRole('menuitem', { name: 'On fire Partagée par Nora North' }).click()
    await eventually(() => q(colleague.page)).toBe('urgent:yes')
    expect(await colleague.page.getByLabel('Ordre').inputValue()).toBe('urgent')

    await page.getByRole('button', { name: 'Views: On fire' }).click()
    await page.getByRole('menuitem', { name: 'Remove “On fire”' }).click()
    await toast(page, 'View removed: On fire').waitFor()
  })
})

describe('a queue is worked through by keyboard', () => {
  test('next, select, approve, reject with a reason; the focus stays with the work', async () => {
    const vendor = await stage.caller('vendor')
    for (const vehicle of ['Keys 1', 'Keys 2', 'Keys 3']) await fileShift(vendor, { vehicle })
    const { page } = await stage.signIn('officer.north', { path: '/queues/shift?q=Keys' })
    await eventually(() => titles(page)).toEqual(['Keys 1', 'Keys 2', 'Keys 3'])

    await page.keyboard.press('j')
    await eventually(() => focused(page)).toBe('Keys 1')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('2 cases selected').waitFor()
    await page.getByRole('button', { name: 'Clear the selection' }).click()
    expect(await page.getByText('cases selected').count()).toBe(0)

    await row(page, 'Keys 1').locator('a').focus()
    await page.keyboard.press('a')
    await toast(page, 'Keys 1: Approved').waitFor()
    await eventually(() => titles(page)).toEqual(['Keys 2', 'Keys 3'])
    await eventually(() => focused(page)).toBe('Keys 2')

    await page.keyboard.press('r')
    const dialog = page.getByRole('dialog', { name: 'Reject' })
    await dialog.getByLabel('Reason').first().waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => focused(page)).toBe('Keys 2')
    await page.keyboard.press('j')
    await eventually(() => focused(page)).toBe('Keys 3')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Keys 3' }).waitFor()
  })
})

describe('a queue that others work on', () => {
  test('shows what changes in its place, and keeps new rows back while a hand is on the list', async () => {
    const vendor = await stage.caller('vendor')
    await fileShift(vendor, { vehicle: 'Hand 1' })
    const officer = await stage.signIn('officer.north', { path: '/queues/shift?q=Hand&sort=newest' })
    const { page } = officer
    await row(page, 'Hand 1').hover()

    await fileShift(vendor, { vehicle: 'Hand 2' })
    await fileShift(vendor, { vehicle: 'Hand 3' })
    await page.getByRole('button', { name: '2 new cases' }).waitFor()
    expect(await titles(page)).toEqual(['Hand 1'])
    await page.getByRole('button', { name: '2 new cases' }).click()
    await eventually(() => titles(page)).toEqual(['Hand 3', 'Hand 2', 'Hand 1'])

    // With no hand on it, a row comes in by itself.
    await page.mouse.move(5, 5)
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await fileShift(vendor, { vehicle: 'Hand 4' })
    await eventually(() => titles(page)).toEqual(['Hand 4', 'Hand 3', 'Hand 2', 'Hand 1'])

    // What does not fit the search does not come.
    await fileShift(vendor, { vehicle: 'Elsewhere' })
    const [last] = (
      await officer.query<Listed<Case>>('queues.get', {
        workflow: 'shift',
        search: '"Hand 1"',
      } satisfies Partial<QueueInput>)
    ).items
    await vendor.mutate('cases.act', { caseId: last!.id, action: 'cancel' })
    await eventually(() => titles(page)).toEqual(['Hand 4', 'Hand 3', 'Hand 2'])
    expect(await row(page, 'Elsewhere').count()).toBe(0)
  })

  test('of many thousand cases has some fifty rows on the page, and scrolls to the others', async () => {
    await sql`
      insert into cases (id, workflow, state, title, scope, owner_id, data, opened_at, changed_at, entered_at, timed_at)
      select gen_random_uuid(), 'shift', 'pending', 'Mass ' || n, 'station:north', (select id from people where email = 'vendor@belfry.test'),
        '{"station":"north","vehicle":"x"}', at, at, at, at
      from (select n, now() - interval '100 days' + n * interval '1 second' as at from generate_series(1, 3000) n) k`.execute(
      stage.database.db,
    )
    const { page } = await stage.signIn('officer.north', { path: '/queues/shift?q=Mass' })
    await row(page, 'Mass 1').first().waitFor()
    await page.getByText('3,000').first().waitFor()

    for (let n = 0; n < 30; n++) {
      await page.mouse.wheel(0, 4_000)
      await page.waitForTimeout(60)
    }
    await eventually(async () => Number(/\d+/.exec((await titles(page)).at(-1) ?? '')?.[0])).toBeGreaterThan(
      500,
    )
    const shown = await titles(page)
    expect(shown.length).toBeLessThan(100)
    const numbers = shown.map((title) => Number(title.slice(5)))
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    await sql`delete from cases where title like 'Mass %'`.execute(stage.database.db)
  })
})

describe('cases of all workflows', () => {
  test('that wait for somebody are one list', async () => {
    const supervisor = await stage.signIn('supervisor', { path: '/cases?view=waiting' })
    const { page } = supervisor
    await row(page).first().waitFor()
    const { items, total } = await supervisor.query<Listed<Case> & { total: number }>('cases.list', {
      view: 'waiting',
    } satisfies Partial<ListCasesInput>)
    expect(items.every(({ actions }) => actions.some(({ allowed }) => allowed))).toBe(true)
    expect(total).toBeGreaterThan(0)

    await page.getByRole('link', { name: 'My team' }).click()
    await row(page).first().waitFor()
    expect(await row(page, 'Emil').count()).toBeGreaterThan(0)
  })
})

describe('the queue page', () => {
  test.each([
    ['at a desk', { phone: false, theme: 'light' }],
    ['on a phone', { phone: true, theme: 'light' }],
    ['in the dark', { phone: false, theme: 'dark' }],
  ] as const)('has nothing that axe objects to, %s', async (_, { phone, theme }) => {
    const { page } = await stage.signIn('admin', {
      path: '/queues/shift?q=state%3Apending%20state%3Ax',
      phone,
    })
    await page.evaluate((wanted) => (document.documentElement.style.colorScheme = wanted), theme)
    await row(page).first().waitFor()

    expect(await flawsOf(page)).toEqual([])
    await page.getByRole('button', { name: /^Filters/ }).click()
    await page.getByRole('dialog', { name: 'Filters' }).waitFor()
    expect(await flawsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await searchBox(page).fill('state:')
    await page.getByRole('option').first().waitFor()
    expect(await flawsOf(page)).toEqual([])
    await searchBox(page).fill('')
    await eventually(async () => {
      // Another list comes now, in which nothing is selected.
      await row(page)
        .first()
        .locator('input')
        .check()
        .catch(() => {})
      return page.getByText('1 case selected').isVisible()
    }).toBe(true)
    expect(await flawsOf(page)).toEqual([])
  })
})
