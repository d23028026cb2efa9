import type { QuietWindow } from '@belfry/shared/delivery'
import type { Preferences, SetPreferencesInput } from '@belfry/shared/wire'
import { fireEvent, render, screen, waitFor, within } from '@solidjs/testing-library'
import { QueryClientProvider } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Editing, createEditing } from '../src/preferences/editing.ts'
import { Matrix } from '../src/preferences/matrix.tsx'
import { QuietHoursEditor } from '../src/preferences/quiet-hours.tsx'
import { SaveBar } from '../src/preferences/save-bar.tsx'
import type { Settings } from '../src/preferences/settings.ts'
import { queryClient } from '../src/query.ts'
import { toasts } from '../src/ui/toast.ts'
import { answerWith } from './api.ts'
import { preferencesWith } from './preferences.ts'

describe('the matrix', () => {
  function show(given: Partial<Preferences['categories']['goal']> = {}) {
    const [settings, setSettings] = createSignal<Settings>(preferencesWith({ goal: given }))
    render(() => (
      <Matrix
        settings={settings()}
        changes={[]}
        channels={['app', 'mail']}
        first={['goal', 'shift']}
        onChange={(categories) => setSettings((before) => ({ ...before, categories }))}
      />
    ))
    return { own: () => settings().categories.goal }
  }
  const row = () => within(screen.getByRole('group', { name: 'Goals' }))
  const mail = () => row().getByRole<HTMLSelectElement>('combobox', { name: 'Goals, Mail' })

  test('shows the default as default, and says what a choice means while it is made', () => {
    const { own } = show()
    row().getByText('Goals: at once in the app and by mail.')
    expect(mail().selectedOptions[0]!.textContent).toBe('At once (default)')

    fireEvent.change(mail(), { target: { value: 'daily' } })
    fireEvent.click(row().getByRole('switch', { name: 'Goals, App' }))

    expect(own()).toMatchObject({ app: 'off', mail: 'daily' })
    row().getByText('Goals: gathered by mail every day at 8 AM, nothing in the app.')
  })

  test('goes back to the default by choosing it, by the row, and all at once', () => {
    const { own } = show({ mail: 'weekly', app: 'off' })

    fireEvent.change(mail(), { target: { value: 'instant' } })
    expect(own()).toMatchObject({ app: 'off', mail: null })
    fireEvent.click(row().getByRole('button', { name: 'Back to default: Goals' }))
    expect(own()).toMatchObject({ app: null, mail: null })
    expect(row().queryByRole('button')).toBeNull()
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Goals, App')

    fireEvent.change(mail(), { target: { value: 'off' } })
    fireEvent.click(screen.getByRole('button', { name: /^All back to default/ }))
    expect(own()).toMatchObject({ app: null, mail: null })
  })

  test('folds what his roles never bring', () => {
    show()
    const folded = document.querySelector('details')!
    expect(folded.open).toBe(false)
    expect(folded.querySelectorAll('[role="group"]')).toHaveLength(12)
  })
})

