import type { AnnouncementChoices, AudienceView } from '@belfry/shared/wire'
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, describe, expect, test } from 'vitest'
import { AudiencePicker } from '../src/announcements/audience-picker.tsx'
import { audienceWords } from '../src/announcements/audience-words.ts'
import { LinkedText } from '../src/announcements/linked-text.tsx'
import { ReachBar } from '../src/announcements/reach-bar.tsx'
import { TextsInput } from '../src/announcements/texts-input.tsx'
import {
  type Writing,
  audienceOf,
  createWriting,
  emptyWriting,
  problemsOf,
  textsOf,
} from '../src/announcements/writing.ts'
import { speak } from '../src/words/index.ts'

afterEach(cleanup)

const now = new Date('2026-11-20T09:00:00Z')
const written = (more: Partial<Writing> = {}): Writing => {
  const writing = { ...emptyWriting('en'), everyone: true, ...more }
  writing.texts.en.title = 'Hello'
  return writing
}

describe('what is missing before it can go out', () => {
  test('an audience and a title', () => {
    expect(Object.keys(problemsOf(emptyWriting('en'), now))).toEqual(['to', 'title'])
    expect(problemsOf(written(), now)).toEqual({})
  })

  test('a title in every language that has a text', () => {
    const writing = written()
    writing.texts.fr.body = 'Bonjour'

    expect(problemsOf(writing, now)).toEqual({ title: 'Give it a title.' })
  })

  test.each([
    ['/cases', true],
    ['https://example.test/page', true],
    ['//example.test', false],
    ['http://example.test', false],
    ['javascript:alert(1)', false],
  ])('a link like %s is fine: %s', (link, isFine) => {
    expect(problemsOf(written({ link }), now)).toEqual(
      isFine ? {} : { link: 'Please give a path, or an address with https://.' },
    )
  })

  test('a time that is still to come, and of what repeats an end within a year', () => {
    const later = (more: Partial<Writing>) =>
      Object.keys(problemsOf(written({ when: 'later', ...more }), now))
    const weekly = (until: string) => ({
      every: 'week' as const,
      interval: 1,
      weekdays: [],
      except: [],
      until,
    })

    expect(later({})).toEqual(['at'])
    expect(later({ at: '2026-11-20T08:59:00Z' })).toEqual(['at'])
    expect(later({ at: '2026-11-20T09:01:00Z' })).toEqual([])
    expect(later({ at: '2026-11-21T09:00:00Z', recurrence: { every: 'week' } })).toEqual(['recurrence'])
    expect(later({ at: '2026-11-21T09:00:00Z', recurrence: weekly('2028-01-01') })).toEqual(['recurrence'])
    expect(later({ at: '2026-11-21T09:00:00Z', recurrence: weekly('2027-01-01') })).toEqual([])
  })
})

test('of several languages the one begun first stands in for those that are missing', () => {
  const [writing, set] = createWriting(emptyWriting('en'))
  render(() => <TextsInput writing={writing} set={set} onSpeak={() => {}} />)
  const tab = (name: RegExp) => screen.getByRole('tab', { name })
  const title = () => screen.getByLabelText('Title')

  fireEvent.click(tab(/Français/))
  fireEvent.input(title(), { target: { value: 'Bonjour' } })
  fireEvent.keyDown(tab(/Français.*written/), { key: 'ArrowLeft' })
  fireEvent.input(title(), { target: { value: 'Hello' } })

  expect(tab(/English.*written/).getAttribute('aria-selected')).toBe('true')
  expect(textsOf(writing)).toEqual([
    { locale: 'en', title: 'Hello', body: '' },
    { locale: 'fr', title: 'Bonjour', body: '' },
  ])
  set('texts', 'en', 'title', '')
  expect(textsOf(writing).map(({ locale }) => locale)).toEqual(['fr'])
})

describe('the audience', () => {
  const choices: AnnouncementChoices = {
    roles: [
      { role: 'vendor', scope: null, scopeName: null },
      { role: 'officer', scope: 'station:north', scopeName: 'Station North' },
    ],
    groups: ['management'],
    everyone: true,
    critical: true,
  }

  function pick(offered: AnnouncementChoices) {
    const [writing, set] = createWriting(emptyWriting('en'))
    render(() => <AudiencePicker writing={writing} set={set} choices={offered} />)
    return writing
  }

  test('is put together of everything that may be written to', () => {
    const writing = pick(choices)

    fireEvent.click(screen.getByLabelText('Management'))
    fireEvent.click(screen.getByLabelText('Vendor'))
    fireEvent.click(screen.getByLabelText('Officer · Station North'))
    fireEvent.click(screen.getByLabelText('Vendor'))

    expect(audienceOf(writing)).toEqual({
      everyone: false,
      groups: ['management'],
      roles: [{ role: 'officer', scope: 'station:north' }],
      people: [],
      participantsOf: null,
    })
    fireEvent.click(screen.getByLabelText('Everyone'))
    expect(screen.queryByLabelText('Management')).toBeNull()
  })

  test('offers nothing else', () => {
    pick({ roles: [], groups: [], everyone: false, critical: false })

    expect(screen.queryByRole('checkbox')).toBeNull()
    expect(screen.getByLabelText('People')).toBeTruthy()
  })

  test('is said in words', async () => {
    const audience: AudienceView = {
      people: [{ id: '1', name: 'Nora North' }],
      peopleCount: 4,
      roles: [{ role: 'officer', scope: 'station:north', scopeName: 'Station North' }],
      groups: ['management'],
      participantsOf: { id: '2', title: 'Bus 12' },
      everyone: false,
    }

    expect(audienceWords(audience)).toBe(
      'Management, Officer · Station North, People of “Bus 12”, Nora North, and 3 more people',
    )
    await speak('fr')
    expect(audienceWords({ ...audience, everyone: true })).toBe('Tout le monde')
  })
})

test('only addresses of other sites become links, and nothing is markup', () => {
  const { container } = render(() => (
    <LinkedText text={'See https://example.test/a(b)?c=1, <b>javascript:alert(1)</b>\nhttp://plain.test'} />
  ))

  const links = [...container.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.rel])
  expect(links).toEqual([['https://example.test/a(b)?c=1', 'noopener noreferrer nofollow']])
  expect(container.querySelector('b')).toBeNull()
  expect(container.textContent).toBe(
    'See https://example.test/a(b)?c=1, <b>javascript:alert(1)</b>\nhttp://plain.test',
  )
})

test('the reach is said, and not only drawn', () => {
  render(() => <ReachBar reach={{ recipients: 1_200, delivered: 900, read: 30 }} />)

  expect(screen.getByText(/900 of 1,200 delivered · 30 read/)).toBeTruthy()
})
