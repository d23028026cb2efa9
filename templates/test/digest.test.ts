import { locales } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { expect, test } from 'vitest'
import { type DigestMail, renderDigest } from '../src/render.ts'

const item = (title: string, caseId: string | null, caseTitle: string | null = null) => ({
  title,
  link: caseId ? `/cases/${caseId}` : '/account',
  at: new Date('2026-11-20T08:30:00Z'),
  caseId,
  caseTitle,
})
const mail: DigestMail = {
  locale: 'en',
  brand: { name: 'Belfry', colour: '#3a58c3', logo: null, url: 'https://belfry.test' },
  preferences: '/account/notifications',
  person: { name: 'Mina Okafor' },
  timeZone: 'Asia/Kolkata',
  items: [
    item('Bus 1 approved', 'one', 'Bus 1'),
    item('New role: Officer', null),
    item('Bus 2 rejected', 'two', 'Bus 2'),
    item('New shift for Bus 1', 'one', 'Bus 1 as it was'),
  ],
  total: 4,
}

test('a digest groups what is about one case, says when by the reader’s clocks, and leads to each thing', () => {
  const { subject, html, text } = renderDigest(mail)

  expect(subject).toBe('Your summary: 4 messages')
  expect(text).toBe(
    [
      'Hello Mina Okafor,',
      'Your summary: 4 messages',
      [
        'Bus 1',
        '- Bus 1 approved (Nov 20, 2026 · 2:00 PM)\n  https://belfry.test/cases/one',
        '- New shift for Bus 1 (Nov 20, 2026 · 2:00 PM)\n  https://belfry.test/cases/one',
      ].join('\n'),
      'Bus 2\n- Bus 2 rejected (Nov 20, 2026 · 2:00 PM)\n  https://belfry.test/cases/two',
      'Other messages\n- New role: Officer (Nov 20, 2026 · 2:00 PM)\n  https://belfry.test/account',
      'Open your notifications:\nhttps://belfry.test/notifications',
      [
        '--\nBelfry\nYou receive this summary because you chose it in your notification settings.',
        'Notification settings: https://belfry.test/account/notifications\n',
      ].join('\n'),
    ].join('\n\n'),
  )
  expect(html.match(/<h2/g)).toHaveLength(3)
  expect(html.match(/<a /g)).toHaveLength(8) // to four messages, two cases, all of them and the settings
  expect(html).toMatch(/<p class="item" style="[^"]+"/)
})

test('what is not shown is counted', () => {
  expect(renderDigest({ ...mail, total: 104 }).text).toContain('100 more messages are waiting in Belfry.')
  expect(renderDigest({ ...mail, total: 5 }).text).toContain('One more message is waiting in Belfry.')
  expect(renderDigest(mail).text).not.toContain('waiting')
})

test.each(locales)('a digest speaks %s, in its direction', (locale) => {
  const { subject, html } = renderDigest({ ...mail, locale })

  expect(subject).toBe(say(locale, words[locale].mail.digest.title, { count: 4 }))
  expect(html).toMatch(new RegExp(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`))
  expect(html).toContain(words[locale].mail.digest.others)
})

test('what people wrote is text, and leads nowhere else', () => {
  const { html, subject } = renderDigest({
    ...mail,
    person: { name: '<img src=x>' },
    items: [
      {
        ...item('<script>alert(1)</script>\r\nBcc: all@belfry.test', 'one', '<b>bold</b>'),
        link: 'javascript:alert(1)',
      },
    ],
    total: 1,
  })

  expect(subject).toBe('Your summary: one message')
  expect(html).not.toContain('<script')
  expect(html).not.toContain('<img')
  expect(html).not.toContain('<b>bold')
  expect(html).not.toContain('javascript:')
})
