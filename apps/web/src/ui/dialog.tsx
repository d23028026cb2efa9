import { Dialog as Kobalte } from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import { type JSX, type ParentProps, Show, createEffect } from 'solid-js'
import { t } from '../words/index.ts'
import { buttonClass } from './button-look.ts'
import { cx } from './cx.ts'
import { countDialog } from './dialogs-open.ts'
import { byFinger } from './finger.ts'
import { rememberFocus } from './focus-near.ts'

export interface DialogProps extends ParentProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: JSX.Element
  /** The buttons, in reading order: the way out first, the deed last. */
  actions?: JSX.Element
  wide?: boolean
}

const FIELD = 'input:is([type="radio"]:checked, :not([type="radio"], [type="file"])), select, textarea'

/** Asks for something before the work goes on. On a phone it rises from the lower edge. */
export function Dialog(props: DialogProps) {
  // Kobalte hands the focus back to a trigger of its own; ours may be any button, and gone by then.
  let giveBack: (() => void) | undefined
  let body: HTMLDivElement | undefined
  createEffect(() => {
    if (props.open) countDialog()
  })
  return (
    <Kobalte open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-40 animate-fade bg-scrim" />
        <div class="fixed inset-0 z-40 flex items-end justify-center sm:items-start sm:px-4 sm:pt-[12vh]">
          <Kobalte.Content
            onOpenAutoFocus={(event) => {
              giveBack = rememberFocus()
              // Where something is to be filled in, that comes first, and not the way out. On a phone it would call up the keyboard.
              const field =
                body?.querySelector<HTMLElement>('[data-first]') ?? body?.querySelector<HTMLElement>(FIELD)
              if (!field || byFinger()) return
              event.preventDefault()
              field.focus()
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault()
              giveBack?.()
            }}
            class={cx(
              'flex max-h-[85dvh] w-full animate-rise flex-col overflow-hidden rounded-t-xl bg-raised shadow-lg sm:rounded-xl',
              props.wide ? 'sm:max-w-2xl' : 'sm:max-w-md',
            )}
          >
            <div class="flex items-start justify-between gap-4 px-5 pt-4">
              <Kobalte.Title class="text-lg font-semibold">{props.title}</Kobalte.Title>
              <Kobalte.CloseButton
                class={cx(buttonClass({ variant: 'quiet', square: true, size: 'sm' }), '-me-1.5')}
                aria-label={t('ui.close')}
              >
                <X class="size-4" aria-hidden="true" />
              </Kobalte.CloseButton>
            </div>
            <Show when={props.description}>
              <Kobalte.Description class="px-5 pt-1 text-muted">{props.description}</Kobalte.Description>
            </Show>
            <div ref={(element) => (body = element)} class="overflow-y-auto px-5 py-4">
              {props.children}
            </div>
            <Show when={props.actions}>
              <div class="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
                {props.actions}
              </div>
            </Show>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  )
}
