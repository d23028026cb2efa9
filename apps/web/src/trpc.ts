import type { AppRouter } from '@belfry/api/client'
import { createTRPCClient, httpBatchLink, splitLink, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { socket } from './live/socket.ts'

let onUnauthorized = () => {}

/** Called with every answer that says that nobody is signed in. */
export const whenUnauthorized = (listen: () => void) => {
  onUnauthorized = listen
}

/** The API, typed by its own router. Subscriptions go over the WebSocket, everything else over HTTP. */
export const trpc = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: wsLink({ client: socket, transformer: superjson }),
      false: httpBatchLink({
        url: '/trpc',
        transformer: superjson,
        maxItems: 20,
        fetch: async (url, options) => {
          const answer = await fetch(url, options as RequestInit)
          if (answer.status === 401) onUnauthorized()
          return answer
        },
      }),
    }),
  ],
})
