import { type Locale, directionOf } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import type { Brand, RenderedMail } from './brand.ts'
import { readableOn, safeColour } from './colour.ts'
import { template } from './compile.ts'
import { absoluteLink } from './link.ts'
import { oneLine, preheaderOf, subjectOf } from './text.ts'

export interface DigestMail {
  locale: Locale
  brand: Brand
  person: { name: string }
  /** IANA name: times are said by its clocks. */
  timeZone: string
  /** The newest first. */
  items: { title: string; link: string; at: Date; caseId: string | null; caseTitle: string | null }[]
  /** How many there are in all, these included. */
  total: number
}

interface Group {
  title: string
  items: { title: string; link: string; when: string }[]
}

/** The mail that gathers many messages, in the reader's language: those of one case together, the others last. */
export function renderDigest({ locale, brand, person, timeZone, items, total }: DigestMail): RenderedMail {
  const { greeting, digest } = words[locale].mail
  const colour = safeColour(brand.colour)
  const title = say(locale, digest.title, { count: total })
  const parts = {
    subject: subjectOf(title),
    preheader: preheaderOf(items.map((item) => item.title).join(' · ')),
    greeting: say(locale, greeting, { name: oneLine(person.name) }),
    title,
    groups: groupsOf(items, locale, brand, timeZone),
    more: total > items.length ? say(locale, digest.more, { count: total - items.length }) : '',
    open: say(locale, digest.open),
    link: absoluteLink('/notifications', brand.url),
    footer: say(locale, digest.footer),
    brand: { name: oneLine(brand.name), colour, onColour: readableOn(colour) },
  }
  const html = template('email/digest')({
    ...parts,
    locale,
    direction: directionOf(locale),
    tone: 'info',
    accent: '#2563eb',
  })
  return { subject: parts.subject, html, text: textOf(parts) }
}

function groupsOf(items: DigestMail['items'], locale: Locale, brand: Brand, timeZone: string): Group[] {
  const when = (at: Date) => say(locale, '{at, date, medium} · {at, time, short}', { at }, timeZone)
  const groups = new Map<string | null, Group>()
  const cases = items.filter(({ caseId }) => caseId !== null)
  for (const item of [...cases, ...items.filter(({ caseId }) => caseId === null)]) {
    let group = groups.get(item.caseId)
    if (!group) {
      const name = item.caseId === null ? words[locale].mail.digest.others : (item.caseTitle ?? item.title)
      groups.set(item.caseId, (group = { title: oneLine(name), items: [] }))
    }
    const link = absoluteLink(item.link, brand.url)
    group.items.push({ title: oneLine(item.title), link, when: when(item.at) })
  }
  return [...groups.values()]
}

interface TextParts {
  greeting: string
  title: string
  groups: Group[]
  more: string
  open: string
  link: string
  footer: string
  brand: { name: string }
}

const textOf = ({ greeting, title, groups, more, open, link, footer, brand }: TextParts): string =>
  [
    greeting,
    title,
    ...groups.map((group) =>
      [group.title, ...group.items.map((item) => `- ${item.title} (${item.when})\n  ${item.link}`)].join(
        '\n',
      ),
    ),
    ...(more ? [more] : []),
    `${open}:\n${link}`,
    `--\n${brand.name}\n${footer}`,
  ].join('\n\n') + '\n'
