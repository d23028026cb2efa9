import {
  acceptAttribute,
  cleanFileName,
  fileKinds,
  isBadFileName,
  judgeFile,
  kindOfType,
  typeOfName,
} from '@belfry/shared'
import { describe, expect, test } from 'vitest'

const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const claims = (name: string, accept: Parameters<typeof judgeFile>[0]['accept'] = [], declaredType = '') => ({
  name,
  declaredType: declaredType || null,
  accept,
})

describe('a file', () => {
  test.each([
    [claims('contract.pdf', ['pdf']), 'application/pdf'],
    [claims('photo.jpg', ['image']), 'image/png'],
    [claims('CV.DOCX', ['pdf', 'document']), office],
    [claims('scan', ['pdf'], 'application/pdf'), 'application/pdf'],
    [claims('scan', ['pdf']), 'application/pdf'],
    [claims('tool.exe'), 'application/x-msdownload'],
    [claims('page.html'), 'application/octet-stream'],
  ])('%j is taken as %s', (given, type) => {
    expect(judgeFile(given, type)).toBeUndefined()
  })

  test.each([
    [claims('contract.pdf'), 'application/zip', 'file_disguised'],
    [claims('contract.pdf', ['pdf']), 'application/octet-stream', 'file_disguised'],
    [claims('contract', ['pdf'], 'application/pdf'), 'application/zip', 'file_disguised'],
    [claims('letter.docx', ['document']), 'application/zip', 'file_disguised'],
    [claims('all.zip', ['pdf', 'image']), 'application/zip', 'file_type'],
    [claims('tool.exe', [...fileKinds]), 'application/x-msdownload', 'file_type'],
    [claims('drawing.svg', ['image']), 'image/svg+xml', 'file_type'],
    [claims('macros.xlsm', ['sheet']), 'application/vnd.ms-excel.sheet.macroenabled.12', 'file_type'],
  ])('%j is not taken as %s', (given, type, code) => {
    expect(judgeFile(given, type)).toMatchObject({ code })
  })
})

test('a name promises what its ending says, whatever its case', () => {
  expect(typeOfName('a.b.PDF')).toBe('application/pdf')
  expect(typeOfName('pdf')).toBeUndefined()
  expect(typeOfName('a.unknown')).toBeUndefined()
  expect(kindOfType(null)).toBe('other')
  expect(kindOfType('constructor')).toBe('other')
})

test('a form asks for kinds by all their types and endings', () => {
  expect(acceptAttribute(['pdf'])).toBe('application/pdf,.pdf')
  expect(acceptAttribute(['image'])).toContain('image/heic,.heic,.heif')
  expect(acceptAttribute([])).toBe('')
})

test.each(['a/b', 'a\\b', '\0', 'a\nb', 'a\u007fb', 'a\u0085b'])('%j is no name of a file', (name) => {
  expect(isBadFileName(name)).toBe(true)
})

test.each([
  ['Zeugnis  2026 .pdf', 'Zeugnis 2026 .pdf'],
  ['\u202efdp.exe', 'fdp.exe'],
  ['a\u200bb\ufeff.pdf', 'ab.pdf'],
  ['نسخة\u200cأولى.pdf', 'نسخة\u200cأولى.pdf'],
  ['👩\u200d🔬.png', '👩\u200d🔬.png'],
  ['\ud83d.png', '\ufffd.png'],
  ['e\u0301.pdf', 'é.pdf'],
  ['...', 'file'],
  ['   ', 'file'],
  ['.env', 'env'],
  ['a.', 'a'],
])('%j is kept as %j', (name, kept) => {
  expect(cleanFileName(name)).toBe(kept)
})

test('a name that is too long keeps its ending, and no half of a letter', () => {
  expect(cleanFileName(`${'x'.repeat(300)}.tar.gz`)).toBe(`${'x'.repeat(147)}.gz`)
  expect(cleanFileName(`${'x'.repeat(145)}👩👩.pdf`)).toBe(`${'x'.repeat(145)}.pdf`)
})