describe('the editor of quiet hours', () => {
  function show(...given: QuietWindow[]) {
    const [windows, setWindows] = createSignal(given)
    render(() => (
      <QuietHoursEditor windows={windows()} onChange={setWindows} timeZone="Europe/Paris" next={null} />
    ))
    return windows
  }
  const said = () => document.querySelector('[aria-live]')?.textContent?.replaceAll(/[\u00a0\u202f]/g, ' ')
  const time = (name: string, value: string) =>
    fireEvent.input(screen.getByLabelText(name), { target: { value } })

  test('adds nights, changes their days and times, and says what comes of it', () => {
    const windows = show()
    expect(said()).toBe('Never quiet.')

    fireEvent.click(screen.getByRole('button', { name: 'Nights, 10 PM to 7 AM' }))
    for (const day of ['Saturday', 'Sunday']) fireEvent.click(screen.getByRole('checkbox', { name: day }))
    time('To', '06:30')

    expect(windows()).toEqual([{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:30' }])
    expect(said()).toBe('Quiet from 10:00 PM to 6:30 AM, Monday to Friday; what is critical comes through.')
    screen.getByText('ends on the next day')
  })

  test('says what is missing before it says a sentence', () => {
    show({ days: [1], from: '22:00', to: '07:00' })

    fireEvent.click(screen.getByRole('checkbox', { name: 'Monday' }))
    time('From', '')

    screen.getByText('Choose a day at least.')
    screen.getByText('Give both times.')
    expect(said()).toBe('')
  })

  test('leaves an hour of the week', () => {
    show({ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '08:00' })

    screen.getByText('Leave an hour of the week at least.')
  })

  test('keeps the others where one is taken away', () => {
    const nights = { days: [1], from: '22:00', to: '07:00' }
    const windows = show(nights, { days: [6, 7], from: '00:00', to: '00:00' })

    fireEvent.click(screen.getByRole('button', { name: 'Remove quiet time 2' }))

    expect(windows()).toEqual([nights])
  })
})

describe('settings that are changed', () => {
  let stored: Preferences
  let editing: Editing
  beforeEach(() => {
    stored = preferencesWith()
    queryClient.clear()
  })
  afterEach(() => queryClient.clear())

  const save = ({ categories, ...rest }: SetPreferencesInput): Preferences => {
    const own = Object.entries(categories ?? {}) as ['goal', Partial<Preferences['categories']['goal']>][]
    stored = structuredClone({ ...stored, ...rest } as Preferences)
    for (const [category, change] of own) Object.assign(stored.categories[category], change)
    return stored
  }
  async function open(answers: Record<string, (input: never) => unknown> = {}) {
    const api = answerWith({ 'preferences.get': () => stored, 'preferences.set': save, ...answers })
    function Opened() {
      editing = createEditing()
      return <SaveBar editing={editing} />
    }
    render(() => (
      <QueryClientProvider client={queryClient}>
        <Opened />
      </QueryClientProvider>
    ))
    await waitFor(() => expect(editing.mine()).toBeDefined())
    return api
  }
  const choose = (mail: 'off' | 'daily' | 'weekly') => {
    const { categories } = editing.mine()!
    editing.change({ categories: { ...categories, goal: { ...categories.goal, mail } } })
  }
  const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

  test('are saved together, and taken back from the toast', async () => {
    const api = await open()

    choose('daily')
    editing.change({ digestHour: 17 })
    screen.getByText('2 changes')
    press('Save')
    await waitFor(() => expect(editing.changes()).toEqual([]))

    expect(api.of('preferences.set')).toEqual([{ categories: { goal: { mail: 'daily' } }, digestHour: 17 }])
    toasts.at(-1)!.action!.run()
    await vi.waitFor(() => expect(editing.mine()).toMatchObject({ digestHour: 8 }))
    expect(stored.categories.goal.mail).toBeNull()
  })

  test('stay on the page where the server refuses, with what it says', async () => {
    await open({
      'preferences.set': () => {
        throw new Error('Not today.')
      },
    })

    choose('daily')
    press('Save')

    await screen.findByText('Not today.')
    expect(editing.mine()!.categories.goal.mail).toBe('daily')
    press('Discard')
    expect(editing.changes()).toEqual([])
  })

  test('are not written over what another window chose meanwhile before the person has decided', async () => {
    const api = await open()
    choose('daily')
    save({ categories: { goal: { mail: 'weekly' }, shift: { mail: 'off' } } })

    press('Save')

    await screen.findByText(/^Changed in another window meanwhile: Goals, Mail\./)
    expect(api.of('preferences.set')).toEqual([])
    expect(editing.mine()!.categories.shift.mail).toBe('off')
    press('Keep mine')
    press('Save')
    await waitFor(() =>
      expect(api.of('preferences.set')).toEqual([{ categories: { goal: { mail: 'daily' } } }]),
    )

    choose('off')
    save({ categories: { goal: { mail: 'weekly' } } })
    press('Save')
    await screen.findByText(/^Changed in another window/)
    press('Take the other')
    expect(editing.mine()!.categories.goal.mail).toBe('weekly')
    expect(editing.changes()).toEqual([])
  })
})
