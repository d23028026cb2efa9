import { isHardBounce } from '@belfry/shared/mail'
import type { SendOutcome } from './provider.ts'

/** What an SMTP server said no to. */
export type Stage = 'session' | 'sender' | 'recipient' | 'data'

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
  // Without an enhanced code words about somebody unknown may be about us, unless it is the recipient that they answer.
  const isSure = enhanced !== undefined || (stage === 'recipient' && ['550', '551', '553'].includes(status))
  if (isSure && isHardBounce(enhanced ?? null, response)) return refused('address')
  return refused('mail')
}
