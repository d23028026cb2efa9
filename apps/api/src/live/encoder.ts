import { Ready } from '@belfry/shared/wire/transformer'

interface Frame {
  id: unknown
  jsonrpc?: unknown
  result?: { data?: { json?: unknown } }
}

/**
 * The first event of a subscription, which learns what tRPC does not tell procedures: how frames of its call begin. Later
 * events can then be written as frames right away, without a turn through tRPC for each socket.
 */
export class Opening extends Ready {
  readonly opened: (head: string) => void

  constructor(json: string, opened: (head: string) => void) {
    super(json)
    this.opened = opened
  }
}

/** A frame of a call whose head is known: an event at its position, as tRPC would have sent it. */
export const frameOf = (head: string, position: string, json: string): string =>
  `${head},"result":{"type":"data","id":"${position}","data":{"json":{"id":"${position}","data":${json}}}}}`

/**
 * Frames as tRPC makes them, plain JSON. Where the data is a `Ready` text, it goes into the frame as it is, so an event for
 * thousands of sockets is serialised once and each frame costs little more than joining strings.
 */
export const frameEncoder = {
  encode(message: unknown): string {
    const { id, jsonrpc, result } = message as Frame
    const event = result?.data?.json
    if (!isTrackedReady(event)) return JSON.stringify(message)
    const head = JSON.stringify({ id, jsonrpc }).slice(0, -1)
    if (event.data instanceof Opening) event.data.opened(head)
    return frameOf(head, event.id, event.data.json)
  },

  decode(frame: unknown): unknown {
    if (typeof frame !== 'string') throw new Error('Frames are text.')
    return JSON.parse(frame)
  },
}

const isTrackedReady = (value: unknown): value is { id: string; data: Ready } =>
  typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Ready
