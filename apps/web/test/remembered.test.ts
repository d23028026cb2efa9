import { beforeEach, expect, test, vi } from 'vitest'
import { forgetUpload, rememberUpload, rememberedUpload } from '../src/files/remembered.ts'

const file = (name = 'a.pdf', lastModified = 1) => new File(['abc'], name, { lastModified })
const begun = { fileId: 'f', uploadUrl: '/uploads/f' }

beforeEach(() => {
  localStorage.clear()
  forgetUpload(file(), [])
})

test('an upload is known again by its file, also after a reload', () => {
  rememberUpload(file(), ['pdf'], begun)

  expect(rememberedUpload(file(), ['pdf'])).toMatchObject(begun)
  expect(localStorage).toHaveLength(1)
  expect(rememberedUpload(file('b.pdf'), ['pdf'])).toBeUndefined()
  expect(rememberedUpload(file('a.pdf', 2), ['pdf'])).toBeUndefined()
  expect(rememberedUpload(file(), ['image'])).toBeUndefined()
})

test('for a day, as long as the server keeps it; older ones are cleared away', () => {
  rememberUpload(file('old.pdf'), [], begun)
  vi.setSystemTime(Date.now() + 25 * 3_600_000)

  expect(rememberedUpload(file('old.pdf'), [])).toBeUndefined()
  rememberUpload(file(), [], begun)
  vi.useRealTimers()

  expect(localStorage).toHaveLength(1)
})

test('what somebody else has put there is no upload', () => {
  rememberUpload(file(), [], begun)
  const [key] = Object.keys(localStorage)
  forgetUpload(file(), [])
  expect(localStorage).toHaveLength(0)

  localStorage.setItem(key!, '{not json')

  expect(rememberedUpload(file(), [])).toBeUndefined()
})
