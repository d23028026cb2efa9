import type { Locale, Origin } from '@belfry/shared'
import type { HttpBindings } from '@hono/node-server'
import type { Context as HonoContext } from 'hono'

/** What every handler finds in hono's context. */
export interface Env {
  Bindings: HttpBindings
  Variables: {
    origin: Origin
    /** The person's, once he is known; until then the browser's. */
    locale: Locale
    personId?: string
  }
}

export type HttpContext = HonoContext<Env>
