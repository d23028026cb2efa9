import { type Channel, type Rhythm, categories, channels, defaultRhythm } from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'
import type { Preferences, SetPreferencesInput } from '@belfry/shared/wire'

/** What is chosen on the page and saved together. */
export type Settings = Pick<Preferences, 'categories' | 'digestHour' | 'digestWeekday' | 'timeZone' | 'quiet'>

/** One thing that can be set: `shift.mail`, `quiet`. */
export type Leaf = `${Category}.${Channel}` | Exclude<keyof Settings, 'categories'>

const times = ['digestHour', 'digestWeekday', 'timeZone', 'quiet'] as const

export const leaves: readonly Leaf[] = [
  ...categories.flatMap((category) => channels.map((channel) => `${category}.${channel}` as const)),
  ...times,
]

const isTime = (leaf: Leaf): leaf is (typeof times)[number] => (times as readonly string[]).includes(leaf)

export const partsOf = (leaf: Exclude<Leaf, (typeof times)[number]>) => leaf.split('.') as [Category, Channel]

/** What comes from a query is a store, which `structuredClone` refuses. */
const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value

export const settingsOf = ({
  categories: chosen,
  digestHour,
  digestWeekday,
  timeZone,
  quiet,
}: Settings): Settings => copyOf({ categories: chosen, digestHour, digestWeekday, timeZone, quiet })

const valueAt = (settings: Settings, leaf: Leaf): unknown => {
  if (isTime(leaf)) return settings[leaf]
  const [category, channel] = partsOf(leaf)
  return settings.categories[category][channel]
}

function put(settings: Settings, leaf: Leaf, value: unknown): void {
  if (isTime(leaf)) return void Object.assign(settings, { [leaf]: value })
  const [category, channel] = partsOf(leaf)
  settings.categories[category][channel] = value as Rhythm | null
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

export const changedLeaves = (before: Settings, after: Settings): Leaf[] =>
  leaves.filter((leaf) => !isSame(valueAt(before, leaf), valueAt(after, leaf)))

/** What has to be sent so that one becomes the other: nothing else, so that windows do not undo each other's work. */
export function changeFrom(before: Settings, after: Settings): SetPreferencesInput {
  const change: SetPreferencesInput = {}
  for (const leaf of changedLeaves(before, after)) {
    if (isTime(leaf)) {
      Object.assign(change, { [leaf]: after[leaf] })
      continue
    }
    const [category, channel] = partsOf(leaf)
    change.categories ??= {}
    change.categories[category] = {
      ...change.categories[category],
      [channel]: after.categories[category][channel],
    }
  }
  return change
}

/**
 * The settings on the page after they were changed elsewhere: what was not touched here follows. `clashes` are those that were
 * changed here and there, differently; here stays what was chosen here.
 */
export function rebase(known: Settings, mine: Settings, now: Settings) {
  const merged = settingsOf(now)
  const clashes: Leaf[] = []
  for (const leaf of changedLeaves(known, mine)) {
    put(merged, leaf, copyOf(valueAt(mine, leaf)))
    const isTheirs = !isSame(valueAt(known, leaf), valueAt(now, leaf))
    if (isTheirs && !isSame(valueAt(mine, leaf), valueAt(now, leaf))) clashes.push(leaf)
  }
  return { merged, clashes }
}

/** The settings with some of them as others have them. */
export function withLeaves(settings: Settings, from: Settings, some: readonly Leaf[]): Settings {
  const result = settingsOf(settings)
  for (const leaf of some) put(result, leaf, copyOf(valueAt(from, leaf)))
  return result
}

/** How a channel brings a category, with Belfry's own rule where nothing is chosen. */
export const rhythmIn = (settings: Settings, category: Category, channel: Channel): Rhythm =>
  settings.categories[category][channel] ?? defaultRhythm[channel]
