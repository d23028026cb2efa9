import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { TextField } from './text-field.tsx'

const PAUSE_MS = 250 // between two letters of somebody who types

/** Searches while it is typed in. `value` is the search at work, which may also change from outside. */
export function SearchField(props: {
  label: string
  value: string
  onSearch: (text: string) => void
  class?: string
}) {
  const [text, setText] = createSignal('')
  let asked: string | undefined
  let typing: ReturnType<typeof setTimeout>
  onCleanup(() => clearTimeout(typing))
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (value !== asked) setText(value)
        asked = value
      },
    ),
  )
  const search = (typed: string) => {
    asked = typed.trim()
    props.onSearch(asked)
  }
  return (
    <TextField
      type="search"
      label={props.label}
      labelHidden
      placeholder={props.label}
      autocomplete="off"
      maxLength={100}
      class={props.class ?? 'w-full sm:w-64'}
      value={text()}
      onInput={(typed) => {
        setText(typed)
        clearTimeout(typing)
        typing = setTimeout(() => search(typed), PAUSE_MS)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        clearTimeout(typing)
        search(event.currentTarget.value)
      }}
    />
  )
}
