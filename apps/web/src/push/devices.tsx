import type { PushDevice } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { For, Show, createSignal } from 'solid-js'
import { agentName } from '../pages/system-agent.ts'
import { queryClient } from '../query.ts'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { Switch } from '../ui/switch.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { canPush, forgetPush, pushIsOn, pushIsRefused, turnPushOff, turnPushOn } from './subscription.ts'

const queryKey = ['push', 'devices']

/** Which of one's browsers tell while Belfry is closed, and whether this one does. */
export function PushDevices() {
  const me = useMe()
  const query = useQuery(() => ({ queryKey, queryFn: () => trpc.push.list.query() }))
  const [busy, setBusy] = createSignal(false)

  async function change(work: () => Promise<unknown>) {
    if (busy()) return
    setBusy(true)
    try {
      await work()
    } catch (error) {
      toast({ tone: 'error', title: error instanceof DOMException ? t('push.failed') : messageOf(error) })
    } finally {
      setBusy(false)
    }
    await queryClient.invalidateQueries({ queryKey })
  }
  const remove = (device: PushDevice) =>
    change(async () => {
      await trpc.push.unsubscribe.mutate({ id: device.id })
      if (device.current) forgetPush()
    })

  return (
    <Panel title={t('push.title')} flush>
      <div class="flex flex-col gap-1 border-b border-line px-4 py-3 last:border-b-0">
        <Show when={canPush()} fallback={<p class="text-sm text-muted">{t('push.cannot')}</p>}>
          <Show when={!pushIsRefused()} fallback={<p class="text-sm text-muted">{t('push.refused')}</p>}>
            <Switch
              checked={pushIsOn()}
              onChange={(on) => void change(on ? () => turnPushOn(me().id) : turnPushOff)}
            >
              {t('push.here')}
            </Switch>
            <p class="text-sm text-muted">{t('push.hint')}</p>
          </Show>
        </Show>
      </div>
      <Show when={query.data?.length}>
        <ul aria-label={t('push.devices')}>
          <For each={query.data}>
            {(device) => (
              <li class="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
                <div class="min-w-0 grow">
                  <p class="flex flex-wrap items-center gap-2 font-medium">
                    <bdi>{agentName(device.userAgent)}</bdi>
                    <Show when={device.current}>
                      <Badge tone="success">{t('push.thisOne')}</Badge>
                    </Show>
                  </p>
                  <p class="text-sm text-muted">
                    {device.sentAt
                      ? t('push.lastSent', { at: new Date(device.sentAt) })
                      : t('push.since', { at: new Date(device.createdAt) })}
                  </p>
                </div>
                <Button
                  size="sm"
                  variant="quiet"
                  busy={busy()}
                  aria-label={t('push.removeOf', { agent: agentName(device.userAgent) })}
                  onClick={() => void remove(device)}
                >
                  {t('push.remove')}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}
