import { cleanup, fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { speak } from '../src/words/index.ts'
import { everyKind } from './every-kind.ts'
import { errorOf, fill, openForm } from './forms.tsx'

beforeEach(() => localStorage.clear())
afterEach(cleanup)

const open = (more: Omit<Parameters<typeof openForm>[0], 'workflow'> = {}) =>
  openForm({ workflow: everyKind, ...more })

describe('a form of every kind of field', () => {
  test('asks for each in the way that fits it, and sends values of its type', async () => {
    const { field, submit, sent } = await open()

    fill(field('line'), 'A line')
    fill(field('page'), 'https://belfry.test/page')
    fill(field('distance'), '12.5')
    fill(field('price'), '1,250.5')
    fireEvent.click(within(screen.getByRole('radiogroup', { name: 'Agreed' })).getByLabelText('No'))
    fill(field('day'), '2026-12-24')
    fill(field('moment'), '2026-12-24T18:30')
    fireEvent.click(screen.getByLabelText('Large'))
    fill(field('colour'), 'blue')
    fill(field('items.0.item'), 'Cones')
    fill(field('items.0.quantity'), '40')
    submit()

    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]!.data).toEqual({
      line: 'A line',
      page: 'https://belfry.test/page',
      distance: 12.5,
      price: 125_050,
      agreed: false,
      day: '2026-12-24',
      moment: new Date('2026-12-24T18:30').toISOString(),
      size: 'large',
      colour: 'blue',
      items: [{ item: 'Cones', quantity: 40 }],
    })
    expect(sent()[0]!.children).toEqual([])
  })

  test('offers only what this person may fill in and pick', async () => {
    const { field } = await open()
    const colours = () => [...field('colour').querySelectorAll('option')].map(({ value }) => value)

    expect(screen.queryByLabelText(/Secret/)).toBeNull()
    expect(colours()).toEqual(['', 'red', 'green', 'blue', 'black', 'grey'])
    cleanup()

    const admins = await open({ grants: [{ role: 'admin', scope: null }] })
    expect(screen.getByLabelText(/Secret/)).toBeTruthy()
    expect([...admins.field('colour').querySelectorAll('option')]).toHaveLength(7)
  })

  test('says hints, units and what is wrong where it is', async () => {
    const { field, submit } = await open()

    fill(field('line'), 'x'.repeat(21))
    fill(field('page'), 'belfry')
    fill(field('distance'), 'far')
    fill(field('price'), '-1')
    submit()

    expect(errorOf(field('line'))).toBe('At most 20 characters.')
    expect(errorOf(field('page'))).toBe('Please give a whole address; it begins with https://.')
    expect(errorOf(field('distance'))).toBe('Please give a number.')
    expect(errorOf(field('price'))).toBe('At least 0.')
    expect(errorOf(field('items.0.quantity'))).toBeUndefined() // nothing of the list is filled in
    expect(screen.getByRole('group', { name: 'Items' }).textContent).toContain('Please fill this in.')
    expect(screen.getByRole('radiogroup', { name: 'Agreed' }).textContent).toContain('Please fill this in.')
    expect(screen.getByText('As the crow flies')).toBeTruthy()
    expect(screen.getByText('km')).toBeTruthy()
    fill(field('distance'), '1000')
    expect(errorOf(field('distance'))).toBe('At most 900.')
  })

  test('a French reader types a decimal comma', async () => {
    const { field, submit, sent } = await open({ language: 'fr', filled: true })

    fill(field('distance'), '12,5')
    fill(field('price'), '1 250,50')
    fireEvent.blur(field('price'))
    expect(field('price')).toHaveProperty('value', '1250,50')
    submit()

    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]!.data).toMatchObject({ distance: 12.5, price: 125_050 })
    await speak('en')
  })

  test('an optional choice can be taken back', async () => {
    const { field, submit, sent } = await open({ filled: true })
    fill(field('colour'), 'red')

    fill(field('colour'), '')
    submit()

    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]!.data).not.toHaveProperty('colour')
  })
})

describe('lines of a list', () => {
  test('are added, moved and removed, and each says what is wrong with it', async () => {
    const { field, submit, sent } = await open({ filled: true })
    const add = screen.getByRole('button', { name: 'Add a line' })

    fireEvent.click(add)
    fill(field('items.1.item'), 'Lamps')
    fireEvent.click(add)
    fill(field('items.2.item'), 'Tape')
    fill(field('items.2.quantity'), '2')
    expect(add.getAttribute('aria-disabled')).toBe('true')
    expect(errorOf(field('items.2.item'))).toBeUndefined()
    submit()
    expect(errorOf(field('items.1.quantity'))).toBe('Please fill this in.')
    expect(screen.getByRole('alert').textContent).toContain('Items, Line 2, Quantity: Please fill this in.')

    fireEvent.click(screen.getAllByRole('button', { name: 'Move up' })[2]!)
    expect(field('items.1.item')).toHaveProperty('value', 'Tape')
    fireEvent.click(screen.getByRole('button', { name: 'Remove line 3' }))
    submit()

    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]!.data['items']).toEqual([
      { item: 'Cones', quantity: 40 },
      { item: 'Tape', quantity: 2 },
    ])
  })
})

describe('cases that come along', () => {
  test('a paper that was uploaded becomes one; what the server says of it lands at it', async () => {
    const { send, submit, sent, place } = await open({
      filled: true,
      children: [{ slot: 'papers', values: { file: '0199bbbb-0000-7000-8000-00000000000f' }, labels: {} }],
    })
    send.refuse({ problems: [{ field: 'children.0.file', message: 'This file is not there any more.' }] })

    expect(screen.getByText('Needed for: Open')).toBeTruthy()
    submit()

    await waitFor(() => expect(place('children.0.file').textContent).toContain('not there any more'))
    expect(sent()[0]!.children).toEqual([
      { slot: 'papers', data: { file: '0199bbbb-0000-7000-8000-00000000000f' } },
    ])
  })

  test('without a paper nothing comes along', async () => {
    const { submit, sent } = await open({ filled: true })

    submit()

    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(sent()[0]!.children).toEqual([])
  })
})
