import type { PersonRef } from '@belfry/shared/wire'
import { fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { describe, expect, test } from 'vitest'
import { MentionArea } from '../src/together/mention-area.tsx'
import { MentionedText } from '../src/together/mentioned-text.tsx'
import { complete, mentionedIn, piecesOf, searchAt } from '../src/together/mentions.ts'

const ana: PersonRef = { id: '1', name: 'Ana' }
const lyst: PersonRef = { id: '2', name: 'Ana Lyst' }
const dawud: PersonRef = { id: '3', name: 'داود السائق' }

describe('what is typed behind an @', () => {
  test.each([
    ['@', ''],
    ['Hello @An', 'An'],
    ['Hello (@Ana Ly', 'Ana Ly'],
    ['مرحبا @داو', 'داو'],
    ['ana@belfry.test', null],
    ['Hello @ Ana', null],
    ['@Ana said this and that', null],
    ['@Ana\nnext line', null],
    ['nobody', null],
  ])('%j asks for %j', (text, search) => {
    expect(searchAt(text, text.length, [])).toBe(search)
  })

  test('a name that was picked is complete, and what follows is the sentence', () => {
    expect(searchAt('@Ana Lyst will', 14, [lyst])).toBe(null)
    expect(searchAt('@Ana Lyst and @', 15, [lyst])).toBe('')
  })

  test('is replaced by the name, wherever the caret is', () => {
    expect(complete('Ask @an about it', 7, 'Ana Lyst')).toEqual({ text: 'Ask @Ana Lyst about it', caret: 14 })
    expect(complete('@', 1, 'Ana')).toEqual({ text: '@Ana ', caret: 5 })
  })
})

test('who was taken out of the text again is not mentioned', () => {
  expect(mentionedIn('Thanks @Ana Lyst', [lyst, dawud])).toEqual([lyst])
})

test('names are set off, the longest first, and everything else is text', () => {
  expect(piecesOf('@Ana Lyst, ask @Ana <b>', [ana, lyst])).toEqual([
    { text: '@Ana Lyst', mention: true },
    { text: ', ask ', mention: false },
    { text: '@Ana', mention: true },
    { text: ' <b>', mention: false },
  ])
  const { container } = render(() => <MentionedText text="<i>@Ana</i>" mentions={[ana]} />)
  expect(container.textContent).toBe('<i>@Ana</i>')
  expect(container.querySelectorAll('bdi')).toHaveLength(1)
})

test('people are chosen by keyboard, while the focus stays in the text', async () => {
  const picked: PersonRef[] = []
  render(() => {
    const [text, setText] = createSignal('')
    return (
      <MentionArea
        label="Comment"
        value={text()}
        onInput={setText}
        load={() => Promise.resolve([ana, dawud])}
        picked={picked}
        onPick={(person) => picked.push(person)}
      />
    )
  })
  const area = screen.getByLabelText<HTMLTextAreaElement>('Comment')
  area.focus()
  fireEvent.input(area, { target: { value: '@' } })
  const options = await screen.findAllByRole('option')
  expect(area.getAttribute('aria-activedescendant')).toBe(options[0]!.id)

  fireEvent.keyDown(area, { key: 'ArrowDown' })
  expect(area.getAttribute('aria-activedescendant')).toBe(options[1]!.id)
  expect(options[1]!.getAttribute('aria-selected')).toBe('true')
  fireEvent.keyDown(area, { key: 'Enter' })

  expect(picked).toEqual([dawud])
  await waitFor(() => expect(area.value).toBe('@داود السائق '))
  expect(screen.queryByRole('listbox')).toBe(null)
  expect(document.activeElement).toBe(area)

  fireEvent.input(area, { target: { value: `${area.value}@` } })
  await screen.findByRole('listbox')
  fireEvent.keyDown(area, { key: 'Escape' })
  expect(screen.queryByRole('listbox')).toBe(null)
})
