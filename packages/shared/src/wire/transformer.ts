import superjson from 'superjson'

/**
 * superjson on both sides, except that a text which was serialised before is sent as it is.
 *
 * A message that goes to thousands of sockets differs between them only in the unread count and the position. Its
 * shared part is serialised once, and `Ready` carries the finished JSON past superjson into the frame.
 */
export class Ready {
  readonly json: string

  /** `json` is valid JSON and holds nothing that superjson would have to describe (no Date, no undefined …). */
  constructor(json: string) {
    this.json = json
  }

  /** Where no splicing encoder is at work (SSE), the value is plain again. */
  toJSON(): unknown {
    return JSON.parse(this.json)
  }
}

// A tracked() event arrives here as { id, data } over WebSocket, and as the bare data over SSE.
function serialize(value: unknown): unknown {
  if (value instanceof Ready) return { json: value }
  if (isTrackedReady(value)) return { json: value }
  return superjson.serialize(value)
}

const isTrackedReady = (value: unknown): value is { id: string; data: Ready } =>
  typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Ready

export const serverTransformer = {
  input: {
    serialize: (value: unknown) => superjson.serialize(value),
    deserialize: (value: Parameters<typeof superjson.deserialize>[0]): unknown =>
      superjson.deserialize(value),
  },
  output: {
    serialize,
    deserialize: (value: Parameters<typeof superjson.deserialize>[0]): unknown =>
      superjson.deserialize(value),
  },
}
