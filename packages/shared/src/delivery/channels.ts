import { type Category, groupOf } from '../machine/define.ts'

/** The ways a message can take. Their places are part of what is stored: new ones go to the end. */
export const channels = ['app', 'mail', 'push', 'webhook'] as const
export type Channel = (typeof channels)[number]

/** How a channel brings messages of one category. The places are the numbers in `preferences`. */
export const rhythms = ['off', 'instant', 'hourly', 'daily', 'weekly'] as const
export type Rhythm = (typeof rhythms)[number]

/** Gathered in one mail; only mail can be. */
export const digestRhythms = ['hourly', 'daily', 'weekly'] as const
export type DigestRhythm = (typeof digestRhythms)[number]

export const isDigest = (rhythm: string): rhythm is DigestRhythm =>
  (digestRhythms as readonly string[]).includes(rhythm)

/** What a person may choose for a channel. */
export const rhythmsOf: Record<Channel, readonly Rhythm[]> = {
  app: ['off', 'instant'],
  mail: rhythms,
  push: ['off', 'instant'],
  webhook: ['off', 'instant'],
}

/** Belfry's own rule, for whoever has not chosen. */
export const defaultRhythm: Record<Channel, Rhythm> = {
  app: 'instant',
  mail: 'instant',
  push: 'instant',
  webhook: 'instant',
}

/** What messages are about, in the order in which people choose. */
export const categories = Object.keys(groupOf) as Category[]
