import type { Db } from '@belfry/db'
import { pendingMigrations } from '@belfry/db/migrate'
import { Hono } from 'hono/tiny'
import type { Live } from '../live/index.ts'
import type { Env } from './env.ts'

const LOOK_AGAIN_MS = 1_000
const PATIENCE_MS = 2_000

export interface Readiness {
  ok: boolean
  checks: {
    database: { ok: boolean }
    migrations: { ok: boolean; pending?: number }
    live: { ok: boolean; latencyMs?: number }
  }
}

/** `/livez`: the process answers. `/readyz`: it can do its work, so send people here. */
export function healthRoutes(db: Db, live: Live): Hono<Env> {
  let looked = -Infinity
  let found: Promise<Readiness> | undefined
  const readiness = () => {
    const now = performance.now()
    if (!found || now - looked >= LOOK_AGAIN_MS) {
      looked = now
      found = look(db, live)
    }
    return found
  }
  return new Hono<Env>()
    .get('/livez', (c) => c.json({ ok: true }))
    .get('/readyz', async (c) => {
      const state = await readiness()
      return c.json(state, state.ok ? 200 : 503)
    })
}

async function look(db: Db, live: Live): Promise<Readiness> {
  const [pending, latencyMs] = await Promise.all([
    inTime(pendingMigrations(db)).catch(() => undefined),
    inTime(live.selfTest()).catch(() => undefined),
  ])
  const checks: Readiness['checks'] = {
    database: { ok: pending !== undefined },
    migrations: pending ? { ok: pending.length === 0, pending: pending.length } : { ok: false },
    live: latencyMs === undefined ? { ok: false } : { ok: true, latencyMs },
  }
  return { ok: Object.values(checks).every((check) => check.ok), checks }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), PATIENCE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
