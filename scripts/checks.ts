import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './app-process.ts'

export interface Check {
  name: string
  /** One of `node_modules/.bin`. */
  program: string
  args: string[]
}

const binary = (program: string) => path.join(root, 'node_modules/.bin', program)

/** Runs them all at once; prints a line for each, and what the failed ones had to say. Returns the names of those. */
export async function checkAll(checks: Check[]): Promise<string[]> {
  const results = await Promise.all(checks.map(async (check) => ({ ...check, ...(await runCheck(check)) })))
  const failed = results.filter(({ code }) => code !== 0)
  for (const { name, output } of failed) console.log(`\n${name}:\n${output.trim()}`)
  return failed.map(({ name }) => name)
}

async function runCheck({ name, program, args }: Check) {
  const since = performance.now()
  const child = spawn(binary(program), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await ended(child)
  const seconds = ((performance.now() - since) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  return { code, output }
}

/** Runs it with our own terminal, and returns its exit code. */
export function runOpenly(program: string, args: string[]): Promise<number> {
  return ended(spawn(binary(program), args, { cwd: root, stdio: 'inherit' }))
}

function ended(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
