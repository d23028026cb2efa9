import type { Tx } from '@belfry/db'
import {
  type DeliverySettings,
  listChoices,
  listDigests,
  lockDeliverySettings,
  postponeHeld,
  saveChoices,
  saveDeliverySettings,
  saveDigests,
} from '@belfry/db/queries/preferences'
import { type Actor, clock, notFound } from '@belfry/shared'
import type { DigestRhythm } from '@belfry/shared/delivery'
import { nextDigest, nextQuiet } from '@belfry/shared/delivery/times'
import type { Category } from '@belfry/shared/machine'
import type { Preferences, Rhythms, SetPreferencesInput } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { type Choices, getPreferences, notChosen, rhythmsIn } from './read.ts'

/** Changes what is given, and nothing else. What was decided for messages before stays decided. `as` is what the trail calls it. */
export async function setPreferences(
  tx: Tx,
  actor: Actor,
  input: SetPreferencesInput,
  as = 'account.preferences',
): Promise<Preferences> {
  const now = clock.now()
  const settings = await lockDeliverySettings(tx, actor.id)
  if (!settings) throw notFound()
  const choices = await listChoices(tx, actor.id)
  const chosen = changedChoices(choices, input)
  const next = changedSettings(settings, input, now)

  await saveChoices(tx, actor.id, chosen, now)
  if (next) await saveDeliverySettings(tx, actor.id, next)
  await saveDigests(
    tx,
    actor.id,
    await movedDigests(tx, actor.id, new Map([...choices, ...chosen]), settings, next, now),
  )
  // Who is not quiet any more gets what was held back, and who goes on being quiet gets it when that ends.
  if (next) await postponeHeld(tx, actor.id, isQuiet(next, now) ? next.quietTo! : now)

  const { before, after } = difference(choices, chosen, settings, next)
  // The zone that the first browser says is nobody's decision.
  const isDecided = Object.keys(after).some((name) => name !== 'timeZone' || before[name] !== null)
  if (isDecided)
    await record(tx, actor, {
      type: as,
      at: now,
      data: { target: { kind: 'person', id: actor.id, title: settings.name }, before, after },
    })
  return getPreferences(tx, actor)
}

/** The categories in which something changes, as they are then. */
export function changedChoices(
  choices: Choices,
  { categories }: SetPreferencesInput,
): Map<Category, Rhythms> {
  const changed = new Map<Category, Rhythms>()
  for (const [category, change] of Object.entries(categories ?? {})) {
    const before = choices.get(category as Category) ?? notChosen
    const after = { ...before, ...change }
    if (JSON.stringify(after) !== JSON.stringify(before)) changed.set(category as Category, after)
  }
  return changed
}

/** The settings with these changes and the quiet span they amount to; nothing where they stay the same. */
export function changedSettings<Settings extends Omit<DeliverySettings, 'name'>>(
  settings: Settings,
  input: SetPreferencesInput,
  now: Date,
): Settings | null {
  const { digestHour, digestWeekday, timeZone, quiet } = settings
  const given = { digestHour, digestWeekday, timeZone, quiet, ...pick(input) }
  if (JSON.stringify(given) === JSON.stringify({ digestHour, digestWeekday, timeZone, quiet })) return null
  const span = nextQuiet(given.quiet, given.timeZone ?? 'UTC', now)
  return { ...settings, ...given, quietFrom: span?.from ?? null, quietTo: span?.to ?? null }
}

const pick = ({ digestHour, digestWeekday, timeZone, quiet }: SetPreferencesInput) => ({
  ...(digestHour !== undefined && { digestHour }),
  ...(digestWeekday !== undefined && { digestWeekday }),
  ...(timeZone !== undefined && { timeZone }),
  ...(quiet !== undefined && { quiet }),
})

const isQuiet = (
  { quietFrom, quietTo }: Pick<DeliverySettings, 'quietFrom' | 'quietTo'>,
  now: Date,
): boolean => quietFrom !== null && quietTo !== null && quietFrom <= now && now < quietTo

/** The moments of digests that begin now, or that come at another time now. */
async function movedDigests(
  tx: Tx,
  personId: string,
  choices: Choices,
  before: DeliverySettings,
  after: DeliverySettings | null,
  now: Date,
): Promise<Partial<Record<DigestRhythm, Date>>> {
  const known = await listDigests(tx, personId)
  const times = (settings: DeliverySettings) => ({
    zone: settings.timeZone ?? 'UTC',
    hour: settings.digestHour,
    weekday: settings.digestWeekday,
  })
  const isMoved = after !== null && JSON.stringify(times(after)) !== JSON.stringify(times(before))
  const due = isMoved
    ? [...rhythmsIn(choices), ...(Object.keys(known) as DigestRhythm[])]
    : rhythmsIn(choices)
  return Object.fromEntries(
    due
      .filter((rhythm) => isMoved || !known[rhythm])
      .map((rhythm) => [rhythm, nextDigest(rhythm, times(after ?? before), now)]),
  )
}

/** What the audit keeps: only what changed. */
function difference(
  choices: Choices,
  chosen: Choices,
  settings: DeliverySettings,
  next: DeliverySettings | null,
) {
  const before: Record<string, unknown> = {}
  const after: Record<string, unknown> = {}
  const note = (name: string, was: unknown, is: unknown) => {
    if (JSON.stringify(was) !== JSON.stringify(is)) [before[name], after[name]] = [was, is]
  }
  for (const [category, own] of chosen) note(category, choices.get(category) ?? notChosen, own)
  for (const name of next ? (['digestHour', 'digestWeekday', 'timeZone', 'quiet'] as const) : [])
    note(name, settings[name], next![name])
  return { before, after }
}
