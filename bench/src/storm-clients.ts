import { WebSocket } from 'ws'
// The client as it is written: its package is what was built of it.
// oxlint-disable-next-line no-restricted-imports
import { createClient } from '../../packages/client/src/index.ts'

/** Many programs that follow their inboxes by our own client, in a process of their own. */
export type ToStorm = { do: 'follow'; url: string; tokens: string[]; missed: number }

export type FromStorm =
  | { did: 'follow' }
  /** When each had been told of everything; `wrong` are those who were told of something twice, or anew. */
  | { did: 'caughtUp'; times: number[]; wrong: number }

const AT_ONCE = 100 // connections being opened at a time
const answer = (message: FromStorm): void => void process.send!(message)

process.on('disconnect', () => process.exit(0))
process.once('message', ({ url, tokens, missed }: ToStorm) => {
  void (async () => {
    const times: number[] = []
    const wrong = new Set<string>()
    const queue = [...tokens]
    const open = async (): Promise<void> => {
      for (let token = queue.pop(); token; token = queue.pop()) await follow(token)
    }
    const follow = (token: string) =>
      new Promise<void>((resolve, reject) => {
        const told = new Set<string>()
        createClient({ url, token, WebSocket }).trpc.notifications.live.subscribe(undefined, {
          onError: reject,
          onData: ({ data }) => {
            if (data.kind === 'hello') {
              if (told.size > 0 && data.reset) wrong.add(token)
              return resolve()
            }
            for (const { id } of data.items) {
              if (told.has(id)) wrong.add(token)
              told.add(id)
            }
            if (told.size < missed) return
            times.push(performance.timeOrigin + performance.now())
            if (told.size > missed) wrong.add(token)
            if (times.length === tokens.length) answer({ did: 'caughtUp', times, wrong: wrong.size })
          },
        })
      })
    await Promise.all(Array.from({ length: AT_ONCE }, open))
    answer({ did: 'follow' })
  })()
})
