import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Wire {
  /** Where the other end is reached through this line. */
  url: string
  cut(): void
  /** Whole again, and where it is said so, to another API. */
  mend(to?: string): void
}

/** A line to the API that can be cut, for whoever is to lose it alone. */
export async function startWire(to: string): Promise<Wire> {
  let target = new URL(to)
  const ends = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return void near.resetAndDestroy()
    const far = connect(Number(target.port), target.hostname)
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end)
      end.pipe(other)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        ends.delete(end)
        other.destroy()
      })
    }
  })
  const cut = () => {
    whole = false
    for (const end of ends) end.resetAndDestroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend(another = to) {
      target = new URL(another)
      whole = true
    },
  }
}
