import type { QuietWindow } from '@belfry/shared/delivery'
import { describe, expect, test } from 'vitest'
import { categorySentence, daysSentence, quietSentence } from '../src/preferences/sentences.ts'
import { speak } from '../src/words/index.ts'
import { preferencesWith } from './preferences.ts'

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const workdays = [1, 2, 3, 4, 5]

describe('what a category brings is said', () => {
  const shown = ['app', 'mail'] as const
  const all = ['app', 'mail', 'push'] as const

  test.each([
    ['en', 'Goals: at once in the app and by mail.'],
    ['fr', 'Objectifs : immédiatement dans l’application et par e-mail.'],
    ['ar', 'الأهداف: فوراً في التطبيق وبالبريد.'],
  ] as const)('as it is by default, in %s', async (language, sentence) => {
    await speak(language)
    expect(plain(categorySentence(preferencesWith(), 'goal', shown))).toBe(sentence)
  })

  test.each([
    ['en', 'Goals: at once in the app, gathered by mail every day at 8 AM.'],
    ['fr', 'Objectifs : immédiatement dans l’application et regroupé par e-mail chaque jour à 08 h.'],
    ['ar', 'الأهداف: فوراً في التطبيق ومجمّعة بالبريد كل يوم الساعة 8 ص.'],
  ] as const)('with a daily mail, in %s', async (language, sentence) => {
    await speak(language)
    expect(plain(categorySentence(preferencesWith({ goal: { mail: 'daily' } }), 'goal', shown))).toBe(
      sentence,
    )
  })

  test.each([
    ['en', 'Shifts: at once in the app, gathered by mail every Friday at 5 PM, nothing by push.'],
    [
      'fr',
      'Services : immédiatement dans l’application, regroupé par e-mail chaque vendredi à 17 h et rien par push.',
    ],
    ['ar', 'الورديات: فوراً في التطبيق، ومجمّعة بالبريد كل يوم الجمعة الساعة 5 م، ولا شيء بالإشعارات الفورية.'],
  ] as const)('with a weekly mail and a way that is off, in %s', async (language, sentence) => {
    await speak(language)
    const settings = preferencesWith(
      { shift: { mail: 'weekly', push: 'off' } },
      { digestWeekday: 5, digestHour: 17 },
    )
    expect(plain(categorySentence(settings, 'shift', all))).toBe(sentence)
  })

  test('where all is off, with what comes nevertheless', () => {
    const settings = preferencesWith({ kpi: { app: 'off', mail: 'off' } })
    expect(categorySentence(settings, 'kpi', shown)).toBe('KPI alerts: nothing, unless it is critical.')
    expect(categorySentence(settings, 'kpi', all)).toBe(
      'KPI alerts: at once by push, nothing in the app or by mail.',
    )
  })
})

test('days that follow each other are said as one, over the end of the week as well', () => {
  expect(daysSentence([1, 2, 3, 4, 5, 6, 7])).toBe('every day')
  expect(daysSentence(workdays)).toBe('Monday to Friday')
  expect(daysSentence([7, 1, 2, 3, 4])).toBe('Sunday to Thursday')
  expect(daysSentence([1, 3, 5])).toBe('Monday, Wednesday, and Friday')
  expect(daysSentence([6, 7])).toBe('Saturday and Sunday')
  expect(daysSentence([1, 2, 3, 6])).toBe('Monday to Wednesday and Saturday')
  expect(daysSentence([2])).toBe('Tuesday')
})

describe('quiet hours are said', () => {
  const nights: QuietWindow = { days: workdays, from: '22:00', to: '07:00' }

  test.each([
    ['en', 'Quiet from 10:00 PM to 7:00 AM, Monday to Friday; what is critical comes through.'],
    ['fr', 'Au calme de 22:00 à 7:00, du lundi au vendredi ; ce qui est critique passe quand même.'],
    ['ar', 'هدوء من 10:00 م إلى 7:00 ص، من الاثنين إلى الجمعة؛ ويصل ما كان حرجاً.'],
  ] as const)('in %s', async (language, sentence) => {
    await speak(language)
    expect(plain(quietSentence([nights]))).toBe(sentence)
  })

  test('with several of them, and whole days', () => {
    const weekend = { days: [6, 7], from: '00:00', to: '00:00' }
    expect(plain(quietSentence([nights, weekend]))).toBe(
      'Quiet from 10:00 PM to 7:00 AM, Monday to Friday and all day, Saturday and Sunday; what is critical comes through.',
    )
    expect(quietSentence([])).toBe('Never quiet.')
  })
})
