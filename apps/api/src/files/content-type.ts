import { Readable } from 'node:stream'
import { kindOfType, typeOfName } from '@belfry/shared'
import { fileTypeFromStream } from 'file-type'

const UNKNOWN = 'application/octet-stream'

/** The container of Word, Excel and PowerPoint before 2007, which its first bytes do not tell apart. */
const OLD_OFFICE = 'application/x-cfb'

/** What a browser might take for a page or a picture with scripts in it. */
const MARKUP = /^\s*<(!doctype|!--|\?xml|\?php|html|head|body|script|svg|iframe|[a-z]+[\s>])/i

/**
 * The type of a file by its content. Text has no signature: it is text when its name says so, no byte of it is a control
 * character, and it does not begin like a page.
 */
export async function contentType(name: string, read: () => AsyncIterable<Buffer>): Promise<string> {
  const found = await fileTypeFromStream(Readable.toWeb(Readable.from(read())) as ReadableStream<Uint8Array>)
  const promised = typeOfName(name)
  if (found?.mime === OLD_OFFICE) return isOldOffice(promised) ? promised : OLD_OFFICE
  if (found) return found.mime
  return isTextType(promised) && (await isText(read())) ? promised : UNKNOWN
}

const isOldOffice = (type: string | undefined): type is string =>
  type === 'application/msword' || /^application\/vnd\.ms-(excel|powerpoint)$/.test(type ?? '')

const isTextType = (type: string | undefined): type is string =>
  type === 'text/csv' || kindOfType(type) === 'text'

async function isText(bytes: AsyncIterable<Buffer>): Promise<boolean> {
  let isStart = true
  for await (const chunk of bytes) {
    if (chunk.some(isControl)) return false
    if (isStart && MARKUP.test(chunk.toString('utf8', 0, 1024).replace(/^\ufeff/, ''))) return false
    isStart = false
  }
  return true
}

// Tab, line feed, form feed and carriage return are all that text needs.
const isControl = (byte: number): boolean =>
  (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) || byte === 0x7f
