import type { FileKind } from '@belfry/shared'
import type { FileView } from '@belfry/shared/wire'
import { waitBefore } from '@belfry/transport'
import type { BelfryClient } from './client.ts'
import { clientError, isErrorData } from './errors.ts'

/** So much is held until the server has it, and so much is lost where a proxy holds it back. */
const CHUNK_BYTES = 8 * 1024 * 1024
/** In a row and without a byte getting through; that is about two minutes. */
const ATTEMPTS = 10

export type FileToUpload = {
  name: string
  /** What you take it for; its content decides. */
  type?: string | undefined
  /** The kinds that the field it is for asks for: another one is refused now instead of there. */
  accept?: FileKind[] | undefined
  /** Told of bytes that have arrived. */
  onProgress?: ((arrived: number) => void) | undefined
  /** Ends it. What has arrived is cleared away after a day. */
  signal?: AbortSignal | undefined
} & ({ bytes: Uint8Array | Blob } | { stream: AsyncIterable<Uint8Array>; size: number })

/**
 * Uploads a file, through broken lines and restarts of the server, and gives it back once the server has looked at it. Its `id` is what a
 * field of kind `file` takes; a file that no case needs is removed after a week.
 *
 * @throws what `belfryError` reads as `file_type`, `file_disguised`, `file_too_large` …; or the error of the network, when it is away for
 * longer than two minutes
 */
export async function uploadFile(client: BelfryClient, file: FileToUpload): Promise<FileView> {
  const { name, type, accept, onProgress, signal } = file
  const size = 'stream' in file ? file.size : sizeOf(file.bytes)
  const { fileId, uploadUrl } = await client.trpc.documents.begin.mutate(
    { name, size, type, accept },
    { signal },
  )

  const send = sender(client, uploadUrl, signal)
  let arrived = 0
  for await (const chunk of 'stream' in file ? inChunks(file.stream) : slices(file.bytes)) {
    const end = arrived + chunk.length
    while (arrived < end) {
      const before = arrived
      arrived = await send(chunk.subarray(chunk.length - (end - arrived)), arrived)
      if (arrived < before || arrived > end) throw new Error('The upload is no longer where it was.')
      if (arrived > before) onProgress?.(arrived)
    }
  }
  if (arrived < size) throw new Error(`The stream ended after ${arrived} of ${size} bytes.`)

  const view = await client.trpc.documents.file.query({ fileId }, { signal })
  if (view.state === 'ready') return view
  throw refused(view)
}

/** Sends bytes from an offset on until some have arrived, and says how many there are then. */
function sender(client: BelfryClient, url: string, signal: AbortSignal | undefined) {
  const ask = (method: string, headers: Record<string, string>, body?: Uint8Array) =>
    client.fetch(url, {
      method,
      headers: { 'tus-resumable': '1.0.0', ...headers },
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
      ...(signal && { signal }),
    })

  return async (bytes: Uint8Array, offset: number): Promise<number> => {
    let error: unknown
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      signal?.throwIfAborted()
      try {
        if (attempt > 0) {
          await pause(waitBefore(attempt))
          const known = offsetIn(await ask('HEAD', {}))
          if (known !== undefined && known !== offset) return known
        }
        const answer = await ask(
          'PATCH',
          { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
          bytes,
        )
        const arrived = offsetIn(answer)
        if (arrived !== undefined) return arrived
        error = await errorIn(answer)
        if (isFinal(answer.status)) throw new Final(error)
      } catch (thrown) {
        if (thrown instanceof Final) throw thrown.error
        error = thrown
      }
    }
    throw error
  }
}

class Final extends Error {
  readonly error: unknown

  constructor(error: unknown) {
    super('There is no point in trying again.')
    this.error = error
  }
}

/** Somebody else was ahead (409), too many at once (429), and all trouble of the server's own pass. */
const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && ![408, 409, 423, 425, 429].includes(status)

const offsetIn = (answer: Response): number | undefined =>
  answer.ok ? Number(answer.headers.get('upload-offset') ?? Number.NaN) : undefined

async function errorIn(answer: Response): Promise<Error> {
  const said: unknown = await answer.json().catch(() => undefined)
  return isErrorData(said) && 'message' in said
    ? clientError(String(said.message), said)
    : new Error(`The upload was answered with the status ${answer.status}.`)
}

function refused({ refusal }: FileView): Error {
  if (!refusal) return new Error('The upload is not complete.')
  const { key, message } = refusal
  return clientError(message, { code: 'BAD_REQUEST', httpStatus: 400, key, details: {}, requestId: '' })
}

const sizeOf = (bytes: Uint8Array | Blob): number => (bytes instanceof Blob ? bytes.size : bytes.length)

async function* slices(bytes: Uint8Array | Blob): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < sizeOf(bytes); from += CHUNK_BYTES) {
    const part =
      bytes instanceof Blob
        ? new Uint8Array(await bytes.slice(from, from + CHUNK_BYTES).arrayBuffer())
        : bytes.subarray(from, from + CHUNK_BYTES)
    yield part
  }
}

/** Whatever pieces a stream comes in, as chunks that are worth a request. */
async function* inChunks(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const piece of stream) {
    held.push(piece)
    length += piece.length
    if (length < CHUNK_BYTES) continue
    yield joined(held, length)
    held = []
    length = 0
  }
  if (length > 0) yield joined(held, length)
}

function joined(pieces: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
