import type { EventRow } from '@belfry/db/queries/events'
import type { Audience, MessageText } from '@belfry/db/queries/fan-out'
import { peopleToldOf } from '@belfry/db/queries/notices'
import { locales } from '@belfry/shared'
import { mailOf } from '@belfry/shared/delivery'
import { type Facts, type Notice, type NoticeTell, factsIn, isOwnAccount } from '@belfry/shared/notices'
import { say } from '@belfry/shared/words/format'
import type { EventData } from '../events/record.ts'

/** Who hears of an event that belongs to no case, and what. */
export const audiencesOfNotice = (event: EventRow, notice: Notice): Audience[] =>
  notice.tell.map((tell, rank) => ({
    people: peopleToldOf(tell.who, concernedBy(event)),
    texts: renderNotice(event, notice, tell, rank),
    mail: mailOf(tell),
    own: isOwnAccount(notice, tell),
    leaveOut: leftOut(event, notice.actorToo),
  }))

/** Whoever did it knows, unless he is to hear of it too; what a program does in somebody's name is news to him. */
export const leftOut = (event: EventRow, actorToo = false): string | null =>
  actorToo || event.actor_key_id ? null : event.actor_id

/** The text of one notice in every language. `facts` are those of now, where they are not the event's any more. */
export function renderNotice(
  event: Pick<EventRow, 'type' | 'actor_name' | 'data'>,
  notice: Notice,
  tell: NoticeTell,
  rank: number,
  facts: Facts = (event.data as EventData).facts ?? {},
): MessageText[] {
  const { target } = event.data as EventData
  return locales.map((locale, place) => {
    const text = notice.words[locale].messages[tell.message]!
    const values = { ...factsIn(notice, facts, locale), actor: event.actor_name, person: target?.title }
    const variant = rank * locales.length + place
    return {
      // Texts that change have numbers below zero, and are kept in nobody's memory (api/live/messages.ts).
      variant: notice.folds ? -1 - variant : variant,
      locale,
      type: event.type,
      category: notice.category,
      tone: tell.tone ?? 'info',
      priority: tell.priority ?? 'normal',
      title: say(locale, text.title, values),
      body: say(locale, text.body, values),
      link: notice.link,
      data: {},
    }
  })
}

const concernedBy = (event: EventRow): string | null => {
  const { target } = event.data as EventData
  return target?.kind === 'person' ? target.id : null
}
