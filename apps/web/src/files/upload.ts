import { type FileKind, newId } from '@belfry/shared'
import type { BegunUpload, FileView } from '@belfry/shared/wire'
import { TRPCClientError } from '@trpc/client'
import { trpc } from '../trpc.ts'
import { t } from '../words/index.ts'
import { pauseBefore } from './patience.ts'
import { forgetUpload, rememberUpload, rememberedUpload } from './remembered.ts'
import { transfer } from './transfer.ts'

export interface UploadProgress {
  /** Bytes. */
  sent: number
  total: number
  /** The line is broken; it goes on by itself. */
  waiting: boolean
}

export interface UploadOptions {
  /** The kinds that are asked for; none means any. */
  accept?: readonly FileKind[]
  onProgress?: (progress: UploadProgress) => void
  /** Ends it for now: the same file goes on where it stopped, also after a reload. */
  signal?: AbortSignal
}

/** What a person is told of an upload that failed. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused'
}

/**
 * Uploads a file, through any number of broken lines, and resolves once the server has looked at it. Throws `UploadRefused` where
 * the server will not have it, what the API said against beginning it, or the reason of `signal`.
 */
export async function upload(
  file: File,
  { accept = [], onProgress, signal = new AbortController().signal }: UploadOptions = {},
): Promise<FileView> {
  let sent = 0
  const tell = (waiting: boolean) => onProgress?.({ sent, total: file.size, waiting })
  const patiently = <T>(ask: () => Promise<T>) => askPatiently(ask, signal, tell)

  const begun = (await goOn(file, accept, patiently)) ?? (await begin(file, accept, patiently))
  if ('state' in begun) return begun

  for (let failures = 0; ; failures++) {
    const end = await transfer({
      file,
      url: begun.uploadUrl,
      signal,
      onSent(bytes) {
        if (bytes > sent) failures = 0
        sent = bytes
        tell(false)
      },
    })
    signal.throwIfAborted()
    if (end !== 'broken') break
    tell(true)
    await pauseBefore(failures, signal)
    signal.throwIfAborted()
  }

  const view = await patiently(() => trpc.documents.file.query({ fileId: begun.fileId }))
  if (view.state !== 'uploading') forgetUpload(file, accept)
  if (view.state === 'ready') return view
  throw new UploadRefused(view.refusal?.message ?? t('ui.unreachable'))
}

/** Takes back what of this file has arrived so far. */
export async function discardUpload(file: File, accept: readonly FileKind[] = []): Promise<void> {
  const begun = rememberedUpload(file, accept)
  forgetUpload(file, accept)
  if (!begun) return
  // What does not get through is cleared away by the server in a day.
  await fetch(begun.uploadUrl, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(() => {})
}

type Patiently = <T>(ask: () => Promise<T>) => Promise<T>

/** An upload of the same file that was broken off, or all of it where only the answer was lost. */
async function goOn(
  file: File,
  accept: readonly FileKind[],
  patiently: Patiently,
): Promise<BegunUpload | FileView | undefined> {
  const kept = rememberedUpload(file, accept)
  if (!kept) return undefined
  const view = await patiently(() => trpc.documents.file.query({ fileId: kept.fileId })).catch(ifRefused)
  if (view?.state === 'uploading') return kept
  forgetUpload(file, accept)
  return view?.state === 'ready' && !view.attached ? view : undefined
}

async function begin(file: File, accept: readonly FileKind[], patiently: Patiently): Promise<BegunUpload> {
  const idempotencyKey = newId()
  const { name, size, type } = file
  const begun = await patiently(() =>
    trpc.documents.begin.mutate({ name, size, type, accept: [...accept], idempotencyKey }),
  )
  rememberUpload(file, accept, begun)
  return begun
}

/** Asks until there is an answer. An answer that is a refusal is one. */
async function askPatiently<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  tell: (waiting: boolean) => void,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      if (!isPassing(error)) throw error
    }
    tell(true)
    await pauseBefore(failures, signal)
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof TRPCClientError && (!error.data || error.data.key === 'unavailable')

const ifRefused = (error: unknown): undefined => {
  if (error instanceof TRPCClientError && error.data) return undefined
  throw error
}
