import { Tooltip as Kobalte } from '@kobalte/core/tooltip'
import { type JSX, type ParentProps, type ValidComponent, splitProps } from 'solid-js'

/** The card itself, for those who bring a trigger of their own. */
export const TooltipCard = (props: ParentProps) => (
  <Kobalte.Portal>
    <Kobalte.Content class="z-50 max-w-72 animate-fade rounded-md bg-text px-2 py-1 text-sm text-canvas shadow-md">
      {props.children}
    </Kobalte.Content>
  </Kobalte.Portal>
)

/** A word or two about what it is put around. Never the only way to learn something. */
export function Tooltip(props: { text: JSX.Element; as?: ValidComponent } & JSX.HTMLAttributes<HTMLElement>) {
  const [own, rest] = splitProps(props, ['text', 'as', 'children'])
  return (
    <Kobalte openDelay={400} closeDelay={80} gutter={6}>
      <Kobalte.Trigger as={own.as ?? 'span'} {...rest}>
        {own.children}
      </Kobalte.Trigger>
      <TooltipCard>{own.text}</TooltipCard>
    </Kobalte>
  )
}
