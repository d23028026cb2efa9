import { Ready, serverTransformer } from '@belfry/shared/wire/transformer'
import superjson from 'superjson'
import { expect, test } from 'vitest'

/** What a client with plain superjson gets of what the server sends. */
const received = (sent: unknown): unknown =>
  superjson.deserialize(JSON.parse(JSON.stringify(serverTransformer.output.serialize(sent))))

const news = {
  kind: 'changes',
  items: [{ id: 'a', title: 'Ünï "quoted" {x} \u2028', readAt: null }],
  unread: 3,
}

test('a ready text arrives as the value that it spells', () => {
  expect(received(new Ready(JSON.stringify(news)))).toEqual(news)
})

test('a ready text arrives with the position of its event', () => {
  expect(received({ id: '7.42', data: new Ready(JSON.stringify(news)) })).toEqual({ id: '7.42', data: news })
})

test('a ready text is handed on as it is, for an encoder to put into the frame', () => {
  const ready = new Ready('{"kind":"changes"}')

  expect(serverTransformer.output.serialize(ready)).toEqual({ json: ready })
  const tracked = { id: '7.42', data: ready }
  expect((serverTransformer.output.serialize(tracked) as { json: unknown }).json).toBe(tracked)
})

test('everything else goes by superjson, dates and big numbers too', () => {
  const value = {
    at: new Date('2026-11-20T08:30:00Z'),
    big: 2n ** 70n,
    none: undefined,
    data: { ready: 'no' },
  }

  expect(received(value)).toEqual(value)
  expect(received({ id: '1', data: value })).toEqual({ id: '1', data: value })
  expect(received(null)).toBeNull()
  expect(received(undefined)).toBeUndefined()
})

test('what a client sends is read by superjson', () => {
  const sent = { from: new Date(0), ids: new Set(['a']) }

  expect(serverTransformer.input.deserialize(superjson.serialize(sent))).toEqual(sent)
})
