import { type Locale, type Recurrence, lastsAtMostAYear, locales } from '@belfry/shared'
import type { Priority, Tone } from '@belfry/shared/machine'
import type { AnnouncementText, AnnouncementView, PersonRef } from '@belfry/shared/wire'
import { createStore } from 'solid-js/store'
import { type Unfinished, asRecurrence, asUnfinished } from '../forms/recurrence.ts'
import { t } from '../words/index.ts'

/** An announcement while it is written. */
export interface Writing {
  everyone: boolean
  groups: AnnouncementView['to']['groups']
  roles: AnnouncementView['to']['roles']
  /** Of those whose names are not known only the ids. */
  people: { id: string; name: string | null }[]
  participantsOf: { id: string; title: string } | null
  texts: Record<Locale, { title: string; body: string }>
  /** The languages in the order in which they were begun. */
  order: Locale[]
  tone: Tone
  priority: Priority
  link: string
  mail: boolean
  /** When it is over; empty for never. */
  expiresAt: string
  when: 'now' | 'later'
  at: string
  recurrence: Unfinished | null
}

export const emptyWriting = (language: Locale): Writing => ({
  everyone: false,
  groups: [],
  roles: [],
  people: [],
  participantsOf: null,
  texts: blank(),
  order: [language],
  tone: 'info',
  priority: 'normal',
  link: '',
  mail: false,
  expiresAt: '',
  when: 'now',
  at: '',
  recurrence: null,
})

const blank = () =>
  Object.fromEntries(locales.map((locale) => [locale, { title: '', body: '' }])) as Writing['texts']

/** One that is there already, to be changed. */
export function writingOf(item: AnnouncementView): Writing {
  const names = new Map(item.audience.people.map(({ id, name }) => [id, name]))
  const texts = blank()
  for (const { locale, title, body } of item.texts) texts[locale] = { title, body }
  return {
    everyone: item.to.everyone,
    groups: [...item.to.groups],
    roles: item.to.roles.map((holders) => ({ ...holders })),
    people: item.to.people.map((id) => ({ id, name: names.get(id) ?? null })),
    participantsOf: item.audience.participantsOf,
    texts,
    order: item.texts.map(({ locale }) => locale),
    tone: item.tone,
    priority: item.priority,
    link: item.link ?? '',
    mail: item.mail,
    expiresAt: item.expiresAt ?? '',
    when: item.state === 'scheduled' ? 'later' : 'now',
    at: item.startsAt ?? '',
    recurrence: asUnfinished(item.recurrence),
  }
}

export const createWriting = (first: Writing) => createStore<Writing>(first)

/** Whom it goes to, as the API takes it. */
export const audienceOf = (writing: Writing) => ({
  everyone: writing.everyone,
  groups: [...writing.groups],
  roles: writing.roles.map(({ role, scope }) => ({ role, scope })),
  people: writing.people.map(({ id }) => id),
  participantsOf: writing.participantsOf?.id ?? null,
})

export const isAddressed = (writing: Writing): boolean =>
  writing.everyone ||
  writing.participantsOf !== null ||
  writing.groups.length + writing.roles.length + writing.people.length > 0

/** In the order in which they were begun, so that the first one stands in for a language that is missing. */
export const textsOf = (writing: Writing): AnnouncementText[] =>
  [...writing.order, ...locales.filter((locale) => !writing.order.includes(locale))]
    .map((locale) => ({ locale, ...writing.texts[locale] }))
    .filter(({ title, body }) => title.trim() !== '' || body.trim() !== '')

export const contentOf = (writing: Writing) => ({
  to: audienceOf(writing),
  texts: textsOf(writing),
  tone: writing.tone,
  priority: writing.priority,
  link: writing.link.trim() || null,
  mail: writing.mail,
  expiresAt: writing.expiresAt || null,
})

const isLink = (link: string) => /^\/(?![/\\])\S*$|^https:\/\/[^\s/]+\S*$/i.test(link)

/** As much of it as can be kept, while one of its fields is still wrong. */
export const draftOf = (writing: Writing) => {
  const content = contentOf(writing)
  return { ...content, link: content.link && isLink(content.link) ? content.link : null }
}

export const planOf = (writing: Writing): { at: string; recurrence: Recurrence | null } => ({
  at: writing.at,
  recurrence: writing.recurrence && asRecurrence(writing.recurrence),
})

export type Problems = Partial<Record<'to' | 'title' | 'link' | 'at' | 'recurrence' | 'expiresAt', string>>

/** What is missing or wrong, in words; nothing where it can go out. */
export function problemsOf(writing: Writing, now: Date): Problems {
  const problems: Problems = {}
  const texts = textsOf(writing)
  if (!isAddressed(writing)) problems.to = t('announcements.needAudience')
  if (texts.length === 0 || texts.some(({ title }) => title.trim() === ''))
    problems.title = t('announcements.needTitle')
  if (writing.link.trim() && !isLink(writing.link.trim())) problems.link = t('announcements.needLink')
  const begins = writing.when === 'later' && writing.at ? new Date(writing.at) : now
  if (writing.expiresAt && new Date(writing.expiresAt) <= begins)
    problems.expiresAt = t('announcements.needExpiry')
  if (writing.when === 'later') Object.assign(problems, problemsOfPlan(writing, now))
  return problems
}

function problemsOfPlan(writing: Writing, now: Date): Problems {
  const { at, recurrence } = planOf(writing)
  if (!at || (new Date(at) <= now && !recurrence)) return { at: t('announcements.needTime') }
  if (writing.recurrence && (!recurrence || !lastsAtMostAYear(at, recurrence)))
    return { recurrence: t('announcements.needRepeat') }
  return {}
}

export const asPerson = ({ id, name }: Writing['people'][number]): PersonRef => ({ id, name: name ?? id })
