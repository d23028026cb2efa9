import type { Settlement } from '@belfry/db/queries/deliveries'
import type { DueMail } from '@belfry/db/queries/mail-due'
import type { MailProvider, SendOutcome } from './provider.ts'

/** After so many rounds through all providers a mail has failed: about a day and a half. */
export const ROUNDS = 24
const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = 4 * 3_600_000
const SHORTEST_PAUSE_MS = 1_000

/** How long to wait before the next round: anywhere up to a limit that doubles, so that nobody comes back in step. */
export const pauseMs = (rounds: number, random = Math.random): number =>
  SHORTEST_PAUSE_MS +
  Math.floor(random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(rounds, 20)))

export type Tried = Pick<DueMail, 'id' | 'rounds' | 'passed' | 'refusedBy' | 'boundTo'> & { attempt: number }

/** What follows from the outcome of one attempt; see the drawing in shared/mail/states.ts. */
export function followUp(
  tried: Tried,
  provider: Pick<MailProvider, 'name' | 'repeatable'>,
  all: readonly string[],
  outcome: SendOutcome,
  now: Date,
): Settlement {
  const { id, attempt, rounds, passed, refusedBy, boundTo } = tried
  const base: Settlement = {
    id,
    attempt,
    outcome: outcome.kind,
    response: outcome.response,
    code: outcome.code,
    error: outcome.kind === 'sent' ? null : outcome.error,
    providerId: outcome.kind === 'sent' ? outcome.providerId : null,
    state: 'failed',
    nextAt: null,
    rounds,
    passed,
    refusedBy,
    boundTo,
    suppress: false,
  }
  const pause = () => new Date(now.getTime() + pauseMs(rounds))
  if (outcome.kind === 'sent') return { ...base, state: 'sent', boundTo: null }
  if (outcome.kind === 'unclear') {
    if (!provider.repeatable || rounds + 1 >= ROUNDS)
      return { ...base, state: 'unclear', boundTo: provider.name }
    return { ...base, state: 'queued', nextAt: pause(), rounds: rounds + 1, boundTo: provider.name }
  }
  if (outcome.kind === 'refused' && outcome.why === 'address')
    return { ...base, state: 'bounced', suppress: true }

  const isForGood = outcome.kind === 'refused' && outcome.why === 'mail'
  const refused = isForGood ? [...refusedBy, provider.name] : refusedBy
  const asked = [...passed, provider.name]
  const may = boundTo ? [boundTo] : all
  const able = may.filter((name) => !refused.includes(name))
  if (able.length === 0) return { ...base, refusedBy: refused }
  if (able.some((name) => !asked.includes(name)))
    return { ...base, state: 'queued', nextAt: now, passed: asked, refusedBy: refused }
  if (rounds + 1 >= ROUNDS) return { ...base, refusedBy: refused }
  return { ...base, state: 'queued', nextAt: pause(), rounds: rounds + 1, passed: [], refusedBy: refused }
}
