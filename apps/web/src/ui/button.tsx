import { Tooltip } from '@kobalte/core/tooltip'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import {
  type ComponentProps,
  type JSX,
  Show,
  createMemo,
  createSignal,
  createUniqueId,
  mergeProps,
  splitProps,
} from 'solid-js'
import { buttonClass, type ButtonLook } from './button-look.ts'
import { cx } from './cx.ts'
import { byFinger } from './finger.ts'
import { TooltipCard } from './tooltip.tsx'

export interface ButtonProps
  extends Omit<ComponentProps<'button'>, 'disabled' | 'onClick' | 'type'>, ButtonLook {
  type?: 'button' | 'submit' | 'reset'
  /** Why it cannot be pressed now. It stays focusable and says so, to the eye and to a screen reader. */
  disabledReason?: string | null | undefined
  /** Shown beside the button on hover and focus, while it can be pressed. */
  hint?: JSX.Element
  busy?: boolean
  onClick?: (event: MouseEvent) => void
}

export function Button(props: ButtonProps) {
  const complete = mergeProps({ type: 'button' as const }, props)
  const [own, rest] = splitProps(complete, [
    'disabledReason',
    'hint',
    'busy',
    'onClick',
    'variant',
    'size',
    'square',
    'class',
    'children',
    'aria-describedby',
  ])
  const reasonId = createUniqueId()
  const [open, setOpen] = createSignal(false)
  // Memos, because event handlers ask too: a caller's condition, read outside of any owner, would never be disposed.
  const reason = createMemo(() => own.disabledReason)
  const blocked = createMemo(() => Boolean(reason()) || own.busy === true)
  const silent = createMemo(() => !reason() && !own.hint)

  // A pointer closes a tooltip, and a finger never opens one, so a press that is refused shows the reason itself.
  const click = (event: MouseEvent) => {
    if (!blocked()) return own.onClick?.(event)
    event.preventDefault()
    event.stopPropagation()
    if (reason()) queueMicrotask(() => setOpen(true))
  }

  return (
    <Tooltip
      open={open()}
      // What a button is called shows on hover; a finger would only see it where the focus moves there by itself.
      onOpenChange={(opens) => setOpen(opens && (Boolean(reason()) || !byFinger()))}
      disabled={silent()}
      openDelay={reason() ? 150 : 600}
      closeDelay={80}
      gutter={6}
    >
      <Tooltip.Trigger
        {...rest}
        as="button"
        aria-disabled={blocked() || undefined}
        aria-busy={own.busy || undefined}
        aria-describedby={cx(own['aria-describedby'], reason() && reasonId) || undefined}
        class={cx(buttonClass(own), own.class)}
        onClick={click}
      >
        <Show when={own.busy}>
          <LoaderCircle class="size-4 animate-spin" aria-hidden="true" />
        </Show>
        {own.children}
        <Show when={reason()}>
          <span id={reasonId} class="sr-only">
            {reason()}
          </span>
        </Show>
      </Tooltip.Trigger>
      <TooltipCard>{reason() ?? own.hint}</TooltipCard>
    </Tooltip>
  )
}
