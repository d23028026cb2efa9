import { WebSocket } from 'ws'

/**
 * Many people with one socket each, in a process of their own. It is told what to do over ipc and answers with times of
 * the machine's clock, in milliseconds.
 */
export type ToClients =
  | { do: 'connect'; group: string; url: string; headers: Record<string, string>[]; hello: string | null }
  | { do: 'expect'; group: string; count: number }
  | { do: 'stall'; group: string }
  | { do: 'disconnect'; group: string }

export type FromClients =
  | { did: 'connect'; group: string; ms: number }
  | { did: 'expect'; group: string; last: number; times: number[] }
  | { did: 'stall'; group: string }
  | { did: 'disconnect'; group: string }

const AT_ONCE = 100 // connections being opened at a time
const groups = new Map<string, { sockets: WebSocket[]; times: number[]; wanted: number }>()

const now = (): number => performance.timeOrigin + performance.now()
const answer = (message: FromClients): void => void process.send!(message)

process.on('message', (message: ToClients) => {
  if (message.do === 'connect') void connectAll(message)
  else if (message.do === 'expect') {
    const group = groups.get(message.group)!
    group.times = []
    group.wanted = message.count
  } else if (message.do === 'stall') {
    // The kernel's buffers fill, then those of the server.
    for (const socket of groups.get(message.group)!.sockets) socket.pause()
    answer({ did: 'stall', group: message.group })
  } else {
    for (const socket of groups.get(message.group)?.sockets ?? []) socket.terminate()
    groups.delete(message.group)
    answer({ did: 'disconnect', group: message.group })
  }
})
process.on('disconnect', () => process.exit(0))

async function connectAll({
  group,
  url,
  headers,
  hello,
}: Extract<ToClients, { do: 'connect' }>): Promise<void> {
  const started = now()
  const state = groups.get(group) ?? { sockets: [], times: [], wanted: 0 }
  groups.set(group, state)
  const queue = [...headers]
  const open = async (): Promise<void> => {
    for (let own = queue.pop(); own; own = queue.pop())
      state.sockets.push(await connectOne(group, url, own, hello))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, open))
  answer({ did: 'connect', group, ms: now() - started })
}

/** Opens one socket; with `hello` it subscribes and waits for the first event. */
function connectOne(
  group: string,
  url: string,
  headers: Record<string, string>,
  hello: string | null,
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false })
    socket.on('error', reject)
    socket.on('open', () => (hello ? socket.send(hello) : resolve(socket)))
    socket.on('message', (data: Buffer) => {
      const text = data.toString()
      if (text === 'PING') socket.send('PONG')
      else if (text.includes('"kind":"changes"')) arrive(group, text.split('"createdAt"').length - 1)
      else if (text.includes('"kind":"hello"')) resolve(socket)
      else if (text.includes('"error"')) reject(new Error(text))
    })
  })
}

/** A frame may bring several notifications at once. */
function arrive(name: string, notifications: number): void {
  const group = groups.get(name)!
  const time = now()
  for (let i = 0; i < notifications; i++) group.times.push(time)
  if (group.times.length === group.wanted)
    answer({ did: 'expect', group: name, last: time, times: group.times })
}
