import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'

export interface BadLine {
  url: string
  /** How many connections it has cut. */
  cuts(): number
  /** From now on it cuts none. */
  calm(): void
}

/** A line to several APIs, each connection to any of them, that cuts every connection after a while. */
export async function startBadLine(apis: string[], cutAfterMs: () => number): Promise<BadLine> {
  const targets = apis.map((url) => new URL(url))
  const ends = new Set<Socket>()
  let isCalm = false
  let cuts = 0
  const server = createServer((near) => {
    const { hostname, port } = targets[Math.floor(Math.random() * targets.length)]!
    const far = connect(Number(port), hostname)
    const timer = setTimeout(() => {
      if (isCalm) return
      cuts += 1
      near.resetAndDestroy()
    }, cutAfterMs())
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end)
      end.pipe(other)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        clearTimeout(timer)
        ends.delete(end)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const end of ends) end.destroy()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cuts,
    calm: () => void (isCalm = true),
  }
}
