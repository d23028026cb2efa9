import axe from 'axe-core'
import type { Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with the page as it is now, by the rules of WCAG 2.2 AA and good practice; or by some rules, or all but some. */
export async function flawsOf(
  page: Page,
  { rules, without = [] }: { rules?: string[]; without?: string[] } = {},
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: typeof axe }).axe.run(document, options),
    {
      runOnly: rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags },
      // Size is off by default; menus and tooltips hang at the end of the page, which is in no landmark.
      ...(!rules && {
        rules: {
          'target-size': { enabled: true },
          region: { enabled: false },
          ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
        },
      }),
      resultTypes: ['violations'],
      iframes: false, // there is one, it shows a mail, and nothing may run in it
    } satisfies axe.RunOptions,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      // A row that a list has scrolled halfway out of sight is only for now as small as what is left of it.
      .filter((node) => id !== 'target-size' || !/partially obscured/.test(node.failureSummary ?? ''))
      .map((node) => `${id} (${help}): ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  )
}

/** The same in the light and in the dark, where only colours differ; and colours are those of the desk on a phone, too. */
export async function flawsInAllLights(page: Page, { phone }: { phone: boolean }): Promise<string[]> {
  if (phone) return flawsOf(page, { without: ['color-contrast'] })
  const inTheLight = await flawsOf(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const inTheDark = await flawsOf(page, { rules: ['color-contrast'] })
  await page.emulateMedia({ colorScheme: 'light' })
  return [...inTheLight, ...inTheDark.map((flaw) => `in the dark: ${flaw}`)]
}
