import { type Rhythm, channels, rhythms } from './channels.ts'
import { type PersonFacts, type RuleFacts, outcomes, route } from './route.ts'

const chosen: (Rhythm | null)[] = [null, ...rhythms]

/** Places that one channel takes: every choice, muted or not, quiet or not, available or not. */
export const PLACES = chosen.length * 8
export const PLACES_OF_RULE = PLACES * channels.length

/**
 * What differs between people is so little that `route` can be asked beforehand for all of it: one byte for each
 * combination, the outcome's number. A statement about thousands then only looks its people up; `placeOf` says where.
 */
export const lookupOf = (rule: readonly RuleFacts[]): Uint8Array =>
  Uint8Array.from(
    rule.flatMap((facts) =>
      Array.from({ length: PLACES }, (_, place) =>
        outcomes.indexOf(
          route({
            ...facts,
            rhythm: chosen[place >> 3]!,
            muted: (place & 4) > 0,
            quiet: (place & 2) > 0,
            available: (place & 1) > 0,
          }),
        ),
      ),
    ),
  )

/** Where a person is found among the places of one channel; `fanOutBatch` says the same in SQL. */
export const placeOf = ({ rhythm, muted, quiet, available }: PersonFacts): number =>
  chosen.indexOf(rhythm) * 8 + Number(muted) * 4 + Number(quiet) * 2 + Number(available)
