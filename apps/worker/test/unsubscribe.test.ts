import type { DeliveryToSend } from '@belfry/db/queries/deliveries'
import { checkUnsubscribe, unsubscribeKeyFrom } from '@belfry/engine/preferences'
import { expect, test } from 'vitest'
import { unsubscribeHeaders, unsubscribePath } from '../src/channels/mail/unsubscribe.ts'

const key = unsubscribeKeyFrom('only-for-tests-and-therefore-no-secret-at-all')
const personId = '0197a0b1-0000-7000-8000-000000000001'

const mail = (message: object | null, digest: object | null = null) =>
  ({ person: { id: personId }, message, digest }) as DeliveryToSend
const news = { type: 'shift.created', category: 'shift', priority: 'normal' }

/** What the headers of a mail lead to, as the API reads it. */
function linkIn(delivery: DeliveryToSend) {
  const headers = unsubscribeHeaders(unsubscribePath(delivery, key), 'https://belfry.test/')
  const url = new URL(/^<(\S+)>$/.exec(headers['List-Unsubscribe'] ?? '')![1]!)
  expect(url.href).toMatch(/^https:\/\/belfry\.test\/unsubscribe\?/)
  expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  const { person, from, signature } = Object.fromEntries(url.searchParams)
  return checkUnsubscribe(key, { person, from, signature })
}

test('a mail that may be refused says how, its category’s or its digest’s', () => {
  expect(linkIn(mail(news))).toEqual({ personId, from: 'shift' })
  expect(linkIn(mail({ ...news, priority: 'high' }))).toEqual({ personId, from: 'shift' })
  expect(linkIn(mail(news, { rhythm: 'weekly' }))).toEqual({ personId, from: 'weekly' })
})

test('what is critical, news of one’s own account and mails of an event itself cannot be refused', () => {
  const kept = [
    mail({ ...news, priority: 'critical' }),
    mail({ type: 'session.new_device', category: 'access', priority: 'high' }),
    mail(null),
  ]

  expect(kept.map((one) => unsubscribePath(one, key))).toEqual([undefined, undefined, undefined])
  expect(unsubscribeHeaders(undefined, 'https://belfry.test')).toEqual({})
})

test('mail programs post to https alone, so without it they are offered no post', () => {
  const headers = unsubscribeHeaders(unsubscribePath(mail(news), key), 'http://localhost:4380')

  expect(Object.keys(headers)).toEqual(['List-Unsubscribe'])
})
