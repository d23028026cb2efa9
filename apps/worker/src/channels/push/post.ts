import { lookup as resolve } from 'node:dns'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { type PushHosts, isPublicAddress } from '@belfry/engine/push'

const WITHIN_MS = 10_000
const MOST_SAID = 300 // characters of an answer that are kept

/** Sends one body and waits for the answer, which is no more than a status and some words. Redirects are not followed. */
export function post(
  url: URL,
  hosts: PushHosts,
  body: Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; said: string }> {
  return new Promise((done, fail) => {
    const request = (url.protocol === 'https:' ? secure : plain)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': body.length },
      signal: AbortSignal.timeout(WITHIN_MS),
      ...(hosts === 'public' && { lookup: publicOnly }),
    })
    request.once('error', fail)
    request.once('response', (response) => {
      let said = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        said += chunk
        if (said.length > MOST_SAID) response.destroy()
      })
      response.once('error', fail)
      response.once('close', () =>
        done({ status: response.statusCode ?? 0, said: said.slice(0, MOST_SAID).replaceAll(/\s+/g, ' ') }),
      )
    })
    request.end(body)
  })
}

/** Resolves a name, unless it leads into our own network; what was looked at is what is connected to. */
export const publicOnly: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '')
    const hidden = found.find(({ address }) => !isPublicAddress(address))
    if (hidden || found.length === 0)
      return done(
        Object.assign(new Error('The push service is not at a public address.'), { code: 'ENOTALLOWED' }),
        '',
      )
    if (options.all) return done(null, found)
    done(null, found[0]!.address, found[0]!.family)
  })
}
