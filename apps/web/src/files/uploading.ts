import type { FileKind } from '@belfry/shared'
import type { FileView } from '@belfry/shared/wire'
import { createSignal, onCleanup } from 'solid-js'
import { messageOf } from '../session.ts'
import { UploadRefused, type UploadProgress, discardUpload, upload } from './upload.ts'

/** How files get to the server. */
export interface Sender {
  upload: typeof upload
  discard: typeof discardUpload
}

export const overTus: Sender = { upload, discard: discardUpload }

export type Uploading =
  | { is: 'idle' }
  | { is: 'sending' | 'paused'; file: File; progress: UploadProgress }
  | { is: 'failed'; file: File; message: string }

export interface UploadingOptions {
  sender: Sender
  accept: () => readonly FileKind[]
  onReady: (view: FileView) => void
}

/** One file on its way: it can be paused, taken up again, and taken back. What is left behind is paused. */
export function createUploading({ sender, accept, onReady }: UploadingOptions) {
  const [state, setState] = createSignal<Uploading>({ is: 'idle' })
  let stop: AbortController | undefined
  onCleanup(() => stop?.abort())

  async function start(file: File): Promise<void> {
    stop?.abort()
    const own = (stop = new AbortController())
    const { signal } = own
    const isOwn = () => stop === own && !signal.aborted
    const before = state()
    setState({
      is: 'sending',
      file,
      progress:
        before.is === 'paused' && before.file === file
          ? { ...before.progress, waiting: false }
          : { sent: 0, total: file.size, waiting: false },
    })
    try {
      const view = await sender.upload(file, {
        accept: accept(),
        signal,
        onProgress: (progress) => isOwn() && setState({ is: 'sending', file, progress }),
      })
      if (!isOwn()) return
      setState({ is: 'idle' })
      onReady(view)
    } catch (error) {
      if (!isOwn()) return
      setState({
        is: 'failed',
        file,
        message: error instanceof UploadRefused ? error.message : messageOf(error),
      })
    }
  }

  function pause(): void {
    const now = state()
    if (now.is !== 'sending') return
    stop?.abort()
    setState({ ...now, is: 'paused' })
  }

  /** Ends it and takes back what has arrived. */
  function cancel(): void {
    const now = state()
    stop?.abort()
    setState({ is: 'idle' })
    if (now.is === 'sending' || now.is === 'paused') void sender.discard(now.file, accept())
  }

  function again(): void {
    const now = state()
    if (now.is === 'paused' || now.is === 'failed') void start(now.file)
  }

  const fail = (file: File, message: string) => {
    stop?.abort()
    setState({ is: 'failed', file, message })
  }

  return { state, start, pause, cancel, again, fail }
}
