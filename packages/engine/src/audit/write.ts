import { type Tx, enqueue } from '@belfry/db'
import { type NewAuditEntry, insertAuditEntries, joinWriters, noSealWaits } from '@belfry/db/queries/audit'
import { type EventRow, findEvent, listEvents } from '@belfry/db/queries/events'
import { jobs } from '@belfry/shared/jobs'
import type { EventData } from '../events/record.ts'

/** Entries written within this time are sealed together. */
const SEAL_DELAY_MS = 1_000

/** Writes the entry of an event, once however often it runs, and has it sealed soon. */
export async function writeAudit(tx: Tx, eventId: string): Promise<void> {
  const event = await findEvent(tx, eventId)
  if (event) await writeEntries(tx, [event])
}

/** The same for events that happened together. */
export async function writeAudits(tx: Tx, eventIds: string[]): Promise<void> {
  const events = await listEvents(tx, eventIds)
  if (events.length > 0) await writeEntries(tx, events)
}

async function writeEntries(tx: Tx, events: EventRow[]): Promise<void> {
  await insertAuditEntries(tx, events.map(entryOf))
  // One of many writers asks for the seal; all of them on the one job's row would wait for each other. A job that still
  // waits will see these entries: its sealer waits for whoever has joined the writers.
  if (await joinWriters(tx))
    await enqueue(tx, jobs.sealAudit, {}, { delayMs: SEAL_DELAY_MS, when: noSealWaits })
}

function entryOf(event: EventRow): NewAuditEntry {
  const data = event.data as EventData
  const target =
    data.target ?? (event.case_id ? { kind: 'case', id: event.case_id, title: data.title } : undefined)
  return {
    id: event.id,
    at: event.at,
    action: event.type,
    actor_kind: event.actor_kind,
    actor_id: event.actor_id,
    actor_name: event.actor_name,
    target_kind: target?.kind ?? null,
    target_id: target?.id ?? null,
    target_title: target?.title ?? null,
    before: data.before ?? null,
    after: data.after ?? null,
    reason: data.reason ?? null,
    note: data.note ?? null,
    request_id: event.request_id,
    ip: event.ip,
    user_agent: event.user_agent,
    case_id: event.case_id ?? caseIn(data.after),
  }
}

/** What belongs to a case without being done to it, like the reading of its documents, says so itself. */
const caseIn = (after: EventData['after']): string | null =>
  typeof after?.case === 'string' && isId(after.case) ? after.case : null

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
