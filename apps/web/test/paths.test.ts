import { expect, test } from 'vitest'
import { signInSearch } from '../src/pages/sign-in.search.ts'
import { insidePath } from '../src/ui/path-link.tsx'

const foreign = [
  'https://elsewhere.test/',
  '//elsewhere.test',
  '/\\elsewhere.test',
  'javascript:alert(1)',
  '',
]

test.each(foreign)('a message cannot lead to "%s"', (path) => {
  expect(insidePath(path)).toBe('/')
})

test.each(foreign)('a sign-in does not end at "%s"', (to) => {
  expect(signInSearch.parse({ to })).toEqual({})
})

test('a path of the console stays as it is', () => {
  expect(insidePath('/cases/0199?tab=history#end')).toBe('/cases/0199?tab=history#end')
  expect(signInSearch.parse({ to: '/queues/shift?sort=newest' }).to).toBe('/queues/shift?sort=newest')
})
