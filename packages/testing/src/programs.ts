import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** A program of this machine, where Debian puts servers too. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => path.join(folder, name)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Whether all of them are there; says on the console what is not tested otherwise. */
export function hasPrograms(what: string, ...names: string[]): boolean {
  const missing = names.filter((name) => !findProgram(name))
  if (missing.length > 0)
    console.warn(`Not tested: ${what}. It needs ${missing.join(' and ')} (see CONTRIBUTING.md).`)
  return missing.length === 0
}
