import type { Db } from '@belfry/db'
import {
  type DeliverySettings,
  type ToldRow,
  findDeliverySettings,
  listChoices,
  listTold,
} from '@belfry/db/queries/preferences'
import { type Actor, clock, idBefore, notFound } from '@belfry/shared'
import {
  type Channel,
  type DigestRhythm,
  type Outcome,
  channels,
  factsOfRule,
  isDigest,
  route,
  unpackRouting,
} from '@belfry/shared/delivery'
import { nextDigest, nextQuiet } from '@belfry/shared/delivery/times'
import type { Category, Priority } from '@belfry/shared/machine'
import { isOwnMessage } from '@belfry/shared/notices'
import type { PreferencesPreview, PreviewLine, PreviewSide, SetPreferencesInput } from '@belfry/shared/wire'
import { type Choices, notChosen } from './read.ts'
import { changedChoices, changedSettings } from './set.ts'

const DAYS = 30
const DAY_MS = 86_400_000
/** Messages that a preview looks at. */
const MOST = 10_000

/** What the actor would have got in the last 30 days under these settings, beside what he would have got under his own. */
export async function previewPreferences(
  db: Db,
  actor: Actor,
  input: SetPreferencesInput,
): Promise<PreferencesPreview> {
  const to = clock.now()
  const from = new Date(to.getTime() - DAYS * DAY_MS)
  const [settings, choices, rows] = await Promise.all([
    findDeliverySettings(db, actor.id),
    listChoices(db, actor.id),
    listTold(db, actor.id, idBefore(from.getTime()), MOST + 1),
  ])
  if (!settings) throw notFound()
  const told = rows.slice(0, MOST).toReversed()
  const given = changedSettings(settings, input, to) ?? settings
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    messages: told.length,
    isCut: rows.length > MOST,
    asIs: sideOf(told, choices, settings),
    asGiven: sideOf(told, new Map([...choices, ...changedChoices(choices, input)]), given),
  }
}

function sideOf(told: ToldRow[], choices: Choices, settings: DeliverySettings): PreviewSide {
  const lines = new Map<string, PreviewLine>()
  const digests: Record<DigestRhythm, number> = { hourly: 0, daily: 0, weekly: 0 }
  const isQuiet = quietIn(settings)
  const opens = digestsIn(settings)
  for (const row of told) {
    const own = choices.get(row.category as Category) ?? notChosen
    for (const [channel, rule] of rulesOf(row)) {
      const quiet = isQuiet(row.at)
      const outcome = route({ ...rule, rhythm: own[channel], muted: row.isMuted, quiet, available: true })
      count(lines, row.category as Category, channel, outcome)
      if (isDigest(outcome) && opens(outcome, row.at)) digests[outcome] += 1
    }
  }
  return { lines: [...lines.values()], digests }
}

/** The channels that the rule behind a message meant, and that the person could be reached by. */
function rulesOf(row: ToldRow) {
  const routing = unpackRouting(row.routing)
  const facts = factsOfRule({ mail: false, priority: row.priority as Priority, own: isOwnMessage(row.type) })
  return channels.flatMap((channel, place) => {
    // Messages that are older than the decisions have none.
    const meant =
      channel === 'app' ||
      (row.routing === 0 ? channel === 'mail' && row.hasMail : routing[channel] !== 'not_meant')
    // Whether something is mailed for not being seen is up to its reader, not to what he chose.
    const isThere = meant && routing[channel] !== 'unavailable' && routing[channel] !== 'unseen'
    return isThere ? [[channel, { ...facts[place]!, meant: true, on: true }] as const] : []
  })
}

function count(lines: Map<string, PreviewLine>, category: Category, channel: Channel, outcome: Outcome) {
  const key = `${category} ${channel}`
  let line = lines.get(key)
  if (!line) lines.set(key, (line = { category, channel, now: 0, quiet: 0, digest: 0, kept: 0 }))
  if (outcome === 'now' || outcome === 'quiet') line[outcome] += 1
  else if (isDigest(outcome)) line.digest += 1
  else line.kept += 1
}

/** Whether it was quiet at moments that come in order. */
function quietIn({ quiet, timeZone }: DeliverySettings): (at: Date) => boolean {
  if (quiet.length === 0) return () => false
  let span = { from: new Date(0), to: new Date(0) } as ReturnType<typeof nextQuiet>
  return (at) => {
    if (span && span.to <= at) span = nextQuiet(quiet, timeZone ?? 'UTC', at)
    return span !== null && span.from <= at
  }
}

/** Whether a message is the first of its digest; moments come in order. */
function digestsIn({ timeZone, digestHour, digestWeekday }: DeliverySettings) {
  const times = { zone: timeZone ?? 'UTC', hour: digestHour, weekday: digestWeekday }
  const next: Partial<Record<DigestRhythm, Date>> = {}
  return (rhythm: DigestRhythm, at: Date): boolean => {
    const open = next[rhythm]
    if (open && at < open) return false
    next[rhythm] = nextDigest(rhythm, times, at)
    return true
  }
}
