import { expect, test } from 'vitest'
import { placeOf } from '../src/limits.ts'

test('an IPv4 address is a place, and so is a /64 of IPv6, however it is written', () => {
  expect(placeOf('203.0.113.7')).toBe('203.0.113.7')
  expect(placeOf('unknown')).toBe('unknown')
  for (const ip of [
    '2001:db8:0:1::1',
    '2001:0db8:0000:0001:ffff:ffff:ffff:ffff',
    '2001:DB8:0:1:0:0:0:9',
    '2001:db8:0:1::%eth0',
  ])
    expect(placeOf(ip)).toBe('2001:db8:0:1')
  expect(placeOf('::1')).toBe('0:0:0:0')
  expect(placeOf('2001:db8::')).toBe('2001:db8:0:0')
})
