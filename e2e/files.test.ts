import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadActor } from '@belfry/engine/access'
import { attachFiles } from '@belfry/engine/files'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flawsOf } from './support/axe.ts'
import { serveConsolePage } from './support/console-page.ts'
import type { Person } from './support/person.ts'
import { useStage } from './support/stage.ts'

const MB = 1024 * 1024
const stage = useStage()
const folder = mkdtempSync(path.join(tmpdir(), 'belfry-e2e-files-'))
let address: URL
beforeAll(async () => {
  address = new URL(await serveConsolePage('test/pages/files.html', stage.url))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function come(query = '', login = 'employee') {
  const person = await stage.signIn(login, { url: address.origin, path: address.pathname + query })
  await person.page.getByRole('heading', { level: 1, name: 'Files' }).waitFor()
  return person
}

function pdf(name: string, size: number): string {
  const file = path.join(folder, name)
  const bytes = randomBytes(size)
  bytes.write('%PDF-1.7\n')
  writeFileSync(file, bytes)
  return file
}

/** The line between browser and server, which takes so many bytes a second, and can be cut. */
async function slowLine(page: Page, bytesPerSecond: number) {
  const session = await page.context().newCDPSession(page)
  const conditions = { latency: 5, downloadThroughput: -1, uploadThroughput: bytesPerSecond }
  const set = (offline: boolean) =>
    session.send('Network.emulateNetworkConditions', { ...conditions, offline })
  await set(false)
  return { cut: () => set(true), mend: () => set(false) }
}

const pick = (page: Page, file: string) => page.getByLabel('Contract').first().setInputFiles(file)
const percent = async (page: Page) =>
  Number(await page.getByRole('progressbar').getAttribute('aria-valuenow', { timeout: 5_000 }))
const uploaded = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'is uploaded.' }).waitFor({ timeout: 30_000 })
const idIn = (page: Page) => page.locator('output').textContent()

