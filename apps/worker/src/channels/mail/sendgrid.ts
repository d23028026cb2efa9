import { afterBrokenCall } from './http-verdict.ts'
import { addressOf } from './mime.ts'
import { ANSWER_MS, type MailProvider, type OutgoingMail, SLOW_MS, type SendOutcome } from './provider.ts'

export interface SendgridOptions {
  name: string
  apiKey: string
  /** Another address than SendGrid's own. */
  endpoint?: string
  parallel: number
  perSecond: number | null
  perDay: number | null
}

/**
 * Twilio SendGrid, by its API v3 (POST /v3/mail/send). It answers 202 before it has looked at the address. It knows no
 * idempotency key, so what is unclear stays so until one of its events tells.
 */
export function sendgridProvider(options: SendgridOptions): MailProvider {
  const { name, apiKey, endpoint = 'https://api.sendgrid.com', parallel, perSecond, perDay } = options

  async function send(mail: OutgoingMail, onSlow: () => void): Promise<SendOutcome> {
    const timer = setTimeout(onSlow, SLOW_MS)
    try {
      const answer = await fetch(`${endpoint}/v3/mail/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(mail)),
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const words = (await answer.text()).slice(0, 2_000)
      return verdictOf(answer.status, words, answer.headers.get('x-message-id') ?? mail.messageId)
    } catch (error) {
      return afterBrokenCall(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    name,
    kind: 'sendgrid',
    repeatable: false,
    parallel,
    perSecond,
    perDay,
    send,
    close: () => Promise.resolve(),
  }
}

function bodyOf({ id, messageId, from, to, subject, text, html, headers }: OutgoingMail) {
  const name = /^(.*)</.exec(from)?.[1]?.trim()
  return {
    // Comes back with every event.
    personalizations: [{ to: [{ email: to.email, name: to.name }], custom_args: { delivery: id } }],
    from: { email: addressOf(from), ...(name ? { name } : {}) },
    subject,
    // SendGrid wants the plain one first.
    content: [
      { type: 'text/plain', value: text },
      { type: 'text/html', value: html },
    ],
    headers: { 'Message-ID': messageId, 'Auto-Submitted': 'auto-generated', ...headers },
    tracking_settings: { click_tracking: { enable: false }, open_tracking: { enable: false } },
  }
}

function verdictOf(status: number, words: string, providerId: string): SendOutcome {
  const said = { response: words ? `${status} ${words}` : String(status), code: String(status) }
  if (status === 202 || status === 200) return { kind: 'sent', providerId, ...said }
  // 400 and 413 are about this mail alone; all else is about us: key, plan, pace, or the service itself.
  if (status === 400 || status === 413) return { kind: 'refused', why: 'mail', error: said.response, ...said }
  // The service broke off in the middle: it may have gone out all the same.
  if (status === 500 || status === 502 || status === 504)
    return { kind: 'unclear', error: said.response, ...said }
  return { kind: 'failed', error: said.response, ...said }
}
