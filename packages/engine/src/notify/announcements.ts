import { peopleAddressed } from '@belfry/db/queries/announcement-audience'
import type { SendingRow } from '@belfry/db/queries/announcements'
import type { Audience, MessageText } from '@belfry/db/queries/fan-out'
import { locales } from '@belfry/shared'
import { textFor } from '../announcements/view.ts'

/** Whom an announcement tells, as it was when it went out. Its author is told too, where he is among them. */
export const audiencesOfSending = ({ id, content }: Pick<SendingRow, 'id' | 'content'>): Audience[] => [
  {
    people: peopleAddressed(content.to),
    texts: textsOf(id, content),
    mail: content.mail,
    leaveOut: null,
  },
]

/** The case whose participants it is for; null where it goes to others as well. */
export const caseOfSending = ({ content: { to } }: Pick<SendingRow, 'content'>): string | null =>
  to.everyone || to.people.length + to.roles.length + to.groups.length > 0
    ? null
    : (to.participantsOf ?? null)

const textsOf = (id: string, content: SendingRow['content']): MessageText[] =>
  locales.map((locale, variant) => {
    const { title, body, locale: language } = textFor(content.texts, locale)
    return {
      variant,
      locale,
      type: 'announcement.sent',
      category: 'announcement',
      tone: content.tone,
      priority: content.priority,
      title,
      body,
      // Another site is never one click away from the inbox: the page of the announcement leads there, and says so.
      link: content.link?.startsWith('/') ? content.link : `/announcements/read/${id}`,
      data: { language, ...(content.link && { href: content.link }) },
    }
  })
