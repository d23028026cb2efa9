import { type DeliveryState, afterFeedback, deliveryStates, feedbackKinds } from '@belfry/shared/mail'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const kinds = fc.constantFrom(...feedbackKinds)
const states = fc.constantFrom(...deliveryStates)
const after = (state: DeliveryState, news: readonly (typeof feedbackKinds)[number][]) =>
  news.reduce(afterFeedback, state)

test('news of a mail may come in any order and more than once, and says the same in the end', () => {
  fc.assert(
    fc.property(
      states,
      fc.array(kinds, { maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 8 }),
      (state, news, order) => {
        const shuffled = [...news, ...news].toSorted(
          (a, b) => (order[feedbackKinds.indexOf(a)] ?? 0) - (order[feedbackKinds.indexOf(b)] ?? 0),
        )
        expect(after(state, shuffled)).toBe(after(state, news))
      },
    ),
  )
})

test('news changes nothing about a mail that was never handed over', () => {
  for (const state of ['held', 'paused', 'queued', 'failed', 'suppressed', 'withdrawn'] as const)
    for (const kind of feedbackKinds) expect(afterFeedback(state, kind)).toBe(state)
})

test('an unclear mail is cleared up by what is heard of it', () => {
  expect(afterFeedback('unclear', 'delivered')).toBe('delivered')
  expect(afterFeedback('unclear', 'opened')).toBe('delivered')
  expect(afterFeedback('delivered', 'deferred')).toBe('delivered')
  expect(afterFeedback('bounced', 'delivered')).toBe('bounced')
})
