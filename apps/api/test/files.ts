import { randomBytes } from 'node:crypto'
import type { FileKind } from '@belfry/shared'
import type { Caller } from './callers.ts'

/** A PDF, as far as anybody looks: its signature, and bytes that no two have alike. */
export function pdf(size = 200_000): Buffer {
  const bytes = randomBytes(size)
  bytes.write('%PDF-1.7\n')
  return bytes
}

/** The local header of a ZIP with one entry, and something behind it. */
export function zip(size = 2_000): Buffer {
  const bytes = Buffer.alloc(size)
  Buffer.from('504b0304140000000000000000000000000000000000000000000500000061', 'hex').copy(bytes)
  bytes.write('a.txt', 30)
  return bytes
}

export interface Given {
  name?: string
  type?: string
  accept?: FileKind[]
  size?: number
}

export const begin = (
  { trpc }: Caller,
  bytes: { length: number },
  { name = 'contract.pdf', size = bytes.length, ...more }: Given = {},
) => trpc.documents.begin.mutate({ name, size, ...more })

export interface Sent {
  status: number
  offset: number
  headers: Headers
  body: Record<string, unknown>
}

/** One request of tus, as bare as can be. */
export async function tus(
  url: string,
  { headers }: Pick<Caller, 'headers'>,
  method: 'HEAD' | 'PATCH' | 'DELETE' | 'POST' | 'OPTIONS' | 'GET',
  { offset = 0, bytes, more = {} }: { offset?: number; bytes?: Buffer; more?: Record<string, string> } = {},
): Promise<Sent> {
  const answer = await fetch(url, {
    method,
    headers: {
      ...headers,
      'tus-resumable': '1.0.0',
      ...(method === 'PATCH' && {
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      }),
      ...more,
    },
    ...(bytes && { body: bytes as Uint8Array<ArrayBuffer> }),
  })
  return {
    status: answer.status,
    offset: Number(answer.headers.get('upload-offset') ?? NaN),
    headers: answer.headers,
    body: (await answer.json().catch(() => ({}))) as Record<string, unknown>,
  }
}

/** Uploads all of it in one go, and returns its id; throws what the server said against it. */
export async function upload(url: string, by: Caller, bytes: Buffer, given: Given = {}): Promise<string> {
  const { fileId, uploadUrl } = await begin(by, bytes, given)
  const { status, body } = await tus(`${url}${uploadUrl}`, by, 'PATCH', { bytes })
  if (status !== 204) throw Object.assign(new Error(String(body.message)), { key: body.key, fileId })
  return fileId
}
