import { createSignal } from 'solid-js'

const [newOpen, setNewOpen] = createSignal(false)

export { newOpen, setNewOpen }
