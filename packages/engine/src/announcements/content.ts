import type { Db } from '@belfry/db'
import { type Colleagues, whichAddressable } from '@belfry/db/queries/announcement-audience'
import { type Actor, DomainError, type Locale } from '@belfry/shared'
import { addressingOf, mayAddressRole } from '@belfry/shared/announcements'
import { sightOf } from '@belfry/shared/machine'
import type { AnnouncementAudience, AnnouncementDraft, AnnouncementWritten } from '@belfry/shared/wire'
import { workflows } from '@belfry/shared/workflows'
import { demand } from '../access/demand.ts'
import { readCase } from '../cases/read.ts'

/** What was given, as it is kept: texts by language, even where there is only one. */
export const writtenOf = (input: AnnouncementDraft, locale: Locale): AnnouncementWritten => ({
  to: input.to,
  texts: input.texts?.length ? input.texts : [{ locale, title: input.title ?? '', body: input.body ?? '' }],
  tone: input.tone,
  priority: input.priority,
  link: input.link ?? null,
  mail: input.mail,
  expiresAt: input.expiresAt ? new Date(input.expiresAt).toISOString() : null,
})

/** Throws unless the actor may write this to all of these. */
export async function demandAddressing(
  db: Db,
  actor: Actor,
  { to, priority }: Pick<AnnouncementWritten, 'to' | 'priority'>,
): Promise<void> {
  demand(actor, 'announcements.send')
  const { everyone, roles, critical } = addressingOf(actor)
  const isTooMuch =
    (to.everyone && !everyone) ||
    (to.groups.length > 0 && !roles) ||
    (priority === 'critical' && !critical) ||
    to.roles.some((holders) => !mayAddressRole(actor, holders))
  if (isTooMuch) throw new DomainError('not_permitted')
  await Promise.all([demandPeople(db, actor, to), demandCase(db, actor, to)])
}

async function demandPeople(db: Db, actor: Actor, { people }: AnnouncementAudience): Promise<void> {
  if (people.length === 0) return
  const wanted = new Set(people)
  const found = await whichAddressable(db, colleaguesOf(actor), [...wanted])
  const missing = wanted.size - new Set([...found, ...(wanted.has(actor.id) ? [actor.id] : [])]).size
  if (missing > 0) throw new DomainError('cannot_address', { count: missing })
}

async function demandCase(db: Db, actor: Actor, { participantsOf }: AnnouncementAudience): Promise<void> {
  if (participantsOf) await readCase(db, actor, participantsOf)
}

/** Whom of all people the actor may write to; null is everybody. */
export function colleaguesOf(actor: Actor): Colleagues | null {
  if (addressingOf(actor).anybody) return null
  return {
    personId: actor.id,
    scopes: actor.grants.flatMap(({ scope }) => (scope === null ? [] : [scope])),
    sights: sightsOf(actor),
  }
}

/** What the actor sees of each workflow. */
export const sightsOf = (actor: Actor): Colleagues['sights'] =>
  Object.values(workflows).map((workflow) => ({ workflow: workflow.name, sight: sightOf(workflow, actor) }))
