import { openArchive } from '@belfry/engine/bulk'
import { zip } from '@belfry/engine/files'
import type { Hono } from 'hono/tiny'
import type { Services } from '../context.ts'
import type { Env } from './env.ts'
import { linkedRoutes } from './linked.ts'

/** Many documents as one zip by signed links, which `documents.archive` makes. */
export const archiveRoutes = ({ db, files }: Pick<Services, 'db' | 'files'>): Hono<Env> =>
  linkedRoutes(async (link) => {
    const held = await openArchive(db, files.linkKey, link)
    const entries = held.map(({ name, file }) => ({
      name,
      at: file.ready_at ?? file.created_at,
      content: { size: file.size, open: () => files.storage.read(file.storage_key) },
    }))
    return { type: 'application/zip', read: () => zip(entries) }
  })
