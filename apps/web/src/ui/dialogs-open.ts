import { createSignal, onCleanup } from 'solid-js'

const [open, setOpen] = createSignal(0)

/** Something has to be answered before the work goes on. */
export const isDialogOpen = () => open() > 0

/** To be called where a dialog appears; it counts until its owner is disposed. */
export function countDialog(): void {
  setOpen((count) => count + 1)
  onCleanup(() => setOpen((count) => count - 1))
}
