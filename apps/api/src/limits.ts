import { isIPv6 } from 'node:net'
import { DomainError } from '@belfry/shared'
import type { Pool } from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

const MINUTE_S = 60
const SIGN_IN_WINDOW_S = 15 * MINUTE_S
const SIGN_INS_PER_ACCOUNT_AND_ADDRESS = 5
const SIGN_INS_PER_ADDRESS = 20
// In an hour.
const MAILS_PER_ADDRESS = 5
const MAILS_PER_PLACE = 30

const tooMany = (reached: RateLimiterRes) =>
  new DomainError('too_many_requests', { seconds: Math.max(1, Math.ceil(reached.msBeforeNext / 1000)) })

/** Passes on what the limiter throws when it cannot work; a limit that is reached becomes our own error. */
export const refuse = (reason: unknown): never => {
  throw reason instanceof RateLimiterRes ? tooMany(reason) : reason
}

export type WriteLimit = (personId: string) => Promise<void>

/** Counts a person's writes in this process. */
export function createWriteLimit(perMinute: number): WriteLimit {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_S })
  return async (personId) => void (await limiter.consume(personId).catch(refuse))
}

/** Does something that takes the right password; so many wrong ones in a while, and the person has to wait. */
export type PasswordLimit = <T>(personId: string, work: () => Promise<T>) => Promise<T>

export function createPasswordLimit(pool: Pool): PasswordLimit {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: 'password',
    points: SIGN_INS_PER_ACCOUNT_AND_ADDRESS,
    duration: SIGN_IN_WINDOW_S,
  })
  return async (personId, work) => {
    await limiter.consume(personId).catch(refuse)
    const done = await work()
    await limiter.delete(personId)
    return done
  }
}

/** Counts a mail that is sent because somebody asked for it without being known, or to an address that is not his yet. */
export type MailLimit = (about: string, ip: string) => Promise<void>

/**
 * Whoever reaches the limit of an address by asking for somebody else has not shut him out: the links that went to the
 * mailbox are good.
 */
export function createMailLimit(pool: Pool): MailLimit {
  const shared = { storeClient: pool, storeType: 'pool', tableName: 'rate_limits', tableCreated: true }
  const duration = 60 * MINUTE_S
  const mailbox = new RateLimiterPostgres({
    ...shared,
    keyPrefix: 'mail-to',
    points: MAILS_PER_ADDRESS,
    duration,
  })
  const place = new RateLimiterPostgres({
    ...shared,
    keyPrefix: 'mail-from',
    points: MAILS_PER_PLACE,
    duration,
  })
  return async (about, ip) => {
    await place.consume(placeOf(ip)).catch(refuse)
    await mailbox.consume(about.toLowerCase().slice(0, 200)).catch(refuse)
  }
}

export interface SignInLimit {
  /** Counts an attempt; throws when there were too many. */
  attempt(email: string, ip: string): Promise<void>
  /** Takes the attempt back: it was the right password. */
  succeeded(email: string, ip: string): Promise<void>
}

/**
 * Counts sign-ins in Postgres, so that all API processes count together. An attempt counts before the password is
 * looked at: of many at once no more get through than one after the other.
 */
export function createSignInLimit(pool: Pool): SignInLimit {
  const shared = { storeClient: pool, storeType: 'pool', tableName: 'rate_limits', tableCreated: true }
  const account = new RateLimiterPostgres({
    ...shared,
    keyPrefix: 'sign-in-account',
    points: SIGN_INS_PER_ACCOUNT_AND_ADDRESS,
    duration: SIGN_IN_WINDOW_S,
  })
  const address = new RateLimiterPostgres({
    ...shared,
    keyPrefix: 'sign-in-address',
    points: SIGN_INS_PER_ADDRESS,
    duration: SIGN_IN_WINDOW_S,
  })
  // With the place in the key, nobody can lock somebody else out.
  const both = (email: string, ip: string) => `${placeOf(ip)} ${email.toLowerCase()}`.slice(0, 200)
  return {
    attempt: async (email, ip) => {
      await address.consume(placeOf(ip)).catch(refuse)
      await account.consume(both(email, ip)).catch(refuse)
    },
    succeeded: async (email, ip) => {
      await Promise.all([address.reward(placeOf(ip)), account.delete(both(email, ip))])
    },
  }
}

/** Whoever has one IPv6 address has all of its /64, so that counts as one place. */
export function placeOf(ip: string): string {
  if (!isIPv6(ip)) return ip
  const [head = '', tail] = ip.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = tail === undefined ? left : [...left, ...zeros, ...right]
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')
}
