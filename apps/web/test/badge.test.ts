import { expect, test } from 'vitest'
import { iconWith, titleWith } from '../src/inbox/badge.ts'

test.each([
  [0, 'Shifts', 'Shifts · Belfry'],
  [3, 'Shifts', '(3) Shifts · Belfry'],
  [120, 'Shifts', '(99+) Shifts · Belfry'],
  [1, '', '(1) Belfry'],
])('with %i unread on the page "%s" the title is "%s"', (unread, page, title) => {
  expect(titleWith(unread, page)).toBe(title)
})

test('the icon is the file while nothing is unread, and carries the count otherwise', () => {
  const drawn = (unread: number) => decodeURIComponent(iconWith(unread))

  expect(iconWith(0)).toBe('/favicon.svg')
  expect(drawn(3)).toContain('>3</text>')
  expect(drawn(42)).toContain('>9+</text>')
  expect(
    new DOMParser()
      .parseFromString(drawn(3).split(',').slice(1).join(','), 'image/svg+xml')
      .querySelector('parsererror'),
  ).toBeNull()
})
