import type { Tone } from '@belfry/shared/machine'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Info from 'lucide-solid/icons/info'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import X from 'lucide-solid/icons/x'
import { For, Show, createEffect, createSignal, onCleanup } from 'solid-js'
import { Dynamic, Portal } from 'solid-js/web'
import { t } from '../words/index.ts'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { isDialogOpen } from './dialogs-open.ts'
import { IconButton } from './icon-button.tsx'
import { type Toast, dismiss, toasts } from './toast.ts'

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert }
const colours: Record<Tone, string> = {
  info: 'text-info',
  success: 'text-success',
  warning: 'text-warning',
  error: 'text-error',
}

/** Where toasts appear. Mounted once, before the first toast, or screen readers miss it. */
export function Toaster() {
  return (
    <Portal>
      <section
        aria-live="polite"
        aria-label={t('shell.notifications')}
        // On a phone at the top: the buttons are at the bottom. Behind dialogs: it would lie on their buttons.
        class="pointer-events-none fixed inset-x-3 z-30 flex flex-col items-end gap-2 max-sm:top-[calc(3.75rem+env(safe-area-inset-top))] sm:inset-x-auto sm:inset-e-4 sm:bottom-[calc(4.25rem+env(safe-area-inset-bottom))] sm:w-96 md:bottom-4"
      >
        <For each={toasts}>{(toast) => <ToastCard toast={toast} />}</For>
      </section>
    </Portal>
  )
}

function ToastCard(props: { toast: Toast }) {
  const [held, setHeld] = createSignal(false)
  createEffect(() => {
    if (held() || isDialogOpen() || props.toast.lasts === Infinity) return
    const timer = setTimeout(() => dismiss(props.toast.id), props.toast.lasts)
    onCleanup(() => clearTimeout(timer))
  })
  return (
    <div
      data-toast
      // What went wrong, and what stays until it is seen, is read out at once; all else when there is a pause.
      role={props.toast.tone === 'error' || props.toast.lasts === Infinity ? 'alert' : 'status'}
      class={cx(
        'pointer-events-auto flex w-full animate-rise gap-3 rounded-lg bg-raised p-3 shadow-lg',
        props.toast.body ? 'items-start' : 'items-center',
      )}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <Dynamic
        component={icons[props.toast.tone]}
        class={cx('size-4.5 shrink-0', props.toast.body && 'mt-0.5', colours[props.toast.tone])}
        aria-hidden="true"
      />
      <div class="min-w-0 grow">
        <p dir={props.toast.dir} class="text-side font-medium">
          {props.toast.title}
        </p>
        <Show when={props.toast.body}>
          <p dir={props.toast.dir} class="line-clamp-2 text-side text-sm text-muted">
            {props.toast.body}
          </p>
        </Show>
      </div>
      <Show when={props.toast.action}>
        {(action) => (
          <Button
            size="sm"
            onClick={() => {
              dismiss(props.toast.id)
              action().run()
            }}
          >
            {action().label}
          </Button>
        )}
      </Show>
      <IconButton size="sm" class="-my-1 -me-1" label={t('ui.close')} onClick={() => dismiss(props.toast.id)}>
        <X class="size-4" aria-hidden="true" />
      </IconButton>
    </div>
  )
}
