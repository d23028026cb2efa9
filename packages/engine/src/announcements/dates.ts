import { DomainError, type Recurrence, lastsAtMostAYear } from '@belfry/shared'
import { occurrencesOf } from '@belfry/shared/occurrences'
import type { AnnouncementWritten } from '@belfry/shared/wire'

export interface Plan {
  startsAt: Date
  /** IANA name. */
  timeZone: string
  recurrence: Recurrence | null
  /** Nothing goes out from then on. */
  expiresAt: Date | null
}

const datesOf = ({ startsAt, timeZone, recurrence, expiresAt }: Plan): Date[] =>
  occurrencesOf({ startsAt: startsAt.toISOString(), recurrence: recurrence ?? undefined }, timeZone)
    .map((one) => new Date(one.startsAt))
    .filter((date) => !expiresAt || date < expiresAt)

/** When it goes out after `now`; null where it does not any more. */
export const nextDate = (plan: Plan, now: Date): Date | null =>
  datesOf(plan).find((date) => date > now) ?? null

/** The last time by `now` that it should have gone out: what was missed before is not made up for. */
export const latestDate = (plan: Plan, now: Date): Date | null =>
  datesOf(plan).findLast((date) => date <= now) ?? null

export const expiryOf = ({ expiresAt }: AnnouncementWritten): Date | null =>
  expiresAt === null ? null : new Date(expiresAt)

/** Throws where nothing of a plan is still to come. */
export function demandFuture(plan: Plan, now: Date): Date {
  if (plan.recurrence && !lastsAtMostAYear(plan.startsAt.toISOString(), plan.recurrence))
    throw new DomainError('too_long_a_series')
  const next = nextDate(plan, now)
  if (!next) throw new DomainError('moment_past')
  return next
}
