import type { AddressInfo } from 'node:net'
import { connect } from '@belfry/db'
import { sql } from 'kysely'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * The least that could possibly do it, to measure against: one statement writes a notification per person and counts it
 * in that person's row, one commit with fsync, then a ready text goes out on every raw socket. No rules, no rights, no
 * jobs, no resume.
 */
export type ToFloor = { tell: string[]; event: string; frame: string }
export type FromFloor = { port: number } | { told: number }

const { db } = connect(process.env['DATABASE_URL']!, { max: 1 })
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
const sockets = new Map<string, WebSocket>()

server.on('connection', (socket, request) => {
  const person = String(request.headers['x-person'])
  sockets.set(person, socket)
  socket.on('error', () => {})
  socket.on('close', () => sockets.delete(person))
})
server.on('listening', () =>
  process.send!({ port: (server.address() as AddressInfo).port } satisfies FromFloor),
)
process.on('disconnect', () => process.exit(0))

process.on('message', ({ tell, event, frame }: ToFloor) => {
  void (async () => {
    const { rows } = await sql<{ person_id: string; unread: number }>`
      with counted as (
        update floor_inboxes set rev = rev + 1, unread = unread + 1 where person_id = any(${tell}::uuid[])
        returning person_id, rev, unread
      ), written as (
        insert into floor_notifications (person_id, event_id, rev, variant) select person_id, ${event}, rev, 0 from counted
      )
      select person_id, unread from counted`.execute(db)
    for (const { person_id, unread } of rows)
      sockets.get(person_id)?.send(frame.replace('"unread":0', `"unread":${unread}`))
    process.send!({ told: rows.length } satisfies FromFloor)
  })()
})
