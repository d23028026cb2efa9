import { z } from 'zod'
import type { ErrorCode } from '../error-codes.ts'
import { type FileKind, fileKinds } from '../files.ts'
import type { PersonRef } from './cases.ts'
import { IdempotencyKey, type Instant } from './page.ts'

export type { FileKind }

export const BeginUploadInput = z.object({
  // A name that cannot be kept as it is should be refused in words, and not be cut in silence.
  name: z.string().min(1).max(500),
  /** In bytes. */
  size: z.int().min(0),
  /** What the sender takes it for; its content decides. */
  type: z.string().max(200).optional(),
  /** The kinds that are asked for; none means any. */
  accept: z.array(z.enum(fileKinds)).max(fileKinds.length).optional(),
  idempotencyKey: IdempotencyKey,
})
export type BeginUploadInput = z.output<typeof BeginUploadInput>

/** Where the bytes go, by the protocol of tus 1.0: an address below Belfry's own. */
export interface BegunUpload {
  fileId: string
  uploadUrl: string
}

/** One's own file before it belongs to a case, or one that may be read. */
export interface FileView {
  id: string
  name: string
  size: number
  /** By its content; null until all of it is there. */
  type: string | null
  state: 'uploading' | 'ready' | 'refused'
  /** Why it was refused: the key of the error, and the sentence in the reader's language. */
  refusal: { key: ErrorCode; message: string } | null
  /** How many bytes have arrived. */
  received: number
  /** It belongs to a case, so it cannot be put into another one. */
  attached: boolean
}

/** One version of the document in a field of a case. */
export interface FileVersion {
  id: string
  field: string
  /** 1, 2, 3 … within its field. */
  version: number
  name: string
  type: string
  size: number
  /** SHA-256 over its bytes, in hex. */
  sha256: string
  uploadedBy: PersonRef
  uploadedAt: Instant
}

/** Many documents as one zip, as `FileLink` is of one: `size` is that of the documents together. */
export interface DocumentArchive {
  url: string
  name: string
  documents: number
  size: number
  expiresAt: Instant
}

/** Lets whoever has it read one file until it expires: an address below Belfry's own. */
export interface FileLink {
  url: string
  name: string
  type: string
  size: number
  expiresAt: Instant
}
