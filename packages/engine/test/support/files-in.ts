import { crc32 } from 'node:zlib'

/** What a zip holds, by its central directory; throws where a checksum is wrong. */
export function filesIn(bytes: Buffer): Record<string, Buffer> {
  const files: Record<string, Buffer> = {}
  const end = bytes.length - 22
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [size, length] = [bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)]
    const name = bytes.subarray(at + 46, at + 46 + length).toString()
    const from = bytes.readUInt32LE(at + 42) + 30 + length
    const content = bytes.subarray(from, from + size)
    if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw new Error(`${name} is not what it was.`)
    files[name] = content
    at += 46 + length
  }
  return files
}
