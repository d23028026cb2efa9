import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** The same pages without a window around them take half as long; but it has no push. */
const SHELL = 'chromium-headless-shell'
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]
const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS', '/Applications/Chromium.app/Contents/MacOS']

export const howToGetABrowser =
  'Install Chromium (on Debian and Ubuntu: apt-get install chromium) or set CHROME_PATH to a Chrome you have.'

/**
 * The browser for browser tests: `CHROME_PATH`, or else the first Chromium or Chrome that is installed. `whole` asks for one
 * that could show a window.
 */
export function findBrowser({ whole = false } = {}): string | undefined {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/snap/bin', ...PLACES]
  const names = [...(whole ? [] : [SHELL]), ...NAMES, 'Google Chrome', 'Chromium']
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isProgram)
}

function isProgram(file: string) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
