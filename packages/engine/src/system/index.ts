import { type Db, type Tx, notify } from '@belfry/db'
import { auditFigures } from '@belfry/db/queries/audit'
import { countConnections, listConnections as connections } from '@belfry/db/queries/connections'
import { jobFigures } from '@belfry/db/queries/job-runs'
import { listProcesses } from '@belfry/db/queries/processes'
import { databaseFigures } from '@belfry/db/queries/system'
import { type Actor, clock } from '@belfry/shared'
import type { ConnectionView, IdPageInput, Page, SystemHealth } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'
import { viewProcess } from './view.ts'

/** How everything is, for the page that operators watch. `live` is what the API process knows of its listener. */
export async function health(db: Db, actor: Actor, live: SystemHealth['live']): Promise<SystemHealth> {
  demand(actor, 'system.read')
  const [database, processes, open, jobs, audit] = await Promise.all([
    databaseFigures(db),
    listProcesses(db),
    countConnections(db),
    jobFigures(db, clock.now()),
    auditFigures(db),
  ])
  return {
    at: clock.now().toISOString(),
    database: { ok: true, ...database },
    live,
    processes: processes.map(viewProcess),
    connections: open,
    jobs,
    audit: { entries: audit.sealedTo + audit.unsealed, ...audit },
  }
}

/** Open connections, newest first. */
export async function listConnections(
  db: Db,
  actor: Actor,
  input: IdPageInput,
): Promise<Page<ConnectionView>> {
  demand(actor, 'system.read')
  const rows = await connections(db, input)
  const items = rows.slice(0, input.limit).map((row) => ({
    id: row.id,
    person: { id: row.personId, name: row.name },
    process: row.process,
    transport: row.transport as ConnectionView['transport'],
    ip: row.ip,
    userAgent: row.userAgent,
    since: row.since.toISOString(),
    node: row.node,
    seenAt: row.seenAt?.toISOString() ?? null,
    lag: row.lag,
  }))
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null }
}

/** Closes somebody's connection, whichever process holds it. The client may come back as long as the session lasts. */
export async function closeConnection(tx: Tx, actor: Actor, connectionId: string): Promise<void> {
  demand(actor, 'system.closeConnection')
  await notify(tx, { kind: 'close_connection', connectionId })
  await record(tx, actor, {
    type: 'connection.close',
    data: { target: { kind: 'connection', id: connectionId } },
  })
}

export { isOn, readFlags, setFlag, viewFlags } from './flags.ts'
