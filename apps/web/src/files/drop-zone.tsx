import { type ParentProps, createSignal } from 'solid-js'
import { cx } from '../ui/cx.ts'

export interface DropZoneProps extends ParentProps {
  disabled: boolean
  /** Nothing is in it yet, so it looks like a place for something. */
  empty: boolean
  onDrop: (file: File | undefined) => void
}

/** Takes a file that is dragged over it. All that can be done here can be done without dragging, too. */
export function DropZone(props: DropZoneProps) {
  const [over, setOver] = createSignal(false)
  // Every element inside says when it is entered and left.
  let depth = 0
  const hasFile = (event: DragEvent) =>
    !props.disabled && event.dataTransfer?.types.includes('Files') === true

  return (
    <div
      class={cx(
        'flex flex-col gap-2 rounded-md transition-colors',
        props.empty && 'border border-dashed px-3 py-3',
        props.empty && (over() ? 'border-accent' : 'border-line-strong/70'),
        over() && 'bg-accent-soft outline-2 outline-offset-2 outline-accent',
        props.disabled && 'opacity-55',
      )}
      onDragEnter={(event) => {
        if (!hasFile(event)) return
        event.preventDefault()
        depth += 1
        setOver(true)
      }}
      onDragOver={(event) => hasFile(event) && event.preventDefault()}
      onDragLeave={() => {
        depth = Math.max(0, depth - 1)
        if (depth === 0) setOver(false)
      }}
      onDrop={(event) => {
        if (!hasFile(event)) return
        event.preventDefault()
        depth = 0
        setOver(false)
        props.onDrop(event.dataTransfer?.files[0])
      }}
    >
      {props.children}
    </div>
  )
}
