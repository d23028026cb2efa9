import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

/** Ends the servers of test runs that were killed before they could, so that they do not fill the memory. */
export function sweepAbandoned(parent: string) {
  for (const name of readdirSync(parent)) {
    const starter = /^belfry-test-(\d+)-/.exec(name)?.[1]
    if (!starter || isAlive(Number(starter))) continue
    const folder = path.join(parent, name)
    try {
      endServer(folder)
      rmSync(folder, { recursive: true, force: true })
    } catch {
      continue // another user's
    }
  }
}

function endServer(folder: string) {
  const pid = parseInt(readFileSync(path.join(folder, 'cluster/postmaster.pid'), 'utf8'))
  const isOurs = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
  if (isOurs) process.kill(pid, 'SIGKILL')
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
