import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { root } from './app-process.ts'

const tsc = path.join(root, 'node_modules/.bin/tsc')
const clientTypes = 'apps/api/dist/client'

/**
 * Checks the types of every package, or of those that are named (`npm run types -- apps/web`).
 *
 * The API's declarations come first: the console and the client are compiled against these, since the API's sources
 * would bring the types of Node and of the database along.
 */
async function main(wanted: string[]) {
  const failures = await emitClientTypes()
  if (failures.length === 0) failures.push(...(await checkAll(projects(wanted))))
  for (const failure of failures) console.error(failure)
  process.exit(failures.length === 0 ? 0 : 1)
}

async function emitClientTypes(): Promise<string[]> {
  // Whether the API is right is checked with all the others; here it is only to be described.
  const emitted = await runTsc(['-p', 'apps/api/tsconfig.client.json', '--noCheck'])
  if (emitted.code !== 0) return [emitted.output]

  const options = [
    '--ignoreConfig',
    '--listFilesOnly',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
    '--types',
    '',
  ]
  const { output } = await runTsc([...options, `${clientTypes}/client.d.ts`])
  const server = output
    .split('\n')
    .filter((file) => /\/(@types|packages\/(db|engine)|pg|kysely)\//.test(file))
  if (server.length === 0) return []
  return [
    `The type of the API's router reaches the server's own files; give procedures types of shared/wire:\n${server.join('\n')}`,
  ]
}

const node = 'tsconfig.node.json'

/** Folders and files of settings for tsc. */
function projects(wanted: string[]) {
  const all = globSync('{.,scripts,templates,e2e,bench,{apps,packages}/*{,/test}}/tsconfig.json', {
    cwd: root,
  })
  const folders = all.map((file) => path.dirname(file)).toSorted()
  return wanted.length === 0
    ? [node, ...folders.filter((folder) => !isInNode(folder))]
    : folders.filter((folder) => wanted.some((name) => folder.startsWith(name)))
}

/** What has no options of its own is checked together, so that each file is read once. */
function isInNode(folder: string) {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  return (
    read(node).includes(`"${folder === '.' ? '*.ts' : folder}`) &&
    !read(`${folder}/tsconfig.json`).includes('"compilerOptions"')
  )
}

/** As many at a time as there are processors. */
async function checkAll(folders: string[]): Promise<string[]> {
  const failures: string[] = []
  const waiting = folders.values()
  const next = async () => {
    for (const folder of waiting) {
      const { code, output } = await runTsc(['-p', folder])
      if (code !== 0) failures.push(output)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, next))
  return failures
}

function runTsc(args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(tsc, [...args, '--pretty', 'false'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output: output.trim() }))
  })
}

await main(process.argv.slice(2))
