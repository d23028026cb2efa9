import { type Locale, locales } from '@belfry/shared'
import { expect, test } from 'vitest'
import {
  type Brand,
  type RenderedMail,
  renderAddressChanged,
  renderAddressCheck,
  renderAnnouncement,
  renderDigest,
  renderInvitation,
  renderNewSignIn,
  renderNotification,
  renderPasswordReset,
} from '../src/render.ts'
import { linksIn, problemsOf, shownIn } from './support/html.ts'

const at = new Date('2026-11-20T09:30:00Z')

/** Every field of every mail that somebody else than us can write into, filled with the same. */
const mailsWith = (written: string, locale: Locale): Record<string, RenderedMail> => {
  const brand: Brand = { name: written, logo: written, colour: written, url: 'https://belfry.test' }
  const frame = { locale, brand, person: { name: written } }
  const chosen = { ...frame, because: [written], preferences: written, unsubscribe: written }
  const message = { title: written, body: written, link: written, tone: 'info' as const }
  const once = { link: written, until: at, timeZone: 'UTC' }
  const item = { title: written, link: written, at, caseId: 'one', caseTitle: written }
  return {
    notification: renderNotification({ ...chosen, message }),
    announcement: renderAnnouncement({ ...chosen, message, author: written, language: 'en' }),
    digest: renderDigest({ ...chosen, timeZone: 'UTC', items: [item], total: 1 }),
    'new-sign-in': renderNewSignIn({ ...frame, message, device: written, ip: written, at, timeZone: 'UTC' }),
    invitation: renderInvitation({ ...frame, ...once, inviter: written, email: written }),
    'password-reset': renderPasswordReset({ ...frame, ...once, at, ip: written }),
    'address-check': renderAddressCheck({ ...frame, ...once, email: written }),
    'address-changed': renderAddressChanged({ ...frame, email: written, at, ip: written, timeZone: 'UTC' }),
  }
}

const breaks = ['\r\n', '\n', '\r', '\u0000', '\u000b', '\u001b', '\u0085', '\u2028', '\u2029', '\u009f']
const turns = ['\u202a', '\u202b', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069']

test.each(locales)('nothing that anybody writes gets a second header into a mail (%s)', (locale) => {
  for (const character of [...breaks, ...turns]) {
    const written = `Approved${character}Bcc: everyone@elsewhere.test${character}${character}<b>`
    for (const [name, { subject, html, text }] of Object.entries(mailsWith(written, locale))) {
      const what = `${name} ${JSON.stringify(character)}`
      // oxlint-disable-next-line no-control-regex
      expect(subject, what).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/)
      // oxlint-disable-next-line no-control-regex
      const odd = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
      for (const part of [text, shownIn(html)]) expect(part, what).not.toMatch(odd)
    }
  }
})

const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><style>*{display:none}</style>',
  '</td></tr></table><form action=//elsewhere.test><input>',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '<%= process.env.BELFRY_SECRET %>',
  '<!-- include button -->',
  'JUICE_CODE_BLOCK_0_',
  '{constructor} {person, select, other {#}}',
]

test.each(locales)('nothing that anybody writes becomes part of the page (%s)', (locale) => {
  const plain = mailsWith('plain', locale)
  for (const written of attacks)
    for (const [name, { html }] of Object.entries(mailsWith(written, locale))) {
      const what = `${name} ${written}`
      expect(problemsOf(html), what).toEqual([])
      expect(tagsOf(html), what).toEqual(tagsOf(plain[name]!.html))
      for (const { href } of linksIn(html)) expect(href, what).toMatch(/^https:\/\/belfry\.test/)
    }
})

test('marks heaped on one letter do not make a subject without end', () => {
  const written = `a${'\u0301'.repeat(50_000)}`

  for (const [name, { subject }] of Object.entries(mailsWith(written, 'en')))
    expect(subject.length, name).toBeLessThan(1_300)
})

const tagsOf = (html: string) => Array.from(html.matchAll(/<\/?([a-z][a-z0-9]*)\b/g), ([tag]) => tag)
