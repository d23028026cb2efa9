import { DomainError } from '@belfry/shared'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import type { Identify } from '../identify.ts'
import type { Transport } from '../live/connections.ts'
import { EventStreamSocket, PollSocket } from '../socket/http-socket.ts'
import type { Sockets } from '../socket/sockets.ts'
import { credentialsIn } from './credentials.ts'
import type { Env, HttpContext } from './env.ts'

/** As many as a frame of a WebSocket may carry; what they are is looked at where those of a WebSocket are. */
const Calls = z.array(z.object({ id: z.union([z.number(), z.string()]) })).max(64)

/**
 * Subscriptions where no WebSocket gets through. Each request carries all calls of the client and is answered with the very
 * frames that a WebSocket would carry: `/stream` for as long as it is read, `/poll` with those that there are now. What goes
 * on after an event is asked for with its id, as after any break, so it does not matter which process answers.
 */
export function streamRoutes(sockets: Sockets, identify: Identify): Hono<Env> {
  const app = new Hono<Env>()

  app.post('/stream', async (c) => {
    const { calls, enter } = await arrival(c, 'sse')
    const socket = new EventStreamSocket()
    enter(socket)
    socket.hear(JSON.stringify(calls))
    return new Response(socket.body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        // nginx would keep it all back.
        'x-accel-buffering': 'no',
      },
    })
  })

  app.post('/poll', async (c) => {
    const { calls, enter } = await arrival(c, 'polling')
    const socket = new PollSocket(calls)
    if (calls.length > 0) {
      enter(socket)
      socket.hear(JSON.stringify(calls))
    }
    return new Response(await socket.answer, { headers: { 'content-type': 'application/json' } })
  })

  async function arrival(c: HttpContext, transport: Transport) {
    const calls: unknown = await c.req.json().catch(() => undefined)
    const parsed = Calls.safeParse(calls)
    if (!parsed.success) throw new DomainError('invalid_input')
    const { session, refusal } = await identify.session(credentialsIn(c.env.incoming.headers))
    if (!session) throw new DomainError(refusal ?? 'not_signed_in')
    c.set('personId', session.personId)
    const visitor = { session, origin: c.get('origin'), locale: c.get('locale'), transport }
    const enter = (socket: EventStreamSocket | PollSocket) => sockets.enter(socket, visitor)
    return { calls: calls as { id: number | string }[], enter }
  }

  return app
}
