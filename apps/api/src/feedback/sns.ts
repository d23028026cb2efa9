import { createPublicKey, verify } from 'node:crypto'
import { DomainError } from '@belfry/shared'
import { plainText } from '@belfry/shared/wire'
import { z } from 'zod'

/** A message of Amazon SNS, as it is posted. */
const Envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().max(200),
  TopicArn: z.string().max(300),
  Message: plainText(),
  Timestamp: z.string().max(40),
  Subject: z.string().nullish(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(1_000),
  SigningCertURL: z.string().max(500),
})
type Envelope = z.output<typeof Envelope>

/** Gets a document of Amazon's. */
export type GetText = (url: URL) => Promise<string>

export interface Sns {
  /** The text of a notification; null where the message was about the subscription, which is confirmed by this. */
  open(body: string): Promise<string | null>
}

/** Certificates that are kept; Amazon has one for each region and year. */
const CERTIFICATES = 20
const ANSWER_LIMIT = 64 * 1024
const WITHIN_MS = 5_000

/** Opens messages of these topics that Amazon has signed (versions 1 and 2), and throws `not_permitted` for all others. */
export function createSns(topics: readonly string[], get: GetText = getText): Sns {
  const certificates = new Map<string, Promise<string>>()

  function certificateAt(url: URL): Promise<string> {
    let found = certificates.get(url.href)
    if (!found) {
      if (certificates.size >= CERTIFICATES) certificates.clear()
      found = get(url)
      found.catch(() => certificates.delete(url.href))
      certificates.set(url.href, found)
    }
    return found
  }

  return {
    async open(body) {
      const envelope = Envelope.safeParse(jsonIn(body)).data
      if (!envelope || !topics.includes(envelope.TopicArn)) throw new DomainError('not_permitted')
      const certificate = await certificateAt(amazonUrl(envelope.SigningCertURL, /\.pem$/))
      if (!isSigned(envelope, certificate)) throw new DomainError('not_permitted')
      if (envelope.Type === 'Notification') return envelope.Message
      // Whoever ends the subscription by mistake is asked by Amazon, not by us.
      if (envelope.Type === 'SubscriptionConfirmation')
        await get(amazonUrl(envelope.SubscribeURL ?? '', /^\/$/))
      return null
    },
  }
}

/** The parts that are signed, in this order, each where it is there. */
const signed = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const

function isSigned(envelope: Envelope, certificate: string): boolean {
  const text = signed[envelope.Type]
    .flatMap((name) => (envelope[name] == null ? [] : [`${name}\n${envelope[name]}\n`]))
    .join('')
  const algorithm = envelope.SignatureVersion === '1' ? 'sha1' : 'sha256'
  try {
    return verify(
      algorithm,
      Buffer.from(text),
      createPublicKey(certificate),
      Buffer.from(envelope.Signature, 'base64'),
    )
  } catch {
    return false // no certificate, or no signature
  }
}

/** Anybody can write an address into a message, so only Amazon's own count: `sns.eu-west-1.amazonaws.com`. */
function amazonUrl(address: string, path: RegExp): URL {
  const url = URL.parse(address)
  const isAmazon =
    url?.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    /^sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?$/.test(url.hostname) &&
    path.test(url.pathname)
  if (!isAmazon) throw new DomainError('not_permitted')
  return url
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function getText(url: URL): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) })
  if (!answer.ok) throw new Error(`${url.hostname} answered ${answer.status}.`)
  const text = await answer.text()
  if (text.length > ANSWER_LIMIT) throw new Error(`${url.hostname} answered too much.`)
  return text
}
