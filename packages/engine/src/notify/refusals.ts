import { type Tx, enqueue } from '@belfry/db'
import { type RefusalRow, isAnyBeingTold, lockUntold, retellMessages } from '@belfry/db/queries/refusals'
import { clock } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { type NoticeTell, notices } from '@belfry/shared/notices'
import { renderNotice } from './notices.ts'

/** A message that is read or put away, while refusals go on, is unread again at most this often. */
const SURFACES_EVERY_MS = 3_600_000
/** Messages changed in one transaction. */
const AT_ONCE = 200
/** What comes within this time is told together. */
export const TELL_AFTER_MS = 2_000

/** Brings the messages of refused calls up to their numbers. Safe to run twice, and at once in several processes. */
export async function tellRefusals(tx: Tx): Promise<void> {
  const rows = await lockUntold(tx, AT_ONCE)
  const [tell] = notices['access.refused'].tell
  if (rows.length > 0 && tell) await retell(tx, rows, tell)
  if (rows.length === AT_ONCE || (await isAnyBeingTold(tx, clock.now())))
    await enqueue(tx, jobs.tellRefusals, {}, { delayMs: TELL_AFTER_MS })
}

async function retell(tx: Tx, rows: RefusalRow[], tell: NoticeTell): Promise<void> {
  const at = clock.now()
  const retold = rows.map((row) => ({
    eventId: row.event_id,
    times: row.times,
    surfaces: at.getTime() - row.surfaced_at.getTime() >= SURFACES_EVERY_MS,
    at,
  }))
  const texts = rows.flatMap((row) =>
    renderNotice(
      { type: 'access.refused', actor_name: row.name, data: {} },
      notices['access.refused'],
      tell,
      0,
      factsOf(row),
    ).map((text) => ({ ...text, eventId: row.event_id })),
  )
  await retellMessages(tx, retold, tell.who, texts)
}

const factsOf = (row: RefusalRow) => ({
  caller: row.name,
  procedure: row.procedure,
  times: row.times,
  since: row.since.toISOString(),
})
