import type { Db } from '@belfry/db'
import { findSending } from '@belfry/db/queries/announcements'
import { type CaseRow, findCaseOfEvent } from '@belfry/db/queries/cases'
import { type EventRow, findEvent } from '@belfry/db/queries/events'
import type { Audience } from '@belfry/db/queries/fan-out'
import { throttledState } from '@belfry/db/queries/throttle'
import { type ToldMessage, findPersonAsked, findTold, isToBeTold, placesIn } from '@belfry/db/queries/why'
import { type Actor, type Locale, clock, notFound } from '@belfry/shared'
import { unpackRouting } from '@belfry/shared/delivery'
import { findNotice } from '@belfry/shared/notices'
import type { WhyNot, WhyNotVerdict } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { getWorkflow } from '@belfry/shared/workflows'
import { demand } from '../access/demand.ts'
import { SENT } from '../announcements/go-out.ts'
import { audiencesOfSending } from './announcements.ts'
import { audiencesOf } from './fan-out.ts'
import { audiencesOfNotice } from './notices.ts'
import { theirPlaces, theirPlacesInNotice } from './rule-words.ts'
import { rulesOf } from './rules.ts'
import { channelsOf, viewEvent, whatHappened } from './why.ts'

/** From when on messages may be gone, since whoever deletes one does not keep it; see `keepDefault`. */
const REMOVED_AFTER_MS = 7 * 86_400_000

/** Why a person was not told of an event, or how he was. For those who may ask. */
export async function whyNot(
  db: Db,
  actor: Actor,
  { eventId, personId }: { eventId: string; personId: string },
): Promise<WhyNot> {
  demand(actor, 'notifications.explain')
  const [event, item, person, told] = await Promise.all([
    findEvent(db, eventId),
    findCaseOfEvent(db, eventId, clock.now()),
    findPersonAsked(db, personId),
    findTold(db, personId, eventId),
  ])
  if (!event || !person) throw notFound()
  const audiences = told ? [] : await findAudiences(db, event, item)
  const verdict = told
    ? verdictOf(told)
    : await verdictWithout(db, event, audiences, { id: personId, isClosed: person.closedAt !== null })
  return {
    verdict,
    words: say(actor.locale, words[actor.locale].why.verdicts[verdict], { person: person.name }),
    person: { id: person.id, name: person.name },
    event: viewEvent(event),
    what: whatHappened(event, item, actor),
    rules: rulesIn(event, item, actor.locale),
    channels: told ? await channelsOf(db, personId, eventId, told) : [],
  }
}

/** Who has the message was told, unless it was kept from him in the app. */
function verdictOf({ routing }: ToldMessage): WhyNotVerdict {
  const { app } = unpackRouting(routing)
  return app === 'off' || app === 'muted' ? app : 'told'
}

async function verdictWithout(
  db: Db,
  event: EventRow,
  audiences: Audience[],
  person: { id: string; isClosed: boolean },
): Promise<WhyNotVerdict> {
  if (audiences.length === 0) return 'nobody_told'
  const places = await placesIn(db, audiences, person.id)
  if (places.length === 0) return 'not_named'
  if (places.every(({ isLeftOut }) => isLeftOut)) return 'actor'
  if (person.isClosed) return 'account_closed'
  const throttled = await throttledState(db, event.id)
  if (throttled === 'waiting') return 'held'
  if (throttled === 'dropped') return 'dropped'
  if (await isToBeTold(db, event.id)) return 'pending'
  return clock.now().getTime() - event.at.getTime() > REMOVED_AFTER_MS ? 'removed' : 'named_later'
}

async function findAudiences(db: Db, event: EventRow, item: CaseRow | undefined): Promise<Audience[]> {
  if (event.type === SENT) {
    const sending = await findSending(db, event.id)
    return sending ? audiencesOfSending(sending) : []
  }
  if (item) return audiencesOf(event, item)
  const notice = findNotice(event.type)
  return notice ? audiencesOfNotice(event, notice) : []
}

function rulesIn(event: EventRow, item: CaseRow | undefined, locale: Locale): string[] {
  if (event.type === SENT) return [words[locale].why.they.addressed]
  if (item) return theirPlaces(getWorkflow(item.workflow), rulesOf(event, item).tells, locale)
  const notice = findNotice(event.type)
  return notice ? theirPlacesInNotice(notice, locale) : []
}
