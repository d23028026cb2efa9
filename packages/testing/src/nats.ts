import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { freePort } from './ports.ts'
import { findProgram } from './programs.ts'

export interface NatsServer {
  url: string
  /** At once and without a goodbye. */
  kill(): Promise<void>
  /** Still there, but says nothing. */
  freeze(): void
  thaw(): void
  /** On the same port again. */
  start(): Promise<void>
}

/** A real NATS server on a port of its own; ask `findProgram` first whether there is one. */
export async function startNats(): Promise<NatsServer> {
  const program = findProgram('nats-server')
  if (!program) throw new Error('There is no nats-server on the PATH.')
  const port = await freePort()
  let child: ChildProcess | undefined
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  const start = async () => {
    child = spawn(program, ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
    while (!(await answers(port))) await pause(20)
  }
  onTestFinished(kill)
  await start()
  return {
    url: `nats://127.0.0.1:${port}`,
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (there: boolean) => {
      socket.destroy()
      resolve(there)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
