export interface StreamEvent {
  /** `message` unless it has a name. */
  name: string
  data: string
}

/** Reads server-sent events, as far as Belfry uses them: one line of data each. Comments come as events without data. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
      rest = blocks.pop()!
      for (const block of blocks) yield parse(block)
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

function parse(block: string): StreamEvent {
  const event = { name: 'message', data: '' }
  for (const line of block.split('\n')) {
    if (line.startsWith('data: ')) event.data = line.slice(6)
    if (line.startsWith('event: ')) event.name = line.slice(7)
  }
  return event
}
