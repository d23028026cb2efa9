import { createServer } from 'node:net'
import { Problem } from './problem.ts'

/** Whether nobody listens on this port yet. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })
}

/** The first free port from this one on. */
export async function firstFreePort(from: number, host = '127.0.0.1'): Promise<number> {
  for (let port = from; port < from + 100 && port < 65_536; port++) if (await isFree(port, host)) return port
  throw new Problem(`No port is free between ${from} and ${from + 99}.`)
}
