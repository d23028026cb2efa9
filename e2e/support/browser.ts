import { findBrowser, howToGetABrowser } from '@belfry/testing/browser'
import { type Browser, chromium } from 'playwright-core'

let launched: Promise<Browser> | undefined

/** One browser for all test files of this process, which it does not outlive: people share nothing in it but the program. */
export async function theBrowser(): Promise<Browser> {
  const browser = await (launched ??= launch())
  return browser.isConnected() ? browser : (launched = launch())
}

function launch(): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error(howToGetABrowser)
  return chromium.launch({
    executablePath,
    chromiumSandbox: false, // Chromium refuses its sandbox to root, as whom containers run
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  })
}
