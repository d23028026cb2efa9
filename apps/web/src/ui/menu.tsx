import { DropdownMenu as Kobalte } from '@kobalte/core/dropdown-menu'
import Check from 'lucide-solid/icons/check'
import { For, type JSX, type ParentProps, createMemo } from 'solid-js'
import { cx } from './cx.ts'
import type { Option } from './select.tsx'

export interface MenuProps extends ParentProps {
  trigger: JSX.Element
  triggerLabel?: string
  triggerClass?: string
  placement?: 'bottom-end' | 'bottom-start' | 'top-start' | 'top-end'
}

export function Menu(props: MenuProps) {
  return (
    <Kobalte placement={props.placement ?? 'bottom-end'} gutter={6} overflowPadding={8} modal={false}>
      <Kobalte.Trigger class={props.triggerClass} aria-label={props.triggerLabel}>
        {props.trigger}
      </Kobalte.Trigger>
      <Kobalte.Portal>
        {/* Only while it is open: whoever misses the beginning of an animation waits for its end, and never closes. */}
        <Kobalte.Content class="z-50 max-h-(--kb-popper-content-available-height) min-w-52 max-w-[calc(100vw-1rem)] overflow-y-auto data-expanded:animate-fade rounded-lg bg-raised p-1 shadow-md outline-none">
          {props.children}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}

const itemClass =
  'flex items-center gap-2 rounded-sm px-2 py-1.5 outline-none select-none data-[highlighted]:bg-hover pointer-coarse:py-2.5 ' +
  'aria-disabled:text-faint'

export interface MenuItemProps extends ParentProps {
  onSelect: () => void
  icon?: JSX.Element
  /** Stays reachable and says why it does nothing. */
  disabledReason?: string | null | undefined
  tone?: 'error'
}

export function MenuItem(props: MenuItemProps) {
  const reason = createMemo(() => props.disabledReason)
  return (
    <Kobalte.Item
      class={cx(itemClass, props.tone === 'error' && 'text-error')}
      closeOnSelect={!reason()}
      aria-disabled={reason() ? true : undefined}
      onSelect={() => {
        if (!reason()) props.onSelect()
      }}
    >
      {props.icon}
      <span class="min-w-0 grow">
        {props.children}
        <span class="block text-xs text-muted empty:hidden">{reason()}</span>
      </span>
    </Kobalte.Item>
  )
}

export interface MenuChoiceProps<Value extends string> {
  label: string
  options: readonly Option<Value>[]
  value: Value
  onChange: (value: Value) => void
}

/** One of a few, chosen inside a menu. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  return (
    <Kobalte.RadioGroup value={props.value} onChange={(value) => props.onChange(value as Value)}>
      <Kobalte.GroupLabel class="px-2 pt-1.5 pb-0.5 text-xs font-medium text-muted">
        {props.label}
      </Kobalte.GroupLabel>
      <For each={props.options}>
        {(option) => (
          <Kobalte.RadioItem
            value={option.value}
            class={cx(itemClass, 'justify-between')}
            closeOnSelect={false}
          >
            {option.label}
            <Kobalte.ItemIndicator>
              <Check class="size-4 text-accent-text" aria-hidden="true" />
            </Kobalte.ItemIndicator>
          </Kobalte.RadioItem>
        )}
      </For>
    </Kobalte.RadioGroup>
  )
}

export function MenuSwitch(props: ParentProps<{ checked: boolean; onChange: (checked: boolean) => void }>) {
  return (
    <Kobalte.CheckboxItem
      checked={props.checked}
      onChange={(checked) => props.onChange(checked)}
      closeOnSelect={false}
      class={cx(itemClass, 'justify-between')}
    >
      {props.children}
      <Kobalte.ItemIndicator>
        <Check class="size-4 text-accent-text" aria-hidden="true" />
      </Kobalte.ItemIndicator>
    </Kobalte.CheckboxItem>
  )
}

export const MenuLine = () => <Kobalte.Separator class="-mx-1 my-1 border-line" />
