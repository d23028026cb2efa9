import { findBrowser, howToGetABrowser } from '@belfry/testing/browser'
import { type Browser, chromium } from 'playwright-core'

const launched: { shell?: Promise<Browser>; whole?: Promise<Browser> } = {}

/**
 * One browser for all test files of this process, which it does not outlive: people share nothing in it but the program.
 * A `whole` one has push.
 */
export async function theBrowser({ whole = false } = {}): Promise<Browser> {
  const kind = whole ? 'whole' : 'shell'
  const browser = await (launched[kind] ??= launch(whole))
  return browser.isConnected() ? browser : (launched[kind] = launch(whole))
}

function launch(whole: boolean): Promise<Browser> {
  const executablePath = findBrowser({ whole })
  if (!executablePath) throw new Error(howToGetABrowser)
  return chromium.launch({
    executablePath,
    chromiumSandbox: false, // Chromium refuses its sandbox to root, as whom containers run
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  })
}
