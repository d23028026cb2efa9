import type { SendOutcome } from './provider.ts'

/** What an SMTP server said no to. */
export type Stage = 'session' | 'sender' | 'recipient' | 'data'

/** Enhanced codes (RFC 3463) that say that the address itself is at fault, whatever else the server's words are. */
const NO_SUCH_ADDRESS = /^5\.1\.(1|2|3|10)$/
/** Mailbox disabled or gone. */
const GONE = /^5\.2\.1$/
/** Without an enhanced code only these words are sure. */
const UNKNOWN_USER =
  /user (is )?unknown|unknown (user|recipient|address|mailbox)|no such (user|address|recipient|mailbox|person)|(does not|doesn.t) exist|mailbox (not found|unavailable)|invalid (recipient|mailbox)|recipient (not found|address rejected: (user|undeliverable))/i
const TOO_FAST = /\brate\b|too many|too fast|throttl|greylist|graylist|slow down|try again later|4\.7\.\d+/i

/** What an answer other than yes means, by RFC 5321 and the codes of RFC 3463. */
export function verdictOf(response: string, stage: Stage): SendOutcome {
  const [, status = '', enhanced] = /^(\d{3})[ -]?(?:([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(response) ?? []
  const said = { response, code: enhanced ? `${status} ${enhanced}` : status || null }
  const refused = (why: Extract<SendOutcome, { kind: 'refused' }>['why']): SendOutcome => ({
    kind: 'refused',
    why,
    error: response,
    ...said,
  })
  const failed: SendOutcome = { kind: 'failed', error: response, ...said }
  // 421 closes the door on everybody; what is said before there is a mail is about us.
  if (stage === 'session' || stage === 'sender' || status === '421') return failed
  if (status.startsWith('4')) {
    if (enhanced && /^4\.[35]\./.test(enhanced)) return failed
    return refused(TOO_FAST.test(response) ? 'pace' : 'later')
  }
  // Not signed in, or not allowed to relay: another provider is.
  if (/^5[35]0$/.test(status) && /relay|authenticat/i.test(response)) return failed
  if (enhanced ? NO_SUCH_ADDRESS.test(enhanced) || GONE.test(enhanced) : isUnknown(status, stage, response))
    return refused('address')
  return refused('mail')
}

const isUnknown = (status: string, stage: Stage, response: string) =>
  stage === 'recipient' && ['550', '551', '553'].includes(status) && UNKNOWN_USER.test(response)
