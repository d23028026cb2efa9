import { type Channel, type Rhythm, channels, defaultRhythm, isDigest } from './channels.ts'

/**
 * What becomes of one message to one person in one channel. The places are stored in `notifications.routing`, four bits a
 * channel: new ones go to the end, and there is room for 16.
 */
export const outcomes = [
  /** The rule that tells does not use this channel. */
  'not_meant',
  'now',
  /** Held until the person's quiet hours end. */
  'quiet',
  /** Held for a digest. */
  'hourly',
  'daily',
  'weekly',
  /** The person switched this off. */
  'off',
  /** The person muted the case. */
  'muted',
  /** There is no way to reach the person there: no browser that takes pushes, say. */
  'unavailable',
  /** An administrator switched the whole channel off. */
  'switched_off',
  /** Held until it is plain that the person does not see it in the app; read by then, it does not go out. */
  'unseen',
] as const
export type Outcome = (typeof outcomes)[number]

/** With these the message goes out, now or later, unless it is read before. */
export const held = ['quiet', 'hourly', 'daily', 'weekly', 'unseen'] as const satisfies Outcome[]
export const isSent = (outcome: Outcome): boolean =>
  outcome === 'now' || (held as readonly Outcome[]).includes(outcome)

/** What a rule says of its message, the same for all whom it tells. */
export interface RuleFacts {
  channel: Channel
  /** The rule means this channel. */
  meant: boolean
  /** It does not, but this channel takes what is not seen in the app. */
  fallback: boolean
  critical: boolean
  /** News of the person's own account. */
  own: boolean
  /** The channel works at all: no flag switches it off. */
  on: boolean
}

/** What differs between people. */
export interface PersonFacts {
  /** What the person chose for the category; null is Belfry's own rule. */
  rhythm: Rhythm | null
  muted: boolean
  quiet: boolean
  available: boolean
}

/**
 * Decides. What is critical comes at once, whatever the person chose; news of one's own account can be neither muted nor
 * switched off. The list in the app gets everything at once: quiet hours hold back what makes a noise.
 */
export function route(facts: RuleFacts & PersonFacts): Outcome {
  if (!facts.meant && !facts.fallback) return 'not_meant'
  if (!facts.on) return 'switched_off'
  if (!facts.available) return 'unavailable'
  if (facts.critical) return facts.meant ? 'now' : 'unseen'
  if (facts.muted && !facts.own) return 'muted'
  const rhythm = facts.own ? 'instant' : (facts.rhythm ?? defaultRhythm[facts.channel])
  if (rhythm === 'off') return 'off'
  if (facts.channel === 'app') return 'now'
  if (facts.channel === 'mail' && isDigest(rhythm)) return rhythm
  if (!facts.meant) return 'unseen'
  return facts.quiet ? 'quiet' : 'now'
}

export type Routing = Record<Channel, Outcome>

export const packRouting = (routing: Routing): number =>
  channels.reduce((sum, channel, place) => sum | (outcomes.indexOf(routing[channel]) << (4 * place)), 0)

export const unpackRouting = (routing: number): Routing =>
  Object.fromEntries(
    channels.map((channel, place) => [channel, outcomes[(routing >> (4 * place)) & 15] ?? 'not_meant']),
  ) as Routing
