import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'

// Draws the installed app's icons from the favicon: node e2e/icons.ts. They are in the repository, since no build needs a browser.

const folder = path.resolve(import.meta.dirname, '../apps/web/public')
const favicon = readFileSync(path.join(folder, 'favicon.svg'), 'utf8')
const bell = favicon.replace(/<rect[^>]*>/, '')

const icons: Record<string, { size: number; svg: string; style?: string }> = {
  'icon-192': { size: 192, svg: favicon },
  'icon-512': { size: 512, svg: favicon },
  // Launchers cut these to their own shape, and leave four fifths at least.
  'maskable-512': { size: 512, svg: bell, style: 'background:#3f4fc4;padding:10%;box-sizing:border-box' },
  // Only its outline counts.
  'badge-96': { size: 96, svg: bell.replaceAll('#f3c969', '#fff') },
}

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
for (const [name, { size, svg, style = '' }] of Object.entries(icons)) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100%;height:100%;${style}}</style>${svg}`)
  writeFileSync(path.join(folder, `icons/${name}.png`), await page.screenshot({ omitBackground: true }))
}
await browser.close()
