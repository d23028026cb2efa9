import { readFileSync, readdirSync } from 'node:fs'

/** Clock ticks per second; Linux has used 100 on every platform for user space since 2.6. */
const TICKS = 100

/** CPU seconds a process has used so far, user and system (Linux, proc(5)). */
export function cpuSeconds(pid: number): number {
  const fields = readStat(pid)
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS : 0
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

/** The process that started this one; for a session of Postgres that is the server. */
export const parentOf = (pid: number): number => Number(readStat(pid)?.[1])

/** CPU seconds of a process and all its children, as Postgres needs it: one process per session. */
export function treeCpuSeconds(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => Number(readStat(candidate)?.[1]) === pid)
  return [pid, ...children].reduce((total, each) => total + cpuSeconds(each), 0) + reapedSeconds(pid)
}

/** CPU seconds so far of everything on the stage. */
export const cpuOf = (pids: { floor: number; api: number; worker: number; postgres: number }) => ({
  floor: cpuSeconds(pids.floor),
  api: cpuSeconds(pids.api),
  worker: cpuSeconds(pids.worker),
  postgres: treeCpuSeconds(pids.postgres),
})

/** What children that have ended had used. */
function reapedSeconds(pid: number): number {
  const fields = readStat(pid)
  return fields ? (Number(fields[13]) + Number(fields[14])) / TICKS : 0
}

/** The fields after the command's name, which may itself hold spaces; the first is the state. */
function readStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined // ended meanwhile
  }
}
