import { type Locale, directionOf } from '@belfry/shared'
import type { Tone } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import type { Brand } from './brand.ts'
import { edgeOf, readableOn, safeColour } from './colour.ts'
import { template } from './compile.ts'
import { absoluteLink } from './link.ts'
import { oneLine, preheaderOf, subjectOf } from './text.ts'

export interface RenderedMail {
  subject: string
  html: string
  text: string
}

/** What every mail is made with. */
export interface MailFrame {
  /** The reader's. */
  locale: Locale
  brand: Brand
  person: { name: string }
}

/** The same of a mail that a person can choose to get or not. */
export interface ChosenMailFrame extends MailFrame {
  /** The sentences that say why this person gets it; a general one stands where there are none. */
  because?: readonly string[]
  /** The page where he says what he wants to hear of. */
  preferences: string
  /** Where one stops this kind of mail, without signing in; left out where it cannot be stopped. */
  unsubscribe?: string | undefined
}

/** What one template adds to the frame. Everything here is text that people may have written. */
export interface MailContent {
  subject: string
  preheader: string
  /** As lines of the plain text; the HTML is filled in from `html`. */
  text: readonly string[]
  tone?: Tone
  footer: { lines: readonly string[]; links: readonly MailLink[] }
  html: object
}

export interface MailLink {
  label: string
  href: string
}

const accents: Record<Tone, string> = {
  info: '#2563eb',
  success: '#15803d',
  warning: '#b45309',
  error: '#b91c1c',
}

/** Puts a template's content into the frame. Whatever people wrote is shown as text. */
export function compose(
  name: string,
  { locale, brand, person }: MailFrame,
  content: MailContent,
): RenderedMail {
  const { subject, preheader, tone = 'info', footer, text, html } = content
  const colour = safeColour(brand.colour)
  const greeting = greetingOf(locale, person)
  const brandName = oneLine(brand.name)
  const parts = {
    subject: subjectOf(subject),
    preheader: preheaderOf(preheader),
    greeting,
    locale,
    direction: directionOf(locale),
    tone,
    accent: accents[tone],
    footer,
    brand: {
      name: brandName,
      logo: brand.logo === null ? null : imageAddress(brand.logo),
      colour,
      onColour: readableOn(colour),
      edge: edgeOf(colour),
    },
    ...html,
  }
  const end = [
    '--',
    brandName,
    ...footer.lines,
    ...footer.links.map(({ label, href }) => `${label}: ${href}`),
  ]
  return {
    subject: parts.subject,
    html: template(name)(parts),
    text: `${[greeting, ...text.filter(Boolean), end.join('\n')].join('\n\n')}\n`,
  }
}

function greetingOf(locale: Locale, person: { name: string }): string {
  const { greeting } = words[locale].mail
  return say(locale, greeting, { name: oneLine(person.name) })
}

/** Only an address of https: mail programs ask no other, and it stands in an attribute of the page. */
function imageAddress(logo: string): string | null {
  const url = URL.parse(logo)
  return url?.protocol === 'https:' ? url.href : null
}

/** The end of a mail that one can choose to get or not. */
export function chosenFooter(
  { locale, brand, because = [], preferences, unsubscribe }: ChosenMailFrame,
  general: string,
): MailContent['footer'] {
  const { mail } = words[locale]
  const links = [{ label: say(locale, mail.preferences), href: absoluteLink(preferences, brand.url) }]
  if (unsubscribe !== undefined)
    links.push({ label: say(locale, mail.unsubscribe), href: absoluteLink(unsubscribe, brand.url) })
  const lines =
    because.length > 0 ? [say(locale, mail.because, { rule: because.map(oneLine).join(' ') })] : [general]
  return { lines, links }
}

/** The end of a mail about the reader's own account, which cannot be switched off. */
export const accountFooter = ({ locale, brand }: MailFrame, line: string): MailContent['footer'] => ({
  lines: [line],
  links: [{ label: oneLine(brand.name), href: absoluteLink('/', brand.url) }],
})

/** A button and where it leads: in text a line of its own, so that programs make a link of it. */
export const buttonText = ({ label, link }: Action): string => `${label}:\n${link}`

export interface Action {
  label: string
  link: string
}

export interface Fact {
  name: string
  value: string
}

export const factsText = (facts: readonly Fact[]): string =>
  facts.map(({ name, value }) => `${name}: ${value}`).join('\n')