async function fileOnServer(person: Person) {
  const fileId = await idIn(person.page)
  const { rows } = await stage.database.pool.query<{ state: string; sha256: string }>(
    'select state, sha256 from files where id = $1',
    [fileId],
  )
  return rows[0]
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** The server may still have the end of a line that broke in its hands; whoever comes back asks again where it stands. */
const takesTurns = /status of 409/

describe('a file in the browser', () => {
  test('outlives a line that is gone for a while', async () => {
    const person = await come()
    const { page } = person
    person.forgive(/ERR_INTERNET_DISCONNECTED|Failed to fetch|status of 502/) // or what stands before the line says so
    person.forgive(takesTurns)
    const file = pdf('long.pdf', 12 * MB)
    const line = await slowLine(page, 4 * MB)

    await pick(page, file)
    await expect.poll(() => percent(page), { timeout: 20_000 }).toBeGreaterThan(20)
    await line.cut()
    await page.getByText('The connection is gone. This goes on by itself.').first().waitFor()
    const before = await percent(page)
    await line.mend()
    await uploaded(page)

    expect(before).toBeLessThan(100)
    expect(await fileOnServer(person)).toEqual({ state: 'ready', sha256: sha256(file) })
  })

  test('goes on where it was when it is picked again after a reload', async () => {
    const person = await come()
    const { page } = person
    person.forgive(takesTurns)
    const file = pdf('reloaded.pdf', 12 * MB)
    await slowLine(page, 4 * MB)
    await pick(page, file)
    await expect.poll(() => percent(page), { timeout: 20_000 }).toBeGreaterThan(40)

    await page.reload()
    const heads: string[] = []
    page.on('response', (answer) => {
      if (answer.request().method() === 'HEAD') heads.push(answer.headers()['upload-offset'] ?? '')
    })
    await pick(page, file)
    await uploaded(page)

    expect(Number(heads[0])).toBeGreaterThan(3 * MB)
    expect(await fileOnServer(person)).toEqual({ state: 'ready', sha256: sha256(file) })
  })

  test('can be paused, taken up again and taken back', async () => {
    const person = await come()
    const { page } = person
    person.forgive(takesTurns)
    await slowLine(page, 2 * MB)
    await pick(page, pdf('paused.pdf', 12 * MB))
    await expect.poll(() => percent(page), { timeout: 20_000 }).toBeGreaterThan(5)

    await page.getByRole('button', { name: 'Pause' }).click()
    await page
      .getByText(/^Paused at/)
      .first()
      .waitFor()
    const { rows: begun } = await stage.database.pool.query("select id from files where name = 'paused.pdf'")
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText(/of 12 MB/).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()

    await expect
      .poll(
        async () =>
          (await stage.database.pool.query('select from files where id = $1', [begun[0].id])).rowCount,
      )
      .toBe(0)
    expect(await idIn(page)).toBe('')
  })

  test('that is not what it says is refused at the control', async () => {
    const person = await come()
    const { page } = person
    person.forgive(/status of 400/)
    const file = path.join(folder, 'disguised.pdf')
    writeFileSync(file, Buffer.from(`504b030414${'00'.repeat(21)}0500000061${'2e747874'}`, 'hex'))

    await pick(page, file)

    await page.getByText('By its name this file is “PDF”, but its content is “archive”.').first().waitFor()
    expect(await page.getByLabel('Contract').first().getAttribute('aria-invalid')).toBe('true')
    expect(await flawsOf(page)).toEqual([])
    await pick(page, pdf('right.pdf', 1 * MB))
    await uploaded(page)
  })

  test('is asked for by keyboard alone', async () => {
    const { page } = await come()

    await page.getByText('Choose a file').waitFor()
    // The browser is asked to hand choosers over while nothing else goes on, or the first one may be missed.
    page.on('filechooser', () => {})
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('file')
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('Enter')
    await (await chooser).setFiles(pdf('keyboard.pdf', 1 * MB))
    await uploaded(page)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')

    await expect.poll(() => idIn(page), { timeout: 40_000 }).toBe('')
  })

  test.each(['locale=en', 'locale=ar&theme=dark', 'locale=fr&theme=dark'])(
    'is for everybody, before and after: %s',
    async (query) => {
      const { page } = await come(`?${query}`)
      expect(await flawsOf(page)).toEqual([])

      await pick(page, pdf('everybody.pdf', 1 * MB))
      await expect.poll(() => idIn(page), { timeout: 40_000 }).not.toBe('')

      expect(await flawsOf(page)).toEqual([])
    },
  )
})

describe('versions of a document', () => {
  test('are listed, opened and downloaded under their names', async () => {
    const uploader = await come()
    const file = pdf('Vertrag Müller.pdf', 1 * MB)
    await pick(uploader.page, file)
    await uploaded(uploader.page)
    const { db, pool } = stage.database
    const { rows } = await pool.query<{ id: string; owner_id: string }>(
      'select id, owner_id from cases limit 1',
    )
    const fileId = (await idIn(uploader.page))!
    await pool.query('update files set uploaded_by = $2 where id = $1', [fileId, rows[0]!.owner_id])
    const owner = (await loadActor(db, rows[0]!.owner_id))!
    await db.transaction().execute((tx) => attachFiles(tx, owner, rows[0]!.id, 'contract', [fileId]))

    const admin = await come(`?case=${rows[0]!.id}`, 'admin')
    const item = admin.page.getByRole('listitem')
    await item.getByText('Vertrag Müller.pdf').waitFor()
    expect(await item.textContent()).toMatch(/Version 1.*PDF, 1 MB/)
    expect(await flawsOf(admin.page)).toEqual([])

    const coming = admin.page.waitForEvent('download')
    await item.getByRole('button', { name: 'Download Vertrag Müller.pdf' }).click()
    const download = await coming
    expect(download.suggestedFilename()).toBe('Vertrag Müller.pdf')
    const saved = path.join(folder, 'saved.pdf')
    await download.saveAs(saved)
    expect(sha256(saved)).toBe(sha256(file))
  })
})
