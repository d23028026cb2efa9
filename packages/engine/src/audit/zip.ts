import { crc32 } from 'node:zlib'

export interface ZipFile {
  name: string
  bytes: Buffer
}

// APPNOTE.TXT, version 2.0: stored, with names in UTF-8. Node compresses, but has no container.
const UTF8 = 0x0800
const VERSION = 20

/** A zip of a few small files, uncompressed. Each file is in memory while it is written. */
export async function* zip(files: AsyncIterable<ZipFile>, at: Date): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const { name, bytes } of files) {
    const path = Buffer.from(name)
    const about = aboutFile(path, bytes, at)
    const local = Buffer.concat([numbers([0x04034b50, 4]), about, path])
    directory.push(
      Buffer.concat([
        numbers([0x02014b50, 4], [VERSION, 2]),
        about,
        // No comment, first disk, no attributes, and where the file begins.
        numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
        path,
      ]),
    )
    offset += local.length + bytes.length
    yield local
    yield bytes
  }
  const entries = Buffer.concat(directory)
  const count = directory.length
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [entries.length, 4],
    [offset, 4],
    [0, 2],
  )
  yield Buffer.concat([entries, end])
}

/** What both headers say: version, flags, method, time, checksum, sizes and the lengths of the name and of nothing more. */
function aboutFile(path: Buffer, bytes: Buffer, at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  const size = bytes.length
  return numbers(
    [VERSION, 2],
    [UTF8, 2],
    [0, 2],
    [time, 2],
    [date, 2],
    [crc32(bytes), 4],
    [size, 4],
    [size, 4],
    [path.length, 2],
    [0, 2],
  )
}

/** Little-endian numbers, each with its length in bytes. */
function numbers(...values: [value: number, length: number][]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [, length]) => sum + length, 0))
  let at = 0
  for (const [value, length] of values) at = buffer.writeUIntLE(value, at, length)
  return buffer
}
