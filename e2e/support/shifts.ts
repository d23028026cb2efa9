import type { Case, Choice } from '@belfry/shared/wire'
import type { Page } from 'playwright-core'
import { field } from './pages.ts'
import type { Asking } from './person.ts'

export interface Shift {
  vehicle: string
  station?: 'north' | 'south'
  remarks?: string
  recurrence?: object
}

const DRIVER = 'داود' // who reads Arabic
const DAY_MS = 86_400_000

/** As the browser's field takes it. */
export const tomorrowAt = (time: string): string =>
  `${new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)}T${time}`

/** Files a shift without the form, where a test is about what follows. */
export async function fileShift(vendor: Asking, shift: Shift): Promise<Case> {
  const { vehicle, station = 'north', remarks, recurrence } = shift
  const [chosen] = await vendor.query<Choice[]>('workflows.choices', {
    workflow: 'shift',
    field: 'driver',
    search: DRIVER,
  })
  const startsAt = `${tomorrowAt('08:00')}:00.000Z`
  const endsAt = `${tomorrowAt('14:00')}:00.000Z`
  const data = { station, driver: chosen?.value, vehicle, startsAt, endsAt, remarks, recurrence }
  return vendor.mutate<Case>('cases.submit', { workflow: 'shift', data })
}

/** Fills the form in, in whatever language it is. */
export async function fillInShift(page: Page, shift: Shift): Promise<void> {
  const { vehicle, station = 'north', remarks } = shift
  await field(page, 'station').locator('select').selectOption(station)
  await field(page, 'driver').locator('input').fill(DRIVER)
  await page.getByRole('option', { name: DRIVER }).click()
  await field(page, 'vehicle').locator('input').fill(vehicle)
  await field(page, 'startsAt').locator('input').fill(tomorrowAt('08:00'))
  await field(page, 'endsAt').locator('input').fill(tomorrowAt('14:00'))
  if (remarks) await field(page, 'remarks').locator('textarea').fill(remarks)
}
