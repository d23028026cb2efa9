import { subscribe } from 'node:diagnostics_channel'
import pg from 'pg'
import { WebSocket } from 'ws'

/**
 * Loaded into API and worker before their own code (`--import`): notes when calls arrive, statements go to Postgres and
 * come back, signals are heard and frames are sent. Says it all when it is asked over ipc.
 */
export interface Step {
  what: string
  /** Milliseconds of the machine's clock. */
  from: number
  to: number
}
export type ToHook = { trace: 'take' }
export type FromHook = { traced: Step[] }

let steps: Step[] = []
const now = (): number => performance.timeOrigin + performance.now()
const moment = (what: string): void => void steps.push({ what, from: now(), to: now() })

subscribe('http.server.request.start', () => moment('call received'))
subscribe('http.server.response.finish', () => moment('call answered'))

const { query, emit } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const from = now()
  const result = (query as (...all: unknown[]) => unknown).apply(this, args)
  const [asked] = args as [string | { text?: string }]
  const what = `sql: ${brief(typeof asked === 'string' ? asked : (asked.text ?? ''))}`
  const note = (): void => void steps.push({ what, from, to: now() })
  if (result instanceof Promise) result.then(note, note)
  return result
} as typeof query
pg.Client.prototype.emit = function (this: pg.Client, ...args: unknown[]) {
  const [name, message] = args as [string, { channel: string; payload?: string }]
  if (name === 'notification') moment(`heard: ${message.channel} ${kindOf(message.payload)}`)
  return (emit as (...all: unknown[]) => boolean).apply(this, args)
} as typeof emit

const { send } = WebSocket.prototype
WebSocket.prototype.send = function (this: WebSocket, ...args: unknown[]) {
  if (String(args[0]).includes('"kind":"changes"')) moment('sent')
  return (send as (...all: unknown[]) => void).apply(this, args)
} as typeof send

process.on('message', (message: ToHook) => {
  if (message.trace !== 'take') return
  process.send!({ traced: steps } satisfies FromHook)
  steps = []
})

const brief = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 70)
const kindOf = (payload = ''): string => /"kind" ?: ?"(\w+)"/.exec(payload)?.[1] ?? ''
