import { createSignal } from 'solid-js'

const [now, setNow] = createSignal(Date.now())

// One clock for every relative time on the page; a hidden page catches up when it is shown again.
setInterval(() => document.hidden || setNow(Date.now()), 15_000)
document.addEventListener('visibilitychange', () => document.hidden || setNow(Date.now()))

export { now }
