import type { Locale } from '@belfry/shared'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import type { Brand } from '../../brand.ts'
import { type ChosenMailFrame, type RenderedMail, buttonText, chosenFooter, compose } from '../../compose.ts'
import { absoluteLink } from '../../link.ts'
import { oneLine } from '../../text.ts'

export interface DigestMail extends ChosenMailFrame {
  /** IANA name: times are said by its clocks. */
  timeZone: string
  /** The newest first. */
  items: readonly DigestMailItem[]
  /** How many there are in all, these included. */
  total: number
}

export interface DigestMailItem {
  title: string
  link: string
  at: Date
  caseId: string | null
  caseTitle: string | null
}

interface Group {
  title: string
  /** To the case, where it is about one. */
  link: string | null
  items: { title: string; link: string; when: string }[]
}

/** The mail that gathers many messages, in the reader's language: those of one case together, the others last. */
export function renderDigest(mail: DigestMail): RenderedMail {
  const { locale, brand, items, total } = mail
  const { digest } = words[locale].mail
  const title = say(locale, digest.title, { count: total })
  const groups = groupsOf(mail)
  const more = total > items.length ? say(locale, digest.more, { count: total - items.length }) : ''
  const action = { label: say(locale, digest.open), link: absoluteLink('/notifications', brand.url) }
  return compose('digest', mail, {
    subject: title,
    preheader: items.map((item) => item.title).join(' · '),
    text: [title, ...groups.map(groupText), more, buttonText(action)],
    footer: chosenFooter(mail, say(locale, digest.footer)),
    html: { title, groups, more, action },
  })
}

function groupsOf({ items, locale, brand, timeZone }: DigestMail): Group[] {
  const groups = new Map<string | null, Group>()
  const cases = items.filter(({ caseId }) => caseId !== null)
  for (const item of [...cases, ...items.filter(({ caseId }) => caseId === null)]) {
    let group = groups.get(item.caseId)
    if (!group) groups.set(item.caseId, (group = groupOf(item, locale, brand)))
    const when = say(locale, '{at, date, medium} · {at, time, short}', { at: item.at }, timeZone)
    group.items.push({ title: oneLine(item.title), link: absoluteLink(item.link, brand.url), when })
  }
  return [...groups.values()]
}

const groupOf = ({ caseId, caseTitle, title }: DigestMailItem, locale: Locale, brand: Brand): Group =>
  caseId === null
    ? { title: words[locale].mail.digest.others, link: null, items: [] }
    : { title: oneLine(caseTitle ?? title), link: absoluteLink(`/cases/${caseId}`, brand.url), items: [] }

const groupText = ({ title, items }: Group): string =>
  [title, ...items.map((item) => `- ${item.title} (${item.when})\n  ${item.link}`)].join('\n')
