import { Stream } from './stream.ts'

const EVERY_MS = 2_000

/** What there is to see, every two seconds, for as long as somebody watches. */
export function followLook<Seen>(look: () => Promise<Seen>, signal: AbortSignal | undefined): Stream<Seen> {
  let timer: NodeJS.Timeout | undefined
  const stream = new Stream<Seen>(signal, () => clearTimeout(timer))
  const again = (): void => {
    look().then(
      (seen) => {
        stream.push(seen)
        if (!stream.ended) timer = setTimeout(again, EVERY_MS)
      },
      (error: Error) => stream.end(error),
    )
  }
  if (!stream.ended) again()
  return stream
}
