import type { Locator, Page } from 'playwright-core'

/** Goes to a page as a link does: the console is not loaded again. */
export async function moveTo(page: Page, path: string): Promise<void> {
  if (page.url() === 'about:blank') await page.goto(path)
  else await page.evaluate((to) => history.pushState({}, '', to), path)
}

/** The number on the bell, as screen readers hear it in English. */
export async function unreadOn(page: Page): Promise<number> {
  const label = await page.getByRole('button', { name: /^Notifications, / }).getAttribute('aria-label')
  return label?.includes('none') ? 0 : Number(/\d+/.exec(label ?? '')?.[0] ?? Number.NaN)
}

export const toast = (page: Page, text: string | RegExp): Locator =>
  page.locator('[aria-live] > [data-toast]').filter({ hasText: text })

/** The rows of the list in view that hold a text; all of them for none. */
export const row = (page: Page, text = ''): Locator =>
  page.locator('main [data-row]').filter({ hasText: text })

export const panel = (page: Page): Locator => page.getByRole('dialog', { name: 'Notifications' })

export const timeline = (page: Page, text: string): Locator =>
  page.locator('main ol > li').filter({ hasText: text })

export const action = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: 'Actions' }).getByRole('button', { name })

export const field = (page: Page, name: string): Locator => page.locator(`[data-field="${name}"]`)

/** Leaves a mark that a reload would wipe out. */
export const leaveMark = (page: Page): Promise<void> =>
  page.evaluate(() => void Object.assign(window, { stillTheSame: true }))
export const isStillTheSame = (page: Page): Promise<boolean> => page.evaluate(() => 'stillTheSame' in window)
