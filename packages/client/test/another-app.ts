import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--omit=peer']

export interface AnotherApp {
  folder: string
  tarball: string
  /** Runs the compiler in its folder and resolves with the complaints. */
  compile(...args: string[]): Promise<string>
  /** Runs a compiled file under some Node. It is killed at the end of the test, if it has not ended by then. */
  start(file: string, env: Record<string, string>, node?: string): Program
  /** Copies one of our examples to a folder of its own, and installs the client there, as its README says. */
  example(name: string): Promise<Example>
  remove(): void
}

export interface Example {
  folder: string
  /** Runs `npm <args>` in it. */
  npm(args: string[], env?: Record<string, string>): Promise<{ code: number; output: string }>
}

export interface Program {
  /** What it has said so far, line by line. */
  said: Record<string, unknown>[]
  /** Its exit code, and what went wrong. */
  ended: Promise<{ code: number | null; errors: string }>
}

/** Packs the client and installs it, as everybody would, in an empty folder far from here. */
export async function installElsewhere(): Promise<AnotherApp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-client-'))
  const { packageManager } = (await import(path.join(root, 'package.json'), { with: { type: 'json' } }))
    .default
  await run('npx', ['--yes', packageManager, 'pack', '--pack-destination', folder], {
    cwd: path.join(root, 'packages/client'),
  })
  const tarball = path.join(folder, 'belfry-client-0.1.0.tgz')
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module", "private": true }')
  await run('npm', ['install', '--prefix', folder, ...quietly, tarball, 'ws@8.23.0'], { cwd: folder })

  cpSync(path.join(import.meta.dirname, 'outside'), folder, { recursive: true })
  // The types of Node are not the client's, so they may come from here.
  symlinkSync(path.join(root, 'node_modules/@types'), path.join(folder, 'node_modules/@types'))

  return {
    folder,
    tarball,
    compile: (...args) =>
      run(path.join(root, 'node_modules/.bin/tsc'), args, { cwd: folder }).then(
        ({ stdout }) => stdout,
        (error: { stdout: string }) => error.stdout,
      ),
    start: (file, env, node = process.execPath) => start(path.join(folder, file), env, node),
    example: (name) => installExample(name, tarball, path.join(folder, 'examples', name)),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

async function installExample(name: string, tarball: string, folder: string): Promise<Example> {
  cpSync(path.join(root, 'examples', name), folder, { recursive: true })
  await run('npm', ['install', ...quietly, '--omit=dev', tarball], { cwd: folder })
  symlinkSync(path.join(root, 'node_modules/@types'), path.join(folder, 'node_modules/@types'))
  const ours = { PATH: [path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter) }
  return {
    folder,
    npm: (args, env = {}) =>
      run('npm', args, { cwd: folder, env: { ...process.env, ...ours, ...env } }).then(
        ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          output: error.stdout + error.stderr,
        }),
      ),
  }
}

function start(file: string, env: Record<string, string>, node: string): Program {
  const child = spawn(node, [file], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said: Program['said'] = []
  createInterface(child.stdout).on('line', (line) => said.push(JSON.parse(line)))
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += chunk))
  return {
    said,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, errors }))),
  }
}
