import type { Db, Tx } from '@belfry/db'
import { withdrawRefused } from '@belfry/db/queries/held'
import { findActor } from '@belfry/db/queries/people'
import { listChoices } from '@belfry/db/queries/preferences'
import { type Actor, DomainError, type Origin } from '@belfry/shared'
import { type Refusable, type Rhythm, defaultRhythm, isDigest } from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'
import { ownMessages } from '@belfry/shared/notices'
import type { SetPreferencesInput } from '@belfry/shared/wire'
import { type Choices } from './read.ts'
import { setPreferences } from './set.ts'
import type { UnsubscribeLink } from './unsubscribe-link.ts'

/** How mails of some categories came; null is Belfry's own rule. What an unsubscription gives back when it is undone. */
export type MailChoices = Partial<Record<Category, Rhythm | null>>

export interface Unsubscription {
  actor: Actor
  from: Refusable
  /** No mails of this come. */
  isOff: boolean
}

/** What the page behind a link shows. Changes nothing: programs that look for bad links open every one in a mail. */
export async function findUnsubscription(db: Db, link: UnsubscribeLink): Promise<Unsubscription> {
  const actor = await personOf(db, link)
  const coming = comingBy(link.from, await listChoices(db, actor.id))
  return { actor, from: link.from, isOff: coming.length === 0 }
}

/**
 * No more mails of that category, or no more such digests; everything else stays as it is, and so does the list in the app. Once is
 * as good as twice. Returns how it was before, of what changed.
 */
export async function unsubscribe(tx: Tx, link: UnsubscribeLink, origin: Origin): Promise<MailChoices> {
  const actor = { ...(await personOf(tx, link)), origin }
  const choices = await listChoices(tx, actor.id)
  const coming = comingBy(link.from, choices)
  await setPreferences(tx, actor, mailAs(coming.map((category) => [category, 'off'])), 'account.unsubscribe')
  // Whoever says no more means what waits as well.
  await withdrawRefused(tx, actor.id, coming, ownMessages)
  return Object.fromEntries(coming.map((category) => [category, choices.get(category)?.mail ?? null]))
}

/** Takes an unsubscription back. Only what the link is about changes, whatever is asked for. */
export async function resubscribe(
  tx: Tx,
  link: UnsubscribeLink,
  wanted: MailChoices,
  origin: Origin,
): Promise<void> {
  const actor = { ...(await personOf(tx, link)), origin }
  const choices = await listChoices(tx, actor.id)
  const due = (Object.entries(wanted) as [Category, Rhythm | null][]).filter(
    ([category, rhythm]) =>
      choices.get(category)?.mail === 'off' &&
      (isDigest(link.from) ? rhythm === link.from : category === link.from),
  )
  await setPreferences(tx, actor, mailAs(due), 'account.resubscribe')
}

/** The categories whose mails a link stops, as far as they come. */
function comingBy(from: Refusable, choices: Choices): Category[] {
  if (!isDigest(from)) return choices.get(from)?.mail === 'off' ? [] : [from]
  return [...choices]
    .filter(([, { mail }]) => (mail ?? defaultRhythm.mail) === from)
    .map(([category]) => category)
}

const mailAs = (choices: [Category, Rhythm | null][]): SetPreferencesInput => ({
  categories: Object.fromEntries(choices.map(([category, mail]) => [category, { mail }])),
})

/** Of a closed account nobody gets mail, and its links lead nowhere. */
async function personOf(db: Db, { personId }: UnsubscribeLink): Promise<Actor> {
  const actor = await findActor(db, personId)
  if (!actor) throw new DomainError('link_invalid')
  return actor
}
