import { concerned, defineNotice, everyWith } from '@belfry/shared/notices'
import { test } from 'vitest'

const said = { title: 'Moved', body: 'To {place}.' }
const words = { done: '{actor} moved', messages: { moved: said } }
const moved = {
  category: 'access',
  link: '/account',
  facts: { place: 'text' },
  tell: [{ who: [concerned], message: 'moved' }],
  words: { en: words, fr: words, ar: words },
} as const

test('a notice with nothing wrong compiles', () => {
  defineNotice(moved)
})

test('a message without words, in any language, does not compile', () => {
  // @ts-expect-error: Arabic says nothing
  defineNotice({ ...moved, words: { en: words, fr: words } })
  // @ts-expect-error: the French message is missing
  defineNotice({ ...moved, words: { en: words, fr: { done: '', messages: {} }, ar: words } })
  // @ts-expect-error: no words for the history
  defineNotice({ ...moved, words: { en: words, fr: words, ar: { messages: { moved: said } } } })
})

test('a role or a kind of fact that does not exist does not compile', () => {
  // @ts-expect-error: nobody is a wizard
  defineNotice({ ...moved, tell: [{ who: [everyWith('wizard')], message: 'moved' }] })
  // @ts-expect-error: facts are no spells
  defineNotice({ ...moved, facts: { place: 'spell' } })
})
