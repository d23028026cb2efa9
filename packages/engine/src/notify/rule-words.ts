import type { SendingRow } from '@belfry/db/queries/announcements'
import type { EventRow } from '@belfry/db/queries/events'
import type { Actor, Locale } from '@belfry/shared'
import {
  type CaseFacts,
  type Tell,
  type Who,
  type Workflow,
  isFollowing,
  matches,
  nameOfWho,
  seesField,
} from '@belfry/shared/machine'
import { type Notice, type NoticeTell, factsIn } from '@belfry/shared/notices'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import type { EventData } from '../events/record.ts'

// Whom a rule tells, in words: to the one who was told, and about him to others.

/** How a rule of a workflow names this person; where it does not any more, whom it tells. */
export function yourPlace(workflow: Workflow, tell: Tell, reader: Actor, item: CaseFacts): string[] {
  const own = tell.who.filter((who) => matches(who, reader, item))
  if (own.length === 0) return tell.who.map((who) => theirPlace(workflow, who, reader.locale))
  return unique(own.map((who) => youAre(workflow, who, reader, item)))
}

export function youAre(workflow: Workflow, who: Who, reader: Actor, item: CaseFacts): string {
  const { roles, why } = words[reader.locale]
  const { you } = why
  switch (who.kind) {
    case 'role':
    case 'roleInScope':
      return say(reader.locale, you[who.kind], { role: roles[who.role] })
    case 'personIn': {
      // Not everybody who is named in a field may know that there is one.
      const field = workflow.words[reader.locale].fields[who.field]
      const isSeen = seesField(workflow, who.field, reader, item)
      return field && isSeen ? say(reader.locale, you.field, { field }) : you.part
    }
    case 'part':
      if (isFollowing(who.part)) return you.following
      return isOfEvent(who.part) ? you[who.part] : you.part
    case 'owner':
    case 'assignee':
    case 'supervisor':
    case 'parentOwner':
    case 'everyone':
      return you[who.kind]
  }
}

/** Parts that people have in one event alone; see tells.ts. */
const isOfEvent = (part: string): part is 'mentioned' | 'given' | 'added' =>
  part === 'mentioned' || part === 'given' || part === 'added'

export function theirPlace(workflow: Workflow, who: Who, locale: Locale): string {
  const { they } = words[locale].why
  if (who.kind === 'part' && isFollowing(who.part)) return they.following
  if (who.kind === 'part' && isOfEvent(who.part)) return they[who.part]
  return nameOfWho(workflow, who, locale)
}

export const theirPlaces = (workflow: Workflow, tells: readonly Tell[], locale: Locale): string[] =>
  unique(tells.flatMap((tell) => tell.who.map((who) => theirPlace(workflow, who, locale))))

export function yourPlaceInNotice(tell: NoticeTell, { locale }: Pick<Actor, 'locale'>): string[] {
  const { roles, why } = words[locale]
  return tell.who.map((who) =>
    who.kind === 'concerned' ? why.you.account : say(locale, why.you.role, { role: roles[who.role] }),
  )
}

export function theirPlacesInNotice(notice: Notice, locale: Locale): string[] {
  const { roles, who: general, why } = words[locale]
  return unique(
    notice.tell.flatMap(({ who }) =>
      who.map((rule) =>
        rule.kind === 'concerned' ? why.they.account : say(locale, general.role, { role: roles[rule.role] }),
      ),
    ),
  )
}

/** How an announcement was addressed to this person. */
export function yourPlaceInSending(
  { content: { to } }: Pick<SendingRow, 'content'>,
  reader: Actor,
): string[] {
  const { you } = words[reader.locale].why
  if (to.everyone) return [you.everyone]
  if (to.people.includes(reader.id)) return [you.addressed]
  return to.roles.length + to.groups.length > 0 ? [you.addressedRole] : [you.addressedCase]
}

/** What happened, where it belongs to no case. */
export function sentenceOfNotice(notice: Notice, event: EventRow, locale: Locale): string {
  const { facts, target } = event.data as EventData
  return say(locale, notice.words[locale].done, {
    ...factsIn(notice, facts ?? {}, locale),
    actor: event.actor_name,
    person: target?.title,
  })
}

const unique = (sentences: string[]): string[] => [...new Set(sentences)]
