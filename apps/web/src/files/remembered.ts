import type { FileKind } from '@belfry/shared'
import type { BegunUpload } from '@belfry/shared/wire'

const PREFIX = 'belfry.upload '
/** As long as the server keeps what nobody goes on with. */
const LASTS_MS = 86_400_000

interface Kept extends BegunUpload {
  at: number
}

// Where nothing may be stored, an upload still goes on for as long as the page is open.
const inMemory = new Map<string, string>()

/** What the browser tells of a file is enough to know it again: after a reload it has to be picked anew. */
const keyOf = (file: File, accept: readonly FileKind[]): string =>
  PREFIX + JSON.stringify([file.name, file.size, file.lastModified, accept])

export function rememberUpload(file: File, accept: readonly FileKind[], begun: BegunUpload): void {
  forgetOld()
  write(keyOf(file, accept), JSON.stringify({ ...begun, at: Date.now() } satisfies Kept))
}

export function rememberedUpload(file: File, accept: readonly FileKind[]): BegunUpload | undefined {
  return parse(read(keyOf(file, accept)))
}

export function forgetUpload(file: File, accept: readonly FileKind[]): void {
  const key = keyOf(file, accept)
  inMemory.delete(key)
  safely(() => localStorage.removeItem(key))
}

function forgetOld(): void {
  safely(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && !parse(localStorage.getItem(key))) localStorage.removeItem(key)
  })
}

function write(key: string, text: string): void {
  inMemory.set(key, text)
  safely(() => localStorage.setItem(key, text))
}

const read = (key: string): string | null =>
  inMemory.get(key) ?? safely(() => localStorage.getItem(key)) ?? null

function parse(text: string | null): Kept | undefined {
  const kept = safely(() => JSON.parse(text ?? 'null') as Kept | null)
  return kept && Date.now() - kept.at < LASTS_MS ? kept : undefined
}

function safely<T>(what: () => T): T | undefined {
  try {
    return what()
  } catch {
    return undefined
  }
}
