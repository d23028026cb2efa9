import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

export interface ZipEntry {
  /** With folders: `north/contract.pdf`. */
  name: string
  at: Date
  /** Bytes that are at hand, or where they are read from when it is their turn. */
  content: Buffer | { size: number; open: () => Promise<Readable> }
}

/** A zip, written while it is read: one entry is open at a time. Nothing is compressed, since documents are by themselves. */
export function zip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): Readable {
  const archive = new ZipFile()
  const output = archive.outputStream as Readable // a PassThrough
  const fail = (error: unknown) => void output.destroy(error as Error)
  archive.on('error', fail)
  async function addAll() {
    for await (const { name, at, content } of entries) {
      const options = { mtime: at, compress: false, forceDosTimestamp: true }
      if (Buffer.isBuffer(content)) archive.addBuffer(content, name, options)
      else
        archive.addReadStreamLazy(name, { ...options, size: content.size }, (give) => {
          content.open().then((stream) => give(null, stream), fail)
        })
    }
    archive.end()
  }
  addAll().catch(fail)
  return output
}
