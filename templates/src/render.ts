import { type Locale, directionOf } from '@belfry/shared'
import type { Tone } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import type { Brand, RenderedMail } from './brand.ts'
import { readableOn, safeColour } from './colour.ts'
import { template } from './compile.ts'
import { absoluteLink } from './link.ts'
import { linesOf, oneLine, preheaderOf, subjectOf } from './text.ts'

export type { Brand, RenderedMail } from './brand.ts'
export { type DigestMail, renderDigest } from './digest.ts'

export interface NotificationMail {
  locale: Locale
  brand: Brand
  person: { name: string }
  message: { title: string; body: string; link: string; tone: Tone }
}

const accents: Record<Tone, string> = {
  info: '#2563eb',
  success: '#15803d',
  warning: '#b45309',
  error: '#b91c1c',
}

/** The mail of one notification, in the reader's language. Whatever people wrote is shown as text. */
export function renderNotification({ locale, brand, person, message }: NotificationMail): RenderedMail {
  const { greeting, open, footer } = words[locale].mail
  const colour = safeColour(brand.colour)
  const parts = {
    subject: subjectOf(message.title),
    preheader: preheaderOf(message.body),
    greeting: say(locale, greeting, { name: oneLine(person.name) }),
    title: oneLine(message.title),
    lines: linesOf(message.body),
    open: say(locale, open),
    link: absoluteLink(message.link, brand.url),
    footer: say(locale, footer),
    brand: { name: oneLine(brand.name), colour, onColour: readableOn(colour) },
  }
  const html = template('email/notification')({
    ...parts,
    locale,
    direction: directionOf(locale),
    tone: message.tone,
    accent: accents[message.tone],
  })
  return { subject: parts.subject, html, text: textOf(parts) }
}

interface TextParts {
  greeting: string
  title: string
  lines: string[]
  open: string
  link: string
  footer: string
  brand: { name: string }
}

const textOf = ({ greeting, title, lines, open, link, footer, brand }: TextParts): string =>
  [greeting, title, ...lines, `${open}:\n${link}`, `--\n${brand.name}\n${footer}`].join('\n\n') + '\n'
