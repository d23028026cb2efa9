import type { FileVersion } from '@belfry/shared/wire'
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, expect, test } from 'vitest'
import { FileList } from '../src/files/file-list.tsx'
import { formatSize } from '../src/files/file-words.ts'
import { toasts } from '../src/ui/toast.ts'
import { speak } from '../src/words/index.ts'

afterEach(cleanup)

const version = (number: number, more: Partial<FileVersion> = {}): FileVersion => ({
  id: `file-${number}`,
  field: 'contract',
  version: number,
  name: `contract-${number}.pdf`,
  type: 'application/pdf',
  size: 1_500_000,
  sha256: 'abc',
  uploadedBy: { id: 'vera', name: 'Vera Vendor' },
  uploadedAt: new Date(Date.now() - 3_700_000).toISOString(),
  ...more,
})

test('every version says what it is, by whom and when; the newest stands out', () => {
  render(() => <FileList files={[version(2), version(1)]} fieldName={() => 'Contract'} />)

  const [newest, older] = screen.getAllByRole('listitem')
  expect(newest!.textContent).toMatch(
    /contract-2\.pdf.*Version 2.*Contract.*PDF, 1\.4 MB.*Vera Vendor.*1 hr\. ago/,
  )
  expect(older!.textContent).toContain('Version 1')
  expect(screen.getByText('Version 2').className).toContain('text-info')
  expect(screen.getByText('Version 1').className).not.toContain('text-info')
})

test('what a browser cannot show safely is only downloaded', () => {
  render(() => <FileList files={[version(1, { name: 'all.zip', type: 'application/zip' })]} />)

  expect(screen.queryByRole('button', { name: 'Open all.zip' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Download all.zip' })).toBeTruthy()
})

test('a link is asked for when it is needed; a refusal is said', async () => {
  const asked: string[] = []
  render(() => (
    <FileList
      files={[version(1)]}
      link={(id) => {
        asked.push(id)
        return Promise.reject(new Error('Gone.'))
      }}
    />
  ))

  expect(asked).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: 'Download contract-1.pdf' }))
  await Promise.resolve()

  expect(asked).toEqual(['file-1'])
  await expect.poll(() => toasts.at(-1)?.title).toBe('This document could not be opened')
})

test('nothing is said to be nothing', async () => {
  await speak('fr')
  render(() => <FileList files={[]} />)

  expect(screen.getByText('Aucun document pour l’instant.')).toBeTruthy()
})

test('sizes are said in steps of 1,024, as the limit is', async () => {
  expect([1, 900, 1024, 1_500_000, 100 * 1024 ** 2, 2 * 1024 ** 3].map(formatSize)).toEqual([
    '1 byte',
    '900 bytes',
    '1 kB',
    '1.4 MB',
    '100 MB',
    '2 GB',
  ])
  await speak('fr')
  expect(formatSize(1_500_000)).toMatch(/^1,4\sMo$/)
})
