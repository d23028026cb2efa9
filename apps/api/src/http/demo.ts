import { demoAccounts, demoPassword } from '@belfry/engine/demo'
import { Hono } from 'hono/tiny'
import type { Env } from './env.ts'

/** Who can sign in to the demo. Mounted only where there is one. */
export const demoRoutes = (): Hono<Env> =>
  new Hono<Env>().get('/api/demo', (c) => c.json({ accounts: demoAccounts, password: demoPassword }))
