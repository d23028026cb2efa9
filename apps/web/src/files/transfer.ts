import type { DetailedError } from 'tus-js-client'

/** A proxy before Belfry may hold a whole chunk back, and lose it in a break. */
const CHUNK_BYTES = 8 * 1024 * 1024
/** So long may nothing move; a line that is gone may look as if it were only slow. */
const STALLED_MS = 45_000
/** All is sent, and the server looks at what it is. */
const CHECKED_WITHIN_MS = 300_000

export interface Transfer {
  file: File
  url: string
  signal: AbortSignal
  onSent: (bytes: number) => void
}

/**
 * Sends what is missing of an upload for as long as the line holds. `broken`: to be tried again. `refused`: the server will have no
 * more of it, and knows why.
 */
export async function transfer({
  file,
  url,
  signal,
  onSent,
}: Transfer): Promise<'sent' | 'broken' | 'refused'> {
  // Loaded by whoever uploads something.
  const { Upload } = await import('tus-js-client')
  if (signal.aborted) return 'broken'

  return new Promise((resolve) => {
    const over = new AbortController()
    let watchdog: ReturnType<typeof setTimeout> | undefined
    const upload = new Upload(file, {
      uploadUrl: url,
      chunkSize: CHUNK_BYTES,
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress(sent) {
        if (over.signal.aborted) return // the browser's last word about what was broken off
        watch(sent === file.size ? CHECKED_WITHIN_MS : STALLED_MS)
        onSent(sent)
      },
      onSuccess: () => end('sent'),
      onError: (error) => end(isFinal(error) ? 'refused' : 'broken'),
    })

    function end(how: 'sent' | 'broken' | 'refused') {
      clearTimeout(watchdog)
      over.abort()
      resolve(how)
    }
    function hangUp() {
      void upload.abort()
      end('broken')
    }
    function watch(ms: number) {
      clearTimeout(watchdog)
      watchdog = setTimeout(hangUp, ms)
    }

    watch(STALLED_MS)
    addEventListener('offline', hangUp, { signal: over.signal })
    signal.addEventListener('abort', hangUp, { signal: over.signal })
    upload.start()
  })
}

/** Somebody else was ahead (409), too many at once (429), and all trouble of the server's own pass. */
function isFinal(error: Error | DetailedError): boolean {
  const status = 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0
  return status >= 400 && status < 500 && ![408, 409, 423, 425, 429].includes(status)
}
