import type { Locator, Page } from 'playwright-core'

/** Opens the bell, in whatever language, and waits until it tells of something with this text. */
export async function hears(page: Page, text: string): Promise<Locator> {
  await page.getByRole('button', { name: /^(Notifications|الإشعارات)[,،] / }).click()
  const news = page.getByRole('dialog').locator('[data-row]').filter({ hasText: text }).first()
  await news.waitFor()
  return news
}

/** The same, and goes where it leads. */
export const follow = async (page: Page, text: string): Promise<void> =>
  (await hears(page, text)).getByRole('link').first().click()

/** The same, and closes the bell again. */
export async function heard(page: Page, text: string): Promise<void> {
  await hears(page, text)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
