import type { FlagName } from '@belfry/shared/flags'
import type { FlagView, ThrottledSender } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import Hourglass from 'lucide-solid/icons/hourglass'
import { For, Match, Show, Switch, createSignal } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.ts'
import { type WordKey, t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'

/** What each switch is called, and what it means. */
const flagWords: Record<FlagName, [WordKey, WordKey]> = {
  realtime: ['system.flagRealtime', 'system.flagRealtimeWhy'],
  'channel.mail': ['system.flagMail', 'system.flagMailWhy'],
  'channel.push': ['system.flagPush', 'system.flagPushWhy'],
  'channel.webhook': ['system.flagWebhook', 'system.flagWebhookWhy'],
}
const nameOf = ({ name }: FlagView) => t(flagWords[name][0])
const whyOf = ({ name }: FlagView) => t(flagWords[name][1])

const queryKey = ['system', 'sending']
const REFRESH_MS = 5_000

/** Something that is done to everybody's messages, with a reason that goes into the audit trail. */
interface Deed {
  title: string
  why: string
  button: string
  run: (reason: string) => Promise<string>
}

/** What is switched on, and whose messages wait. */
export function SystemSending() {
  const [deed, setDeed] = createSignal<Deed | null>(null)
  return (
    <div class="flex flex-col gap-4">
      <Flags onDeed={setDeed} />
      <Throttled onDeed={setDeed} />
      <Show when={deed()} keyed>
        {(chosen) => <DeedDialog deed={chosen} onDone={() => setDeed(null)} />}
      </Show>
    </div>
  )
}

function Flags(props: { onDeed: (deed: Deed) => void }) {
  const query = useQuery(() => ({
    queryKey: [...queryKey, 'flags'],
    queryFn: () => trpc.system.flags.query(),
    refetchInterval: REFRESH_MS,
  }))
  const turn = (flag: FlagView): Deed => {
    const on = !flag.on
    const name = nameOf(flag)
    return {
      title: t(on ? 'system.turnOn' : 'system.turnOff', { name }),
      why: whyOf(flag),
      button: t(on ? 'system.switchOn' : 'system.switchOff'),
      run: async (reason) => {
        await trpc.system.setFlag.mutate({ name: flag.name, on, reason })
        return t(on ? 'system.isOn' : 'system.isOff', { name })
      },
    }
  }
  return (
    <Panel title={t('system.switches')} flush>
      <Show when={query.data} fallback={<SkeletonRows rows={4} />}>
        {(flags) => (
          <ul class="divide-y divide-line">
            <For each={flags()}>
              {(flag) => (
                <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                  <div class="min-w-56 grow basis-0">
                    <p class="font-medium">{nameOf(flag)}</p>
                    <p class="text-sm text-muted">{whyOf(flag)}</p>
                    <Show when={flag.changedAt}>
                      {(at) => (
                        <p class="text-sm text-faint">
                          <bdi>{flag.changedBy?.name}</bdi> · <RelativeTime at={at()} />
                        </p>
                      )}
                    </Show>
                  </div>
                  <Badge tone={flag.on ? 'success' : 'warning'} dot>
                    {t(flag.on ? 'system.on' : 'system.off')}
                  </Badge>
                  <Button size="sm" onClick={() => props.onDeed(turn(flag))}>
                    {t(flag.on ? 'system.switchOff' : 'system.switchOn')}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Panel>
  )
}

function Throttled(props: { onDeed: (deed: Deed) => void }) {
  const query = useQuery(() => ({
    queryKey: [...queryKey, 'throttled'],
    queryFn: () => trpc.system.throttled.query(),
    refetchInterval: REFRESH_MS,
  }))
  const settle = (sender: ThrottledSender, as: 'released' | 'dropped'): Deed => ({
    title: t(as === 'released' ? 'system.releaseOf' : 'system.dropOf', { name: sender.name }),
    why: t(as === 'released' ? 'system.releaseWhy' : 'system.dropWhy', { count: sender.waiting }),
    button: t(as === 'released' ? 'system.release' : 'system.drop'),
    run: async (reason) => {
      const { events } = await trpc.system.settleThrottled.mutate({ sender: sender.sender, as, reason })
      return t(as === 'released' ? 'system.released' : 'system.dropped', { count: events })
    },
  })
  const columns: Column<ThrottledSender>[] = [
    { key: 'name', head: t('system.sender'), cell: (sender) => <bdi>{sender.name}</bdi> },
    { key: 'waiting', head: t('system.waiting'), end: true, cell: ({ waiting }) => formatNumber(waiting) },
    {
      key: 'rate',
      head: t('system.perMinute'),
      end: true,
      from: 'sm',
      cell: ({ perMinute }) => formatNumber(perMinute),
    },
    {
      key: 'since',
      head: t('system.since'),
      end: true,
      from: 'sm',
      class: 'text-muted',
      cell: (sender) => <RelativeTime at={sender.since} />,
    },
    {
      key: 'deeds',
      head: t('system.settle'),
      headHidden: true,
      end: true,
      class: 'w-0 whitespace-nowrap',
      cell: (sender) => (
        <>
          <Button size="sm" variant="quiet" onClick={() => props.onDeed(settle(sender, 'released'))}>
            {t('system.release')}
          </Button>
          <Button size="sm" variant="quiet" onClick={() => props.onDeed(settle(sender, 'dropped'))}>
            {t('system.drop')}
          </Button>
        </>
      ),
    },
  ]
  return (
    <Panel title={t('system.throttled')} flush>
      <Switch>
        <Match when={query.data && query.data.length > 0}>
          <DataTable
            caption={t('system.throttled')}
            columns={columns}
            rows={query.data ?? []}
            rowId={({ sender }) => sender}
          />
        </Match>
        <Match when={query.data}>
          <EmptyState title={t('system.nothingWaits')} icon={<Hourglass class="size-6" />}>
            {t('system.nothingWaitsHint')}
          </EmptyState>
        </Match>
        <Match when={query.error}>
          <EmptyState title={t('ui.loadFailed')}>{messageOf(query.error)}</EmptyState>
        </Match>
        <Match when={true}>
          <SkeletonRows rows={3} />
        </Match>
      </Switch>
    </Panel>
  )
}

function DeedDialog(props: { deed: Deed; onDone: () => void }) {
  const [reason, setReason] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  async function run() {
    setTried(true)
    if (!reason().trim()) return
    setBusy(true)
    setError(null)
    try {
      toast({ tone: 'success', title: await props.deed.run(reason().trim()) })
      props.onDone()
    } catch (problem) {
      setError(messageOf(problem))
    } finally {
      setBusy(false)
    }
    await queryClient.invalidateQueries({ queryKey })
  }
  return (
    <FormDialog
      title={props.deed.title}
      description={props.deed.why}
      deed={props.deed.button}
      busy={busy()}
      error={error()}
      onSubmit={() => void run()}
      onClose={() => props.onDone()}
    >
      <TextArea
        label={t('system.reason')}
        required
        max={500}
        value={reason()}
        onInput={setReason}
        error={tried() && !reason().trim() ? t('system.needReason') : null}
      />
    </FormDialog>
  )
}
