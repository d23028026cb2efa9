import { describe, expect, test } from 'vitest'
import { eventsOf } from '../src/event-stream.ts'
import { Calls } from '../src/frames.ts'

describe('the calls that run', () => {
  const follow = (id: number, path: string) =>
    JSON.stringify({ id, method: 'subscription', params: { path } })

  test('go into every request, each from its last event on', () => {
    const calls = new Calls()
    calls.take(`[${follow(1, 'inbox')},${follow(2, 'queue')}]`)

    calls.heard({ id: 1, result: { type: 'data', id: '7.1' } })
    calls.heard({ id: 1, result: { type: 'data', id: '7.2' } })
    calls.heard({ id: 2, result: { type: 'data' } })

    expect(calls.toJSON()).toEqual([
      { id: 1, method: 'subscription', params: { path: 'inbox', lastEventId: '7.2' } },
      { id: 2, method: 'subscription', params: { path: 'queue' } },
    ])
  })

  test('are over when they are stopped, refused or at their end; nobody waits for what comes after that', () => {
    const calls = new Calls()
    for (const id of [1, 2, 3]) calls.take(follow(id, 'inbox'))

    const confirmed = calls.take('{"id":1,"method":"subscription.stop"}')
    calls.heard({ id: 2, error: {} })
    calls.heard({ id: 3, result: { type: 'stopped' } })

    expect(confirmed).toEqual([1])
    expect(calls.isEmpty).toBe(true)
    expect(calls.heard({ id: 1, result: { type: 'data' } })).toBe(false)
    expect(calls.heard({ id: null, error: {} })).toBe(true)
  })
})

test('events are read wherever the pieces are cut, also in the middle of a letter', async () => {
  const text = ':  \n\ndata: {"a":"é"}\n\nevent: close\ndata: {"code":4401}\n\n:\n\ndata: {"b":1}\n\n'
  const bytes = new TextEncoder().encode(text)
  for (const size of [1, 3, 7, 1_000]) {
    const body = new ReadableStream<Uint8Array>({
      start(out) {
        for (let at = 0; at < bytes.length; at += size) out.enqueue(bytes.slice(at, at + size))
        out.close()
      },
    })

    const events: string[] = []
    for await (const { name, data } of eventsOf(body)) events.push(`${name} ${data}`)

    expect(events).toEqual([
      'message ',
      'message {"a":"é"}',
      'close {"code":4401}',
      'message ',
      'message {"b":1}',
    ])
  }
})
