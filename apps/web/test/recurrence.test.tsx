import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, describe, expect, test } from 'vitest'
import { RecurrenceDates } from '../src/forms/recurrence-dates.tsx'
import { RecurrenceInput } from '../src/forms/recurrence-input.tsx'
import { speak } from '../src/words/index.ts'

afterEach(cleanup)

const friday = '2026-11-20T08:30:00.000Z'

function openInput(from = friday) {
  const [value, setValue] = createSignal<unknown>()
  render(() => (
    <RecurrenceInput
      label="Repeats"
      required={false}
      value={value()}
      from={from}
      timeZone="Europe/Paris"
      onChange={setValue}
    />
  ))
  const choose = (how: string) => fireEvent.change(screen.getByRole('combobox'), { target: { value: how } })
  const until = (day: string) => fireEvent.input(screen.getByLabelText('Until'), { target: { value: day } })
  const every = (n: string) => fireEvent.input(screen.getByLabelText('Every'), { target: { value: n } })
  const tick = (name: string) => fireEvent.click(screen.getByRole('checkbox', { name }))
  const dates = () => [...document.querySelectorAll('time')].map((time) => time.getAttribute('datetime'))
  return { value, choose, until, every, tick, dates }
}

describe('asking how something comes again', () => {
  test('is over at once where it does not', () => {
    const { value, choose } = openInput()

    choose('day')
    expect(value()).toEqual({ every: 'day', interval: 1, weekdays: [], except: [] })
    choose('never')

    expect(value()).toBeUndefined()
  })

  test('shows the days as they are chosen, and one can be left out and taken in again', () => {
    const { value, choose, until, every, tick, dates } = openInput()

    choose('day')
    screen.getByText('Say when it ends, and the dates appear here.')
    until('2026-11-26')
    every('2')
    expect(dates()).toEqual(['2026-11-20', '2026-11-22', '2026-11-24', '2026-11-26'])
    tick('Sun, Nov 22, 2026')
    screen.getByText('3 dates')
    expect(value()).toMatchObject({ interval: 2, until: '2026-11-26', except: ['2026-11-22'] })
    tick('Sun, Nov 22, 2026')

    expect(value()).toMatchObject({ except: [] })
  })

  test('begins with the weekday on which it starts', () => {
    const { value, choose, until, tick, dates } = openInput()

    choose('week')
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Fri' }).checked).toBe(true)
    until('2026-12-01')
    tick('Mon')

    expect(value()).toMatchObject({ weekdays: [1, 5] })
    expect(dates()).toEqual(['2026-11-20', '2026-11-23', '2026-11-27', '2026-11-30'])
  })

  test('says what is missing before there are dates', () => {
    const { choose } = openInput('')

    choose('week')

    screen.getByText('Say when it starts, and the dates appear here.')
  })
})

describe('a recurrence', () => {
  const recurrence = {
    every: 'week',
    interval: 1,
    weekdays: [6, 7],
    until: '2026-10-26',
    except: ['2026-10-17'],
  }
  const show = () =>
    render(() => (
      <RecurrenceDates recurrence={recurrence} from="2026-10-10T06:00:00.000Z" timeZone="Europe/Paris" />
    ))

  test.each([
    ['en', 'Every week, on Sat and Sun, until Oct 26, 2026; except on one day'],
    ['fr', 'Chaque semaine, le sam. et dim., jusqu’au 26 oct. 2026 ; sauf un jour'],
    ['ar', 'كل أسبوع، السبت والأحد، حتى 26‏/10‏/2026؛ ما عدا يوماً واحداً'],
  ] as const)('is said in %s', async (language, sentence) => {
    await speak(language)
    show()

    screen.getByText(sentence)
  })

  test('is listed date by date, at the same time of day though the clocks change', async () => {
    show()

    expect((await screen.findAllByRole('listitem')).map((item) => item.textContent)).toEqual([
      'Sat, Oct 10, 2026, 8:00 AM',
      'Sun, Oct 11, 2026, 8:00 AM',
      'Sun, Oct 18, 2026, 8:00 AM',
      'Sat, Oct 24, 2026, 8:00 AM',
      'Sun, Oct 25, 2026, 8:00 AM',
    ])
  })
})
