import { describe, expect, test } from 'vitest'
import { actionWord, knownActions, reasonWord, targetWord } from '../src/pages/audit-words.ts'
import { isUrgent, scopeName, stateWord } from '../src/pages/case-words.ts'
import { agentName } from '../src/pages/system-agent.ts'
import { formatBytes, formatDuration } from '../src/pages/system-figures.ts'
import { speak } from '../src/words/index.ts'
import { formatTime } from '../src/words/time.ts'
import { shiftCase } from './cases.ts'

describe('audited actions', () => {
  test('have a name in the reader’s language', async () => {
    await speak('fr')
    expect(actionWord('shift.submit')).toBe('Service : dépôt')
    expect(actionWord('shift.approve')).toBe('Service : Approuver')
    expect(actionWord('session.refused')).toBe('Connexion refusée')
    expect(reasonWord({ action: 'shift.reject', reason: 'overlap' })).toBe('Chevauche un autre service')
    expect(targetWord('connection')).toBe('Connexion')
  })

  test('that this console does not know are shown as they are', () => {
    for (const action of ['robot.wake', 'shift.teleport', 'nonsense', 'constructor.name'])
      expect(actionWord(action)).toBe(action)
    expect(reasonWord({ action: 'robot.wake', reason: 'bored' })).toBe('bored')
    expect(targetWord('planet')).toBe('planet')
  })

  test('can all be picked as a filter, each with a word of its own', () => {
    const words = knownActions().map(actionWord)
    expect(new Set(words).size).toBe(words.length)
    expect(words).not.toContain('shift.cancel')
  })
})

describe('a case', () => {
  test('is urgent from its moment on, as long as it is open', () => {
    const at = Date.parse('2026-11-20T12:00:00Z')
    const open = { urgentAt: '2026-11-20T12:00:00Z', closedAt: null }
    expect([isUrgent(open, at - 1), isUrgent(open, at)]).toEqual([false, true])
    expect(isUrgent({ ...open, closedAt: '2026-11-20T11:00:00Z' }, at)).toBe(false)
    expect(isUrgent({ urgentAt: null, closedAt: null }, at)).toBe(false)
  })

  test('names its scope by the field that says it', () => {
    expect(scopeName(shiftCase(1))).toBe('North')
    expect(scopeName(shiftCase(1, { scope: null }))).toBeUndefined()
  })

  test('of a workflow that this console does not know shows the names as they are', () => {
    expect(stateWord('robot', 'asleep')).toBe('asleep')
  })
})

test('a browser is told by its name, version and system; a program by what it calls itself', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
  expect(agentName(chrome)).toBe('Chrome 150, Linux')
  expect(agentName(`${chrome} Edg/150.0.1.2`)).toBe('Edge 150, Linux')
  expect(
    agentName(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
    ),
  ).toBe('Safari 18, iOS')
  expect(agentName('node')).toBe('node')
  expect(agentName(null)).toBe('–')
})

test('figures are as exact as anybody needs', () => {
  expect([3.21, 321, 32_100, 600_000, 10_800_000].map(formatDuration)).toEqual([
    '3.2 ms',
    '321 ms',
    '32 sec',
    '10 min',
    '3 hr',
  ])
  expect([512_000, 12_250_000, 3_400_000_000].map(formatBytes)).toEqual(['512 kB', '12.3 MB', '3.4 GB'])
})

test('a time in a column leaves the year out while it is this one', () => {
  const thisYear = new Date().getFullYear()
  expect(formatTime(`${thisYear}-03-04T10:00:00Z`, 'brief')).not.toContain(String(thisYear))
  expect(formatTime('2019-03-04T10:00:00Z', 'brief')).toContain('2019')
})
