import { Readable } from 'node:stream'
import { openExport } from '@belfry/engine/audit'
import type { Hono } from 'hono/tiny'
import type { Services } from '../context.ts'
import type { Env } from './env.ts'
import { linkedRoutes } from './linked.ts'

/** Exports of the trail by signed links, which `audit.export` makes. */
export const exportRoutes = ({ db, audit }: Pick<Services, 'db' | 'audit'>): Hono<Env> =>
  linkedRoutes(async (link) => {
    const { type, content } = await openExport(db, audit, link)
    return {
      type,
      read: () => Readable.from(encoded(content), { objectMode: false, highWaterMark: PIECE }),
    }
  })

const PIECE = 64 * 1024 // bytes; lines are much shorter, and each would be a write of its own

async function* encoded(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  let size = 0
  for await (const piece of content) {
    const bytes = Buffer.from(piece as string)
    pieces.push(bytes)
    if ((size += bytes.length) < PIECE) continue
    yield Buffer.concat(pieces)
    pieces = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(pieces)
}
