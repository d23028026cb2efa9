import type { ListedProcess } from '@belfry/db/queries/processes'
import type { ProcessView } from '@belfry/shared/wire'

export const viewProcess = (row: ListedProcess): ProcessView => ({
  id: row.id,
  kind: row.kind as ProcessView['kind'],
  host: row.host,
  pid: row.pid,
  version: row.version,
  startedAt: row.startedAt.toISOString(),
  seenAt: row.seenAt.toISOString(),
  alive: row.alive,
  connections: row.connections ?? 0,
})
