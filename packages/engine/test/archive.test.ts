import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { openArchive, requestArchive } from '@belfry/engine/bulk'
import { zip } from '@belfry/engine/files'
import type { Actor } from '@belfry/shared'
import { DocumentArchiveInput } from '@belfry/shared/wire'
import { inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { filesIn } from './support/files-in.ts'
import { atWork } from './support/people-at-work.ts'

const key = Buffer.alloc(32, 7)

/** Two employees have sent their profiles with a document each, under names that nobody may choose for a path. */
async function town() {
  const life = await atWork()
  const { db, given } = life
  const send = async (fullName: string, name: string) =>
    life.submit(given.employee, {
      workflow: 'onboarding',
      data: {
        fullName,
        dateOfBirth: '1994-05-17',
        phone: '+49 30 1234567',
        address: 'Turmstraße 1, Musterstadt',
        emergencyContact: 'Erna Example, +49 30 7654321',
        department: 'maintenance',
        startsOn: '2026-05-04',
      },
      children: [{ slot: 'identity', data: { file: await life.files(given.employee, { name }) } }],
    })
  await send('Emil Example', 'scan.pdf')
  await send('Emil Example', 'SCAN.pdf')
  const ask = (by: Actor, input: object = { filter: {} }) =>
    inTx(db, (tx) =>
      requestArchive(tx, by, DocumentArchiveInput.parse({ workflow: 'document', ...input }), key),
    )
  const open = async (url: string) => {
    const { pathname, searchParams } = new URL(url, 'http://belfry.test')
    const [, , id = ''] = pathname.split('/')
    const shown = (name: string) => searchParams.get(name) ?? undefined
    return openArchive(db, key, { id, expires: shown('expires'), signature: shown('signature') })
  }
  return { ...life, ask, open }
}

test('the documents of a queue come under names that differ and lead nowhere, and the trail says which they were', async () => {
  const { db, given, ask, open } = await town()

  const archive = await ask(given.reviewer)
  expect(archive).toMatchObject({
    documents: 2,
    size: 2 * 4711,
    name: expect.stringMatching(/^Documents .*\.zip$/),
  })
  const held = await open(archive.url)
  expect(held.map(({ name }) => name)).toEqual([
    'Identity document · Emil Example - scan.pdf',
    'Identity document · Emil Example - SCAN (2).pdf',
  ])
  await runJobs(db)
  const entries = await db
    .selectFrom('audit_entries')
    .select(['actor_id', 'after'])
    .where('action', '=', 'document.archive')
    .execute()
  expect(entries).toMatchObject([
    {
      actor_id: given.reviewer.id,
      after: { documents: held.map(({ name, file }) => ({ id: file.id, name })), bytes: 2 * 4711 },
    },
  ])
})

test('what one may not decide on is not in it, a link of somebody else opens nothing, and none is no archive', async () => {
  const { given, ask, open } = await town()

  await expect(ask(given.vendor)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(ask(given.reviewer, { filter: { search: 'nobody' } })).rejects.toMatchObject({
    code: 'no_documents',
  })
  const { url } = await ask(given.reviewer)
  await expect(open(url.replace(/signature=./, 'signature=~'))).rejects.toMatchObject({
    code: 'link_invalid',
  })
})

test('a zip is written while it is read, one entry open at a time, and says so where one cannot be read', async () => {
  let [open, most] = [0, 0]
  const streamed = (text: string) => ({
    size: text.length,
    open: () => {
      most = Math.max(most, ++open)
      const stream = Readable.from([Buffer.from(text)])
      stream.on('close', () => (open -= 1))
      return Promise.resolve(stream)
    },
  })
  const at = new Date('2026-11-20T08:00:00Z')
  const bytes = await buffer(
    zip([
      { name: 'a/über.txt', at, content: streamed('one') },
      { name: 'b.txt', at, content: Buffer.from('two') },
      { name: 'c.txt', at, content: streamed('three') },
    ]),
  )
  const files = filesIn(bytes)
  expect(Object.fromEntries(Object.entries(files).map(([name, file]) => [name, file.toString()]))).toEqual({
    'a/über.txt': 'one',
    'b.txt': 'two',
    'c.txt': 'three',
  })
  expect(crc32(files['b.txt']!)).toBe(crc32('two'))
  expect(most).toBe(1)

  const broken = { size: 3, open: () => Promise.reject(new Error('It is gone.')) }
  await expect(buffer(zip([{ name: 'x', at, content: broken }]))).rejects.toThrow('It is gone.')
})
