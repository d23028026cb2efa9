import { Popover as Kobalte } from '@kobalte/core/popover'
import type { JSX, ParentProps } from 'solid-js'
import { cx } from './cx.ts'

export interface PopoverProps extends ParentProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The inside of the button that opens it. */
  trigger: JSX.Element
  triggerLabel: string
  triggerClass?: string
  /** What the panel is, for screen readers. */
  title: string
  class?: string
}

/** A panel that hangs on its button. */
export function Popover(props: PopoverProps) {
  return (
    <Kobalte
      open={props.open}
      onOpenChange={(open) => props.onOpenChange(open)}
      placement="bottom-end"
      gutter={6}
      overflowPadding={8}
    >
      <Kobalte.Trigger class={props.triggerClass} aria-label={props.triggerLabel}>
        {props.trigger}
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content
          // The panel itself takes the focus: a ring around its first button would say nothing.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.target instanceof HTMLElement) event.target.focus()
          }}
          aria-label={props.title}
          class={cx(
            'z-30 max-w-[calc(100vw-1rem)] rounded-xl data-expanded:animate-fade bg-raised shadow-md outline-none',
            props.class,
          )}
        >
          {props.children}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
