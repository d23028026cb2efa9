import { DomainError, errorCodes, localeFrom, locales, may, permissionNames, roles } from '@belfry/shared'
import { problemsIn } from '@belfry/shared/machine'
import { ActInput, MarkInput, SubmitInput } from '@belfry/shared/wire'
import { expect, test } from 'vitest'

test('every error is a sentence in every language', () => {
  for (const code of Object.keys(errorCodes) as (keyof typeof errorCodes)[])
    for (const locale of locales) expect(new DomainError(code).in(locale)).toMatch(/\S+.*[.:؟]$/)
})

test('an error keeps English for the log and speaks the language of its reader', () => {
  const error = new DomainError('already_decided', { by: 'Nora {x}', state: '<b>' })

  expect(error.message).toBe('Nora {x} decided this first: it is now <b>. Your decision was not recorded.')
  expect(error.in('fr')).toContain('Nora {x} a décidé avant vous')
})

test.each([
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['AR', 'ar'],
  ['de-AT, de, ar-MA', 'ar'],
  ['de', 'en'],
  ['', 'en'],
  [null, 'en'],
  ['constructor, *;q=0.5', 'en'],
])('the language of "%s" is %s', (header, locale) => {
  expect(localeFrom(header)).toBe(locale)
})

test('only administrators read the audit trail and close connections', () => {
  for (const role of roles) {
    const actor = {
      kind: 'person',
      id: 'x',
      name: 'x',
      locale: 'en',
      grants: [{ role, scope: null }],
    } as const
    // Who may write to whom has a test of its own.
    const names = permissionNames.filter((name) => !name.startsWith('announcements.'))
    expect(names.map((permission) => may(actor, permission))).toEqual(names.map(() => role === 'admin'))
  }
})

test('what was wrong with a call is said anew in the language of the caller', () => {
  const sent = { action: 'approve', note: 'x'.repeat(4001) }
  const { error } = ActInput.safeParse(sent)

  expect(problemsIn(error!, sent, 'fr')).toEqual([
    { field: 'caseId', message: 'Ce champ est à remplir.' },
    { field: 'note', message: expect.stringMatching(/^Au plus 4.000 caractères\.$/) },
  ])
})

test('a thousand problems are fifty', () => {
  const data = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${'x'.repeat(61)}${i}`, 1]))
  const { error } = SubmitInput.safeParse({ workflow: 'shift', data })

  expect(problemsIn(error!, { workflow: 'shift', data }, 'en')).toHaveLength(50)
})

test('marking takes ids or a filter, not both and not neither', () => {
  const ids = ['01a1f96c-f9ef-71fb-8ede-0346798aa32a']

  expect(MarkInput.safeParse({ ids, as: 'read' }).success).toBe(true)
  expect(MarkInput.safeParse({ filter: {}, as: 'read' }).success).toBe(true)
  expect(MarkInput.safeParse({ ids, filter: {}, as: 'read' }).success).toBe(false)
  expect(MarkInput.safeParse({ as: 'read' }).success).toBe(false)
  expect(MarkInput.safeParse({ ids: [], as: 'read' }).success).toBe(false)
})
