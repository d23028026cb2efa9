import { setTimeout as pause } from 'node:timers/promises'
import type { Settings } from './config.ts'
import { firstFreePort, isFree } from './ports.ts'
import { Problem } from './problem.ts'

/** The port that was asked for, or else the first free one from 4380 on. */
export async function choosePort({ port, portIsFixed, host }: Settings): Promise<number> {
  // What was killed a moment ago may still be closing its port.
  for (let tries = 0; tries < 5; tries++) {
    if (await isFree(port, host)) return port
    await pause(200)
  }
  if (portIsFixed)
    throw new Problem(`Port ${port} is taken: set PORT to a free one, or leave it out to get the next.`)
  return firstFreePort(port + 1, host)
}

/** What to type into a browser: one cannot open 0.0.0.0. */
export function addressOf({ publicUrl, host }: Settings, port: number) {
  const isAny = host === '0.0.0.0' || host === '::'
  return publicUrl ?? `http://${isAny ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}
