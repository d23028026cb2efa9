import { lookup as resolve } from 'node:dns'
import { Agent as PlainAgent, request as plain } from 'node:http'
import { Agent as SecureAgent, request as secure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { type Hosts, isPublicAddress, mayBeCalled } from '@belfry/engine/outside'

const WITHIN_MS = 10_000
const MOST_SAID = 2_000 // characters of an answer that are kept
const IDLE_MS = 4_000 // before most servers hang up

export interface Posting {
  hosts: Hosts
  body: Buffer
  headers: Record<string, string>
  /** Instead of ten seconds. */
  withinMs?: number | undefined
  /** Where names lead, instead of what the machine says. */
  lookup?: LookupFunction
}

export interface Answer {
  status: number
  /** The beginning of its body. */
  said: string
  /** For how long it asks not to be called, in seconds. */
  retryAfterS: number | null
}

/**
 * Sends one body to an address that somebody gave, and waits for the answer. Redirects are not followed, and where
 * `hosts` is `public` no connection is made into our own network, wherever a name leads at that moment.
 */
export function post(url: URL, posting: Posting, { anew = false } = {}): Promise<Answer> {
  const { hosts, body, headers, withinMs = WITHIN_MS, lookup } = posting
  return new Promise((done, fail) => {
    // An address that is no name is connected to without being looked up.
    if (!mayBeCalled(url.href, hosts)) throw notAllowed()
    const isSecure = url.protocol === 'https:'
    const request = (isSecure ? secure : plain)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': body.length },
      signal: AbortSignal.timeout(withinMs),
      agent: anew ? false : agents[hosts][isSecure ? 'secure' : 'plain'],
      ...(hosts === 'public' ? { lookup: publicOnly(lookup) } : lookup && { lookup }),
    })
    request.once('error', (error: NodeJS.ErrnoException) => {
      // A connection that was kept may be closed by the other side in the very moment that it is used again.
      const isStale = request.reusedSocket && error.code === 'ECONNRESET'
      if (isStale && !anew) done(post(url, posting, { anew: true }))
      else fail(error)
    })
    request.once('response', (response) => {
      let said = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        said += chunk
        if (said.length > MOST_SAID) response.destroy()
      })
      response.once('error', fail)
      response.once('close', () =>
        done({
          status: response.statusCode ?? 0,
          said: said.slice(0, MOST_SAID),
          retryAfterS: secondsIn(response.headers['retry-after']),
        }),
      )
    })
    request.end(body)
  })
}

// Connections are kept for a while; one that was made without looking at its address must not serve those who have it looked at.
const makeAgents = () => ({
  plain: new PlainAgent({ keepAlive: true, timeout: IDLE_MS }),
  secure: new SecureAgent({ keepAlive: true, timeout: IDLE_MS }),
})
const agents: Record<Hosts, ReturnType<typeof makeAgents>> = { public: makeAgents(), any: makeAgents() }

/** Resolves a name, unless it leads into our own network; what was looked at is what is connected to. */
export const publicOnly =
  (lookup: LookupFunction = resolve): LookupFunction =>
  (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '')
      const addresses = typeof found === 'string' ? [] : found
      const hidden = addresses.find(({ address }) => !isPublicAddress(address))
      if (hidden || addresses.length === 0) return done(notAllowed(), '')
      if (options.all) return done(null, addresses)
      done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }

/** Trying again cannot help, as long as the name leads there. */
export const NOT_ALLOWED = 'ENOTALLOWED'
const notAllowed = () =>
  Object.assign(new Error('This is no address that may be called.'), { code: NOT_ALLOWED })

/** `Retry-After` may also be a date; nobody means one by years. */
const secondsIn = (header: string | undefined): number | null =>
  header && /^\d{1,9}$/.test(header) ? Number(header) : null
