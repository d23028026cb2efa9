import type { Db } from '@belfry/db'
import {
  type DueDigest,
  closeDigests,
  lockDueDigests,
  lockPassedQuiet,
  moveDigests,
  moveQuiet,
  releaseHeld,
} from '@belfry/db/queries/held'
import { clock } from '@belfry/shared'
import { nextDigest, nextQuiet } from '@belfry/shared/delivery/times'

/** What one transaction changes. */
const AT_ONCE = 500
/** Transactions of each kind in one run; what is left goes with the next. */
const BATCHES = 100

/**
 * Lets go what was held and is due: after quiet hours, and in digests. Returns how many deliveries were released and how
 * many digests sent. Safe to run twice, and by several at once: whatever somebody else is at is left to him.
 */
export async function deliverHeld(db: Db): Promise<number> {
  const now = clock.now()
  await moveQuietOn(db, now)
  let done = 0
  for (let i = 0; i < BATCHES; i++) {
    const size = await db.transaction().execute((tx) => releaseHeld(tx, now, AT_ONCE))
    done += size
    if (size < AT_ONCE) break
  }
  return done + (await sendDigests(db, now))
}

async function moveQuietOn(db: Db, now: Date): Promise<void> {
  for (let i = 0; i < BATCHES; i++) {
    const size = await db.transaction().execute(async (tx) => {
      const people = await lockPassedQuiet(tx, now, AT_ONCE)
      const spans = people.map(({ id, quiet, timeZone }) => {
        const span = nextQuiet(quiet, timeZone ?? 'UTC', now)
        return { id, from: span?.from ?? null, to: span?.to ?? null }
      })
      if (spans.length > 0) await moveQuiet(tx, spans)
      return spans.length
    })
    if (size < AT_ONCE) return
  }
}

async function sendDigests(db: Db, now: Date): Promise<number> {
  let sent = 0
  for (let i = 0; i < BATCHES; i++) {
    const { size, mails } = await db.transaction().execute(async (tx) => {
      const due = await lockDueDigests(tx, now, AT_ONCE)
      // A digest that falls into quiet hours comes when they end.
      const mails = await closeDigests(
        tx,
        due.filter(({ quietTo }) => quietTo === null),
        now,
      )
      await moveDigests(
        tx,
        due.map((digest) => ({ ...digest, at: digest.quietTo ?? nextOf(digest, now) })),
      )
      return { size: due.length, mails }
    })
    sent += mails
    if (size < AT_ONCE) break
  }
  return sent
}

const nextOf = ({ rhythm, timeZone, hour, weekday }: DueDigest, now: Date): Date =>
  nextDigest(rhythm, { zone: timeZone ?? 'UTC', hour, weekday }, now)
