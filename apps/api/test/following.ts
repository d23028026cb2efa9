import type { QueueEvent } from '@belfry/shared/wire'
import { type LinesOptions, createLines } from '@belfry/transport'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { onTestFinished } from 'vitest'
import type { AppRouter } from '../src/client.ts'

export interface FollowOptions extends Partial<LinesOptions> {
  token: string
}

/** A program that follows its inbox and a queue through whatever is at `url`. */
export function follow(url: string, { token, ...options }: FollowOptions) {
  const ways: (string | null)[] = []
  const closes: number[] = []
  const lines = createLines({
    WebSocket,
    headers: () => ({ authorization: `Bearer ${token}` }),
    pollEveryMs: 150,
    opensWithinMs: 1_000,
    retry: { firstMs: 60_000, everyMs: 60_000 },
    onChange: (line) => ways.push(line?.transport ?? null),
    ...options,
  })
  const client = createWSClient({
    WebSocket: lines.WebSocket,
    url: `${url.replace('http', 'ws')}/trpc`,
    connectionParams: () => ({ token }),
    retryDelayMs: () => 20,
    keepAlive: { enabled: true, intervalMs: 20_000 },
    onClose: (cause) => closes.push(cause?.code ?? 0),
  })
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })
  const told: string[] = []
  const positions: string[] = []
  let queue: string[] = []
  const ends = [
    trpc.notifications.live.subscribe(undefined, {
      onData: ({ id, data }) => {
        positions.push(id)
        if (data.kind === 'changes') told.push(...data.items.map(({ title }) => title))
      },
    }),
    trpc.queues.live.subscribe(
      { workflow: 'shift' },
      { onData: (event: QueueEvent) => (queue = heard(queue, event)) },
    ),
  ]
  onTestFinished(async () => {
    for (const { unsubscribe } of ends) unsubscribe()
    await client.close()
  })
  return { lines, trpc, ways, closes, told, positions, queue: () => queue }
}

function heard(queue: string[], event: QueueEvent): string[] {
  if (event.kind === 'snapshot') return event.items.map(({ title }) => title)
  return event.kind === 'put' ? [...queue, event.item.title] : queue
}
