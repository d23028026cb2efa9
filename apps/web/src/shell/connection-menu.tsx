import Cable from 'lucide-solid/icons/cable'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import Unplug from 'lucide-solid/icons/unplug'
import { Show, createSignal } from 'solid-js'
import { heardAt, line, tryAgain } from '../live/socket.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { Popover } from '../ui/popover.tsx'
import { t } from '../words/index.ts'
import { formatDistance, formatTime } from '../words/time.ts'

const ways = {
  websocket: 'shell.byWebSocket',
  sse: 'shell.byEventStream',
  polling: 'shell.byAsking',
} as const

/** How this window is connected. On a phone it shows only where that is not as it should be. */
export function ConnectionMenu() {
  const [open, setOpen] = createSignal(false)
  const isUsual = () => line()?.transport === 'websocket'
  const state = () => {
    const transport = line()?.transport
    return t(transport ? ways[transport] : 'shell.notConnected')
  }
  return (
    <span class={isUsual() ? 'max-sm:hidden' : undefined}>
      <Popover
        open={open()}
        onOpenChange={setOpen}
        title={t('shell.connection')}
        triggerLabel={`${t('shell.connection')}: ${state()}`}
        triggerClass={buttonClass({ variant: 'quiet', square: true })}
        trigger={
          <Show when={line()} fallback={<Unplug class="size-4.5 text-warning" aria-hidden="true" />}>
            <Cable class={isUsual() ? 'size-4.5 text-faint' : 'size-4.5'} aria-hidden="true" />
          </Show>
        }
        class="w-72 p-4"
      >
        <Details state={state()} mayImprove={!isUsual()} />
      </Popover>
    </span>
  )
}

function Details(props: { state: string; mayImprove: boolean }) {
  const heard = () => {
    line()
    const at = heardAt()
    return at > 0 ? formatDistance(new Date(at), Math.max(now(), at)) : null
  }
  return (
    <div class="flex flex-col gap-3 text-sm">
      <p class="font-medium">{props.state}</p>
      <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <Show when={line()}>
          {(open) => (
            <>
              <dt class="text-muted">{t('shell.connectedSince')}</dt>
              <dd>{formatTime(new Date(open().since), 'short')}</dd>
            </>
          )}
        </Show>
        <Show when={heard()}>
          <dt class="text-muted">{t('shell.lastHeard')}</dt>
          <dd>{heard()}</dd>
        </Show>
      </dl>
      <Show when={line() && props.mayImprove}>
        <p class="text-muted">{t('shell.detour')}</p>
      </Show>
      <Show when={props.mayImprove}>
        <span>
          <Button size="sm" onClick={tryAgain}>
            <RefreshCw class="size-4" aria-hidden="true" />
            {t('shell.tryAgain')}
          </Button>
        </span>
      </Show>
    </div>
  )
}
