import { onCleanup, onMount } from 'solid-js'
import { createKeybindingsHandler } from 'tinykeys'

const LEADER_MS = 1_000

// The letter after `g` belongs to the pair, and must not run as a command of its own.
let leaderAt = Number.NEGATIVE_INFINITY
let afterLeader = false
addEventListener(
  'keydown',
  (event) => {
    afterLeader = event.timeStamp - leaderAt < LEADER_MS
    leaderAt = keyOf(event) === 'g' && !afterLeader ? event.timeStamp : Number.NEGATIVE_INFINITY
  },
  { capture: true },
)

/** On an Arabic keyboard the letters of the commands are where they are on a Latin one. */
function keyOf(event: KeyboardEvent): string {
  if (/^[ -~]/.test(event.key)) return event.key
  if (event.code === 'Slash') return event.shiftKey ? '?' : '/'
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key
}

const overlay = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

/** Letters are commands only while nobody types, and not through an open dialog or menu to what lies behind it. */
function isMeantFor(event: KeyboardEvent, owner: Element | undefined): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null
  if (!target) return true
  if (target.isContentEditable || target.matches('input, textarea, select')) return false
  const above = target.closest(overlay)
  return above === null || (owner !== undefined && above.contains(owner))
}

/** Keys of the whole page (tinykeys' names), for as long as the component that asks for them lives. */
export function createKeys(
  keys: Record<string, (event: KeyboardEvent) => void>,
  owner: () => Element | undefined = () => undefined,
) {
  onMount(() => {
    let event: KeyboardEvent
    // tinykeys runs the first that fits, so pairs come before their second letter.
    const pairsFirst = Object.entries(keys).toSorted(([a], [b]) => b.split(' ').length - a.split(' ').length)
    const commands = pairsFirst.map(([key, run]) => [
      key,
      () => {
        if (afterLeader && !key.includes(' ')) return
        event.preventDefault()
        run(event)
      },
    ])
    const handle = createKeybindingsHandler(Object.fromEntries(commands), {
      ignore: () => false,
      timeout: LEADER_MS,
    })
    const listen = (pressed: KeyboardEvent) => {
      if (pressed.defaultPrevented || pressed.isComposing || !isMeantFor(pressed, owner())) return
      event = pressed
      const { code, shiftKey, ctrlKey, altKey, metaKey } = pressed
      handle(new KeyboardEvent('keydown', { key: keyOf(pressed), code, shiftKey, ctrlKey, altKey, metaKey }))
    }
    addEventListener('keydown', listen)
    onCleanup(() => removeEventListener('keydown', listen))
  })
}

/**
 * j and k move the focus through the rows of a list. Each row carries `data-row` and is, or holds, something that
 * takes the focus (a link), so Enter opens it and the browser scrolls it into view. More keys of the list by `more`:
 * they are called with the id of the row that has the focus.
 */
export function createListKeys(
  list: () => HTMLElement | undefined,
  more: Record<string, (id: string) => void> = {},
) {
  const rows = () =>
    [...(list()?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].filter(
      // Tests run where nothing is laid out.
      (row) => !row.checkVisibility || row.checkVisibility(),
    )
  const current = () => document.activeElement?.closest<HTMLElement>('[data-row]')
  const focus = (row: HTMLElement | undefined) => {
    const target = row?.matches(takesFocus) ? row : row?.querySelector<HTMLElement>(takesFocus)
    target?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }
  const move = (by: number) => {
    const all = rows()
    const at = all.findIndex((row) => row === current())
    if (at < 0) focus(by > 0 ? all[0] : all.at(-1))
    else focus(all[Math.min(all.length - 1, Math.max(0, at + by))])
  }
  const onRow = Object.entries(more).map(([key, run]) => [
    key,
    () => {
      const row = current()
      if (row?.dataset.row === undefined || !list()?.contains(row)) return
      const at = rows().indexOf(row)
      run(row.dataset.row)
      // A row that this removed leaves the focus to the one that took its place.
      queueMicrotask(() => row.isConnected || focus(rows()[at] ?? rows().at(-1)))
    },
  ])
  createKeys({ j: () => move(1), k: () => move(-1), ...Object.fromEntries(onRow) }, list)
}

const takesFocus = 'a, button, [tabindex]'
