import { type Actor, DomainError, clock, may } from '@belfry/shared'
import type { MailNews } from '@belfry/shared/wire'
import { Stream } from './stream.ts'

const TELL_EVERY_MS = 500

/** Tells pages about mail that they are old: once at the beginning, and then whenever something has changed. */
export class Mails {
  readonly #followers = new Set<Stream<MailNews>>()
  #timer: NodeJS.Timeout | undefined

  follow(actor: Actor, signal: AbortSignal | undefined): Stream<MailNews> {
    const stream: Stream<MailNews> = new Stream(signal, () => this.#followers.delete(stream))
    if (!may(actor, 'mail.read')) stream.end(new DomainError('not_permitted'))
    if (stream.ended) return stream
    this.#followers.add(stream)
    stream.push({ at: clock.now().toISOString() })
    return stream
  }

  /** Workers say so twice a second each, and there may be many. */
  changed(): void {
    if (this.#followers.size === 0) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      for (const stream of this.#followers) stream.push({ at: clock.now().toISOString() })
    }, TELL_EVERY_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const stream of this.#followers) stream.end()
  }
}
