import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { Problem } from './problem.ts'

const root = path.resolve(import.meta.dirname, '..')
const dist = path.join(root, 'apps/web/dist')
const stampFile = path.join(dist, '.built-from')

/** Builds the console when its sources have changed since the last time. Returns whether it had to. */
export async function ensureConsole(signal?: AbortSignal): Promise<boolean> {
  const stamp = sourcesStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false

  const folder = mkdtempSync(path.join(root, 'apps/web/node_modules/.console-'))
  try {
    await buildInto(folder, signal)
    writeFileSync(path.join(folder, path.basename(stampFile)), stamp)
    chmodSync(folder, 0o755) // a folder made as temporary is closed to everybody else
    // Whole or not at all: a server may be handing out the old one just now.
    rmSync(dist, { recursive: true, force: true })
    renameSync(folder, dist)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return true
}

/** All that the build reads: the console, what it imports of ours, and which dependencies are installed. */
function sourcesStamp() {
  const sources = [
    'apps/web/{src,public}/**/*',
    'apps/web/*',
    'packages/{shared,transport}/src/**/*',
    'pnpm-lock.yaml',
  ]
  const files = globSync(sources, { cwd: root }).filter((file) => statSync(path.join(root, file)).isFile())
  const hash = createHash('sha256')
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

/** In a process of its own: vite takes a few hundred megabytes and sets NODE_ENV, neither of which we want to keep. */
function buildInto(folder: string, signal?: AbortSignal) {
  const child = fork(path.join(import.meta.dirname, 'build-console.ts'), [folder], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(signal ? { signal } : {}),
  })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Problem(`The console could not be built:\n${output.trim()}`))
    })
  })
}
