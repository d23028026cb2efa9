import type { Role } from '@belfry/shared'
import { describe, expect, test } from 'vitest'
import { flowOf, mailsOf } from '../src/preferences/preview.tsx'
import { categoriesOf } from '../src/preferences/relevant.ts'
import { changeFrom, changedLeaves, rebase, withLeaves } from '../src/preferences/settings.ts'
import { findZones, zoneLabel } from '../src/preferences/zones.ts'
import { preferencesWith } from './preferences.ts'

const before = preferencesWith({ goal: { mail: 'daily' } })

describe('settings', () => {
  test('send what was changed and nothing else', () => {
    const after = preferencesWith({ shift: { app: 'off', mail: 'off' } }, { digestHour: 17 })

    expect(changedLeaves(before, after)).toEqual(['goal.mail', 'shift.app', 'shift.mail', 'digestHour'])
    expect(changeFrom(before, after)).toEqual({
      categories: { goal: { mail: null }, shift: { app: 'off', mail: 'off' } },
      digestHour: 17,
    })
    expect(changeFrom(before, before)).toEqual({})
  })

  test('follow another window where nothing was touched here', () => {
    const mine = preferencesWith({ goal: { mail: 'daily' }, shift: { mail: 'off' } })
    const theirs = preferencesWith({ goal: { mail: 'weekly' } }, { digestWeekday: 5 })

    const { merged, clashes } = rebase(before, mine, theirs)

    expect(clashes).toEqual([])
    expect(merged.categories.goal.mail).toBe('weekly')
    expect(changeFrom(theirs, merged)).toEqual({ categories: { shift: { mail: 'off' } } })
  })

  test('stay as chosen here where both windows changed the same, until the person takes the other', () => {
    const mine = preferencesWith({ goal: { mail: 'off' } }, { digestHour: 7 })
    const theirs = preferencesWith({ goal: { mail: 'weekly' } }, { digestHour: 7 })

    const { merged, clashes } = rebase(before, mine, theirs)

    expect(clashes).toEqual(['goal.mail'])
    expect(merged.categories.goal.mail).toBe('off')
    expect(withLeaves(merged, theirs, clashes).categories.goal.mail).toBe('weekly')
  })
})

describe('categories that concern somebody', () => {
  const of = (...roles: Role[]) => categoriesOf({ grants: roles.map((role) => ({ role, scope: null })) })

  test.each([
    ['vendor', ['shift', 'request']],
    ['officer', ['shift']],
    ['driver', ['shift']],
    ['employee', ['goal', 'evaluation']],
    ['reviewer', ['stage', 'document']],
  ] as const)('of a %s are those of what he files, decides or is named in', (role, some) => {
    expect(of(role)).toEqual(expect.arrayContaining(['access', 'announcement', ...some]))
  })

  test('leave out what his roles never bring', () => {
    expect(of('driver')).not.toContain('goal')
    expect(of('vendor')).not.toContain('system')
    expect(of('admin')).toContain('system')
  })
})

test('a preview counts mails for one message, those after quiet hours, and gathered ones', () => {
  const side = {
    lines: [
      { category: 'goal', channel: 'mail', now: 3, quiet: 1, digest: 0, kept: 0 },
      { category: 'shift', channel: 'mail', now: 0, quiet: 0, digest: 20, kept: 2 },
      { category: 'shift', channel: 'app', now: 22, quiet: 0, digest: 0, kept: 0 },
    ],
    digests: { hourly: 0, daily: 5, weekly: 1 },
  } as const
  const copy = structuredClone(side) as unknown as Parameters<typeof mailsOf>[0]

  expect(mailsOf(copy)).toEqual({ all: 10, gathered: 6 })
  expect(flowOf(copy, 'mail')).toEqual({ now: 3, quiet: 1, digest: 20, kept: 2 })
})

test('time zones are found by any part of their names, and shown with their offset', () => {
  expect(findZones('casabl').map(({ value }) => value)).toEqual(['Africa/Casablanca'])
  expect(findZones('new york').map(({ value }) => value)).toEqual(['America/New_York'])
  expect(zoneLabel('America/New_York', new Date('2026-01-15T12:00:00Z'))).toBe('America/New York (GMT-5)')
  expect(findZones('').length).toBeGreaterThan(20)
})
