import { locales } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { expect, test } from 'vitest'
import { contrast, edgeOf, readableOn } from '../src/colour.ts'
import { type NotificationMail, renderAnnouncement, renderNotification } from '../src/render.ts'

const mail: NotificationMail = {
  locale: 'en',
  brand: { name: 'Belfry', colour: '#3a58c3', logo: null, url: 'https://belfry.test' },
  preferences: '/account/notifications',
  person: { name: 'Mina Okafor' },
  message: {
    title: 'Shift for AB-123-CD approved',
    body: 'Noor Haddad approved the shift of Nov 24, 2026, 8:00 AM.',
    link: '/cases/0199',
    tone: 'success',
  },
}
const withMessage = (message: Partial<NotificationMail['message']>) =>
  renderNotification({ ...mail, message: { ...mail.message, ...message } })

/** What a reader sees of the HTML, with its line breaks gone. */
const shown = (html: string) =>
  html
    .replace(/<(title|style)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

test('a mail says in HTML and in text who is meant, what happened and where to look', () => {
  const { subject, html, text } = renderNotification(mail)

  expect(subject).toBe('Shift for AB-123-CD approved')
  for (const body of [shown(html), text]) {
    expect(body).toContain('Hello Mina Okafor,')
    expect(body).toContain('Shift for AB-123-CD approved')
    expect(body).toContain('Noor Haddad approved the shift of Nov 24, 2026, 8:00 AM.')
    expect(body).toContain('Open in Belfry')
    expect(body).toContain('You receive this mail because you have a part in it.')
  }
  expect(text).toContain('https://belfry.test/cases/0199')
  expect(html.match(/<a /g)).toHaveLength(2)
  expect(html).toContain('href="https://belfry.test/cases/0199"')
  expect(html).toContain('href="https://belfry.test/account/notifications"')
})

test.each(locales)('the frame of a mail speaks %s, in its direction', (locale) => {
  const { html, text } = renderNotification({ ...mail, locale })

  const direction = locale === 'ar' ? 'rtl' : 'ltr'
  expect(html).toMatch(new RegExp(`<html lang="${locale}" dir="${direction}"`))
  expect(html).toContain(`class="page" dir="${direction}"`)
  for (const body of [shown(html), text]) {
    expect(body).toContain(words[locale].mail.open)
    expect(body).toContain(words[locale].mail.footer)
  }
})

test('the styles are in the tags, and those for phones and for the dark stay in the head', () => {
  const { html } = renderNotification(mail)

  expect(html).toMatch(/<h1 style="[^"]*font-size/)
  expect(html).toContain('prefers-color-scheme: dark')
  expect(html).toContain('max-width: 600px')
  expect(html).toContain('name="color-scheme" content="light dark"')
  expect(html).not.toMatch(/JUICE|<%|%>/)
})

