import type { Db } from '@belfry/db'
import {
  type DeliverySettings,
  findDeliverySettings,
  listChoices,
  listDigests,
  listMutes,
} from '@belfry/db/queries/preferences'
import { type Actor, notFound } from '@belfry/shared'
import {
  type DigestRhythm,
  categories,
  channels,
  defaultRhythm,
  digestRhythms,
} from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'
import type { Preferences, Rhythms } from '@belfry/shared/wire'

export type Choices = ReadonlyMap<Category, Rhythms>

export const notChosen: Rhythms = { app: null, mail: null, push: null, webhook: null }

/** The rhythms of digests that are chosen anywhere. */
export const rhythmsIn = (choices: Choices): DigestRhythm[] => {
  const chosen = new Set([...choices.values()].flatMap((own) => channels.map((channel) => own[channel])))
  return digestRhythms.filter((rhythm) => chosen.has(rhythm))
}

/** How the actor is told, with Belfry's own rules for whatever he has not chosen. */
export async function getPreferences(db: Db, actor: Actor): Promise<Preferences> {
  const [settings, choices, digests, mutes] = await Promise.all([
    findDeliverySettings(db, actor.id),
    listChoices(db, actor.id),
    listDigests(db, actor.id),
    listMutes(db, actor.id),
  ])
  if (!settings) throw notFound()
  const inUse = rhythmsIn(choices)
  return {
    categories: Object.fromEntries(
      categories.map((category) => [category, choices.get(category) ?? notChosen]),
    ) as Preferences['categories'],
    defaults: defaultRhythm,
    digestHour: settings.digestHour,
    digestWeekday: settings.digestWeekday,
    timeZone: settings.timeZone,
    quiet: settings.quiet,
    nextQuiet: spanOf(settings),
    nextDigests: Object.fromEntries(inUse.map((rhythm) => [rhythm, digests[rhythm]?.toISOString()])),
    mutes: mutes.map(({ at, ...mute }) => ({ ...mute, at: at.toISOString() })),
  }
}

const spanOf = ({ quietFrom, quietTo }: DeliverySettings): Preferences['nextQuiet'] =>
  quietFrom && quietTo ? { from: quietFrom.toISOString(), to: quietTo.toISOString() } : null
