import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Problem } from './problem.ts'

/** Reads a `.env` file; none is an empty one. Node's parser skips what it cannot read, so that is looked for first. */
export function readEnvFile(file: string): Record<string, string | undefined> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    throw new Problem(`${file} cannot be read (${code}).`)
  }
  const broken = firstBrokenLine(text)
  if (broken) throw new Problem(`${file}, line ${broken}: expected NAME=value, with quotes that are closed.`)
  return parseEnv(text)
}

function firstBrokenLine(text: string): number | undefined {
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!.trim()
    if (line === '' || line.startsWith('#')) continue
    const value = /^(?:export\s+)?[A-Za-z_]\w*\s*=\s*(.*)$/.exec(line)?.[1]
    if (value === undefined) return index + 1

    const quote = /^["'`]/.exec(value)?.[0]
    if (!quote || value.indexOf(quote, 1) > 0) continue
    const end = lines.findIndex((later, at) => at > index && later.includes(quote)) // a value of several lines
    if (end < 0) return index + 1
    index = end
  }
  return undefined
}
