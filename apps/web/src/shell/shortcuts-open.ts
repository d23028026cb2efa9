import { createSignal } from 'solid-js'

const [shortcutsOpen, setShortcutsOpen] = createSignal(false)

export { shortcutsOpen, setShortcutsOpen }
export const showShortcuts = () => setShortcutsOpen(true)
