import { createLines } from '@belfry/transport'
import { expect, test } from 'vitest'

test('who had a WebSocket tries many while the server is away, and asks another way only now and then', async () => {
  const tried: string[] = []
  let isThere = true
  class Socket extends EventTarget {
    constructor(_url: string) {
      super()
      tried.push('websocket')
      queueMicrotask(() => this.dispatchEvent(new Event(isThere ? 'open' : 'error')))
    }
    close(): void {
      this.dispatchEvent(new Event('close'))
    }
  }
  const lines = createLines({
    WebSocket: Socket,
    fetch: async () => {
      tried.push('sse')
      throw new TypeError('fetch failed')
    },
  })
  const attempt = () =>
    new Promise<WebSocket>((resolve) => {
      const line = new lines.WebSocket('ws://belfry.test/trpc')
      for (const news of ['open', 'error', 'close']) line.addEventListener(news, () => resolve(line))
    })

  const first = await attempt()
  isThere = false
  first.close()
  tried.length = 0
  for (let i = 0; i < 14; i++) await attempt()

  const round = [...Array<string>(6).fill('websocket'), 'sse']
  expect(tried).toEqual([...round, ...round])
})
