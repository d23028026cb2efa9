import type { Db } from '@belfry/db'
import {
  findFirstHour,
  hourOf,
  lockCounting,
  noteHour,
  noteRead,
  recount,
  setCounted,
  takeDueHours,
} from '@belfry/db/queries/totals'
import { clock } from '@belfry/shared'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Transactions last for five minutes at most; what one of them told of an hour is there before it is counted. */
const CLOSES_AFTER_MS = 10 * MINUTE_MS
const LATE_AFTER_MS = 4 * MINUTE_MS
/** Readings that committed late are seen the next time. */
const OVERLAP_MS = 5 * MINUTE_MS
/** Hours that one transaction counts. */
const AT_ONCE = 24
/** Transactions of each kind in one run; what is left goes with the next. */
const BATCHES = 20

/**
 * Counts what was told in the hours that have ended, and again those in which something was read, removed or told late. Returns
 * how many hours it counted; safe to run twice, and by several at once. Who marks as unread what he has read stays counted as
 * one who has read it until something else happens in that hour.
 */
export async function countTold(db: Db): Promise<number> {
  const now = clock.now()
  let hours = 0
  for (let i = 0; i < BATCHES; i++) {
    const size = await closeHours(db, now)
    hours += size
    if (size < AT_ONCE) break
  }
  await noteReadings(db, now)
  for (let i = 0; i < BATCHES; i++) {
    const size = await recountDue(db)
    hours += size
    if (size < AT_ONCE) break
  }
  return hours
}

/** Counts the next hours that have ended. */
const closeHours = (db: Db, now: Date): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const state = await lockCounting(tx)
    if (!state) return 0
    if (!state.readTo) await setCounted(tx, { read_to: now })
    const end = hourOf(new Date(now.getTime() - CLOSES_AFTER_MS)).getTime()
    const from = (state.countedTo ?? (await findFirstHour(tx)))?.getTime() ?? end
    const size = Math.min(AT_ONCE, Math.max(0, (end - from) / HOUR_MS))
    await recount(tx, hoursFrom(from, size))
    if (size > 0) await setCounted(tx, { counted_to: new Date(from + size * HOUR_MS) })
    return size
  })

const hoursFrom = (from: number, size: number): Date[] =>
  Array.from({ length: size }, (_, place) => new Date(from + place * HOUR_MS))

const noteReadings = (db: Db, now: Date): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const state = await lockCounting(tx)
    if (!state?.readTo) return
    await noteRead(tx, new Date(state.readTo.getTime() - OVERLAP_MS))
    await setCounted(tx, { read_to: now })
  })

const recountDue = (db: Db): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const state = await lockCounting(tx)
    if (!state) return 0
    const due = await takeDueHours(tx, AT_ONCE)
    // The others are counted when they have ended.
    await recount(
      tx,
      due.filter((hour) => state.countedTo !== null && hour < state.countedTo),
    )
    return due.length
  })

/** An event of which people are told only now, though its hour may have been counted. */
export async function noteLate(db: Db, { at }: { at: Date }): Promise<void> {
  if (clock.now().getTime() - at.getTime() > LATE_AFTER_MS) await noteHour(db, at)
}
