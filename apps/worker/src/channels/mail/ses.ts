import { SESv2Client, type SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { afterBrokenCall } from './http-verdict.ts'
import { addressOf, toMime } from './mime.ts'
import {
  ANSWER_MS,
  BEFORE_DATA_MS,
  type MailProvider,
  type OutgoingMail,
  SLOW_MS,
  type SendOutcome,
} from './provider.ts'

export interface SesOptions {
  name: string
  region: string
  /** Without it the machine's own role is used, as Amazon's tools find it. */
  key: { id: string; secret: string } | null
  /** Its events go to the SNS topic of this set. */
  configurationSet: string | null
  /** Another address than Amazon's own. */
  endpoint?: string
  parallel: number
  perSecond: number | null
  perDay: number | null
}

/**
 * Amazon SES, by its API v2 (SendEmail with the raw mail). It gives the mail a Message-ID of its own, and knows no
 * idempotency key: what is unclear stays so until one of its events tells.
 */
export function sesProvider(options: SesOptions): MailProvider {
  const { name, region, key, configurationSet, endpoint, parallel, perSecond, perDay } = options
  const client = new SESv2Client({
    region,
    maxAttempts: 1, // who tries again, and where, is decided elsewhere
    ...(endpoint ? { endpoint } : {}),
    ...(key ? { credentials: { accessKeyId: key.id, secretAccessKey: key.secret } } : {}),
    requestHandler: { connectionTimeout: BEFORE_DATA_MS, requestTimeout: ANSWER_MS },
  })

  async function send(mail: OutgoingMail, onSlow: () => void): Promise<SendOutcome> {
    const timer = setTimeout(onSlow, SLOW_MS)
    try {
      const answer = await client.send(
        new SendEmailCommand({
          FromEmailAddress: mail.from,
          Destination: { ToAddresses: [mail.to.email] },
          FeedbackForwardingEmailAddress: mail.returnPath ?? addressOf(mail.from),
          Content: { Raw: { Data: await toMime(mail) } },
          EmailTags: [{ Name: 'delivery', Value: mail.id }],
          ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
        }),
      )
      return { kind: 'sent', providerId: answer.MessageId ?? mail.messageId, response: '200', code: '200' }
    } catch (error) {
      return verdictOf(error as SESv2ServiceException)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    name,
    kind: 'ses',
    repeatable: false,
    parallel,
    perSecond,
    perDay,
    send,
    close: () => Promise.resolve(client.destroy()),
  }
}

function verdictOf(error: SESv2ServiceException): SendOutcome {
  const status = error.$metadata?.httpStatusCode
  if (!status) return error.name === 'CredentialsProviderError' ? notSignedIn(error) : afterBrokenCall(error)
  const words = `${status} ${error.name}: ${error.message}`
  const said = { response: words, code: String(status) }
  // A mail that breaks its rules; the account's own troubles (paused, quota, sender not verified) are not the mail's.
  if (error.name === 'MessageRejected' && !/not verified/i.test(error.message))
    return { kind: 'refused', why: 'mail', error: words, ...said }
  if (error.name === 'BadRequestException') return { kind: 'refused', why: 'mail', error: words, ...said }
  if (status === 500 || status === 502 || status === 504) return { kind: 'unclear', error: words, ...said }
  return { kind: 'failed', error: words, ...said }
}

const notSignedIn = (error: Error): SendOutcome => ({
  kind: 'failed',
  error: error.message,
  response: null,
  code: null,
})
