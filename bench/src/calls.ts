import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { BenchPerson } from './people.ts'

// Node's own client, on connections that stay open: fetch would take as long as the server does.
const agent = new Agent({ keepAlive: true })

/** Has the owner cancel a shift over HTTP, as the console does. */
export async function cancelShift(apiUrl: string, owner: BenchPerson, caseId: string): Promise<void> {
  const body = JSON.stringify({ json: { caseId, action: 'cancel' } })
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    cookie: owner.cookie,
    origin: apiUrl,
  }
  const call = request(`${apiUrl}/trpc/cases.act`, { method: 'POST', agent, headers })
  call.end(body)
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  const answer = await text(response)
  if (response.statusCode !== 200) throw new Error(`cases.act: ${response.statusCode} ${answer}`)
}

/** The frame that subscribes to one's own inbox. */
export const followInbox = JSON.stringify({
  id: 1,
  jsonrpc: '2.0',
  method: 'subscription',
  params: { path: 'notifications.live', input: { json: {} } },
})

/** A frame as ours looks, for the floor to send: the same length and the same work for the clients. */
export const floorFrame = (event: string): string =>
  JSON.stringify({
    id: 1,
    jsonrpc: '2.0',
    result: {
      type: 'data',
      id: '1234567890.1',
      data: {
        json: {
          id: '1234567890.1',
          data: {
            kind: 'changes',
            unread: 0,
            items: [
              {
                id: event,
                state: 'unread',
                type: 'shift.cancelled',
                category: 'shift',
                tone: 'info',
                priority: 'normal',
                title: 'Shift for Bus 1 cancelled',
                body: 'vendor 0 cancelled the shift of Dec 1, 2026, 8:00 AM.',
                link: `/cases/${event}`,
                caseId: event,
                actor: { id: event, name: 'vendor 0' },
                data: {},
                createdAt: '2026-11-20T08:00:00.000Z',
                readAt: null,
                snoozedUntil: null,
                pinned: false,
                group: null,
              },
            ],
          },
        },
      },
    },
  })
