import { createHash, sign } from 'node:crypto'
import type { PushDeviceToTell, PushOutcome, PushToSend } from '@belfry/db/queries/push'
import type { Hosts } from '@belfry/engine/outside'
import { type VapidKeys, mayBePushService } from '@belfry/engine/push'
import { reasonOf } from '@belfry/log'
import { clock } from '@belfry/shared'
import { type PushMessage, tagOf } from '@belfry/shared/wire'
import { NOT_ALLOWED, post } from '../post.ts'
import { LONGEST, encrypt } from './encrypt.ts'

export interface Pusher {
  /** Noted with the attempt before it begins. */
  provider: string
  /** Never throws: whatever goes wrong is the outcome of the attempt. */
  send(push: PushToSend): Promise<PushOutcome>
}

export interface PusherOptions {
  keys: VapidKeys
  /** Whom push services can write to: an address for mail. */
  contact: string
  hosts: Hosts
}

const TTL_S = 86_400
const TOKEN_S = 12 * 3600 // half of what the standard allows, for clocks that differ
const urgencies: Record<string, string> = { low: 'low', normal: 'normal', high: 'high', critical: 'high' }
const LONGEST_TITLE = 300
const MOST_SAID = 300 // characters of an answer that are kept

type Answer = 'taken' | 'gone' | { error: string; again: boolean }

/** Hands messages to the push services of browsers, all browsers of a person at once. */
export function createPusher({ keys, contact, hosts }: PusherOptions): Pusher {
  async function tell(device: PushDeviceToTell, message: PushToSend['message']): Promise<Answer> {
    if (!mayBePushService(device.endpoint, hosts))
      return { error: 'The address of the push service is not allowed.', again: false }
    const tag = tagOf(message)
    const url = new URL(device.endpoint)
    const { status, said } = await post(url, {
      hosts,
      body: encrypt(payloadOf(message, tag), device),
      headers: {
        authorization: `vapid t=${token(url.origin)}, k=${keys.publicKey}`,
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(TTL_S),
        urgency: urgencies[message.priority] ?? 'normal',
        // What waits for a browser that is off is replaced as well.
        topic: createHash('sha256').update(tag).digest('base64url').slice(0, 32),
      },
    })
    if (status >= 200 && status < 300) return 'taken'
    if (status === 404 || status === 410) return 'gone'
    const again = status === 429 || status >= 500
    const words = said.slice(0, MOST_SAID).replaceAll(/\s+/g, ' ')
    return { error: `${url.host} answered ${status}. ${words}`.trim(), again }
  }

  /** Who sends, signed (RFC 8292). */
  function token(audience: string): string {
    const exp = Math.floor(clock.now().getTime() / 1000) + TOKEN_S
    const parts = [
      { typ: 'JWT', alg: 'ES256' },
      { aud: audience, exp, sub: `mailto:${contact}` },
    ]
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const signed = sign('sha256', Buffer.from(text), { key: keys.signingKey, dsaEncoding: 'ieee-p1363' })
    return `${text}.${signed.toString('base64url')}`
  }

  return {
    provider: 'web_push',
    async send({ devices, message }) {
      const outcome: PushOutcome = { taken: [], gone: [], error: null, again: false }
      await Promise.all(
        devices.map(async (device) => {
          const answer = await tell(device, message).catch(
            // A key that is none cannot become one; everything else is the network's.
            (error: NodeJS.ErrnoException): Answer => ({
              error: reasonOf(error),
              again: error.code !== 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY' && error.code !== NOT_ALLOWED,
            }),
          )
          if (typeof answer === 'string') outcome[answer].push(device.id)
          else {
            outcome.error = answer.error
            outcome.again ||= answer.again
          }
        }),
      )
      return outcome
    },
  }
}

/** What the browser shows; a text that is too long for a push service loses its end. */
function payloadOf(message: PushToSend['message'], tag: string): Buffer {
  const { group: _, at, ...rest } = message
  const make = (body: string) => {
    const push: PushMessage = {
      ...rest,
      title: message.title.slice(0, LONGEST_TITLE),
      body,
      tag,
      at: at.toISOString(),
    }
    return Buffer.from(JSON.stringify(push))
  }
  let body = message.body
  for (let bytes = make(body); ; bytes = make(body)) {
    if (bytes.length <= LONGEST || body === '') return bytes
    // One character is one byte at least and six at most.
    body = `${body.slice(0, Math.max(0, body.length - 1 - Math.ceil((bytes.length - LONGEST) / 6)))}…`
    if (body.length <= 2) body = ''
  }
}
