import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createKeys, createListKeys } from '../src/ui/list-keys.ts'

const press = (...keys: string[]) => {
  for (const key of keys)
    fireEvent.keyDown(document.activeElement ?? document.body, { key, code: `Key${key.toUpperCase()}` })
}

describe('keys of a page', () => {
  afterEach(cleanup)

  test('do nothing while somebody types', () => {
    const run = vi.fn()
    render(() => {
      createKeys({ n: run })
      return <input aria-label="Search" />
    })

    screen.getByLabelText('Search').focus()
    press('n')
    expect(run).not.toHaveBeenCalled()

    screen.getByLabelText('Search').blur()
    press('n')
    expect(run).toHaveBeenCalledOnce()
  })

  test('the letter after g belongs to the pair alone', () => {
    const pair = vi.fn()
    const single = vi.fn()
    render(() => {
      createKeys({ n: single, 'g n': pair })
      return <p />
    })

    press('g', 'n')

    expect(pair).toHaveBeenCalledOnce()
    expect(single).not.toHaveBeenCalled()
  })
})

test('an Arabic keyboard has the commands at the same places', () => {
  const run = vi.fn()
  render(() => {
    createKeys({ 'g n': run })
    return <p />
  })

  fireEvent.keyDown(document.body, { key: 'ل', code: 'KeyG' })
  fireEvent.keyDown(document.body, { key: 'ى', code: 'KeyN' })

  expect(run).toHaveBeenCalledOnce()
})

describe('keys of a list', () => {
  afterEach(cleanup)

  function showList(more?: Record<string, (id: string) => void>) {
    let list: HTMLElement | undefined
    Element.prototype.scrollIntoView = () => {}
    render(() => {
      createListKeys(() => list, more)
      return (
        <ul ref={(element) => (list = element)}>
          <li data-row="one">
            <a href="/one">One</a>
          </li>
          <li data-row="two">
            <a href="/two">Two</a>
          </li>
        </ul>
      )
    })
  }

  test('j and k go from row to row and stay inside', () => {
    showList()
    const focused = () => document.activeElement?.textContent

    press('j')
    expect(focused()).toBe('One')
    press('j', 'j', 'j')
    expect(focused()).toBe('Two')
    press('k', 'k')
    expect(focused()).toBe('One')
  })

  test('other keys work on the row that has the focus', () => {
    const mark = vi.fn()
    showList({ m: mark })

    press('m')
    expect(mark).not.toHaveBeenCalled()
    press('j', 'j', 'm')
    expect(mark).toHaveBeenCalledExactlyOnceWith('two')
  })

  test('the focus goes to the next row when a key takes the row away', async () => {
    showList({ e: (id) => document.querySelector(`[data-row="${id}"]`)?.remove() })

    press('j', 'e')
    await Promise.resolve()

    expect(document.activeElement?.textContent).toBe('Two')
  })
})