test('an inbox shows the beginning of the text beside the subject', () => {
  const { html } = withMessage({ body: `Begins here. ${'And goes on and on. '.repeat(50)}` })

  const preheader = /<div class="preheader"[^>]*>([^&]*)/.exec(html)?.[1]
  expect(preheader).toMatch(/^Begins here\. And goes on.*…$/)
  expect(preheader).toHaveLength(120)
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><a href="https://elsewhere.test">here</a>',
  '{{constructor.constructor("return process")()}}',
  '<%= process.env.BELFRY_SECRET %>',
  '<%~ it.brand.name %>',
  '${process.exit()}',
  'JUICE_CODE_BLOCK_0_',
  '&lt;b&gt;',
  "$& $1 $' {name} '{plural}'",
])('%s is shown as it was written', (written) => {
  const { subject, html, text } = renderNotification({
    ...mail,
    person: { name: `Kim ${written}` },
    message: { ...mail.message, title: `Shift for ${written}`, body: `Note: ${written}` },
  })

  expect(subject).toBe(`Shift for ${written}`)
  for (const body of [shown(html), text]) {
    expect(body).toContain(`Hello Kim ${written},`)
    expect(body).toContain(`Shift for ${written}`)
    expect(body).toContain(`Note: ${written}`)
  }
  expect(html).not.toMatch(/<script|<img|<b>|elsewhere\.test">/)
  expect(html.match(/<a /g)).toHaveLength(2)
})

test.each(['\n', '\r\n', '\r', '\u0000', '\u0085', '\u2028', '\u000b', '\u001b'])(
  'no line break or control character gets into a subject (%j)',
  (character) => {
    const { subject, html } = withMessage({ title: `Approved${character}Bcc: everyone@elsewhere.test` })

    expect(subject).toBe('Approved Bcc: everyone@elsewhere.test')
    expect(html).not.toContain(`Approved${character}Bcc`)
  },
)

test('a mark that turns the text around is left out', () => {
  const { subject } = withMessage({ title: 'Approved \u202Egpj.exe' })

  expect(subject).toBe('Approved gpj.exe')
})

test('a long title is cut in the subject only, between characters', () => {
  const { subject, text } = withMessage({ title: '🇹🇳'.repeat(400) })

  expect(subject).toBe(`${'🇹🇳'.repeat(149)}…`)
  expect(text).toContain('🇹🇳'.repeat(400))
})

test('a text of several lines keeps them', () => {
  const { html, text } = withMessage({ body: 'First.\n\nSecond.\r\nThird.' })

  expect(text).toContain('First.\n\nSecond.\n\nThird.')
  expect(html.match(/<p [^>]*>(First|Second|Third)\.<\/p>/g)).toHaveLength(3)
})

test.each([
  ['/cases/1?tab=history#top', 'https://belfry.test/app/cases/1?tab=history#top'],
  ['https://elsewhere.test/a', 'https://elsewhere.test/a'],
  ['//elsewhere.test/a', 'https://belfry.test/app/elsewhere.test/a'],
  ['/\\elsewhere.test', 'https://belfry.test/app/elsewhere.test'],
  ['javascript:alert(1)', 'https://belfry.test/app'],
  ['data:text/html,<script>', 'https://belfry.test/app'],
  ['mailto:someone@elsewhere.test', 'https://belfry.test/app'],
  ['cases/1', 'https://belfry.test/app'],
  ['', 'https://belfry.test/app'],
])('the link %j leads to %s', (link, target) => {
  const { html, text } = renderNotification({
    ...mail,
    brand: { ...mail.brand, url: 'https://belfry.test/app/' },
    message: { ...mail.message, link },
  })

  expect(html).toContain(`href="${target}"`)
  expect(text).toContain(`${target}\n`)
})

test.each([
  ['#3a58c3', '#3a58c3', '#ffffff', '#3a58c3'],
  ['#fde047', '#fde047', '#000000', '#71717a'],
  ['#0b0b0f', '#0b0b0f', '#ffffff', '#71717a'],
  ['red; background: url(https://elsewhere.test)', '#1f2937', '#ffffff', '#71717a'],
])(
  'a button of the colour %s can be read, and be told from the card',
  (colour, background, writing, edge) => {
    const { html } = renderNotification({ ...mail, brand: { ...mail.brand, colour } })

    expect(html).toMatch(new RegExp(`bgcolor="${background}" style="[^"]*border-color: ${edge}`))
    expect(html).toMatch(new RegExp(`<a class="button"[^>]*color: ${writing}`))
  },
)

test('on any colour the writing of a button has the contrast that WCAG asks for', () => {
  for (let grey = 0; grey < 256; grey += 1) {
    const colour = `#${grey.toString(16).padStart(2, '0').repeat(3)}`
    expect(contrast(colour, readableOn(colour)), colour).toBeGreaterThanOrEqual(4.5)
    for (const card of ['#ffffff', '#1c1c1f'])
      expect(contrast(edgeOf(colour), card), colour).toBeGreaterThanOrEqual(1.5)
  }
})

test('the brand is a logo with its name beside it for whoever sees no images', () => {
  const logo = 'https://static.example.test/logo.png'
  const { html } = renderNotification({ ...mail, brand: { ...mail.brand, name: 'Nord & Co', logo } })

  expect(html).toMatch(
    /<img class="logo" src="https:\/\/static\.example\.test\/logo\.png" alt="Nord &amp; Co"/,
  )
  const odd = renderNotification({ ...mail, brand: { ...mail.brand, logo: 'javascript:alert(1)' } })
  expect(odd.html).not.toContain('<img')
})

test('the rule that named the reader, and where one leaves, stand at the end', () => {
  const { html, text } = renderNotification({
    ...mail,
    because: ['You hold the role “Officer”.', 'You follow it.'],
    unsubscribe: 'https://belfry.test/unsubscribe/x1',
  })

  for (const body of [shown(html), text]) {
    expect(body).toContain('Why you receive this mail: You hold the role “Officer”. You follow it.')
    expect(body).not.toContain(words.en.mail.footer)
  }
  expect(html).toContain('href="https://belfry.test/unsubscribe/x1"')
  expect(text).toContain('Unsubscribe: https://belfry.test/unsubscribe/x1')
})

test('what an announcement says stays in its own language and direction', () => {
  const { html } = renderAnnouncement({
    ...mail,
    locale: 'ar',
    author: 'Noor Haddad',
    language: 'en',
    message: { title: 'Closed on Monday', body: 'All day.', link: '/announcements/read/1', tone: 'info' },
  })

  expect(html).toMatch(/<html lang="ar" dir="rtl"/)
  expect(html).toMatch(/<h1 lang="en" dir="ltr"/)
})
