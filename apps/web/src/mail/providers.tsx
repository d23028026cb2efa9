import type { MailProviderView } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { For, Show, createSignal } from 'solid-js'
import { followMail } from '../live/mail.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { StateBadge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { toast } from '../ui/toast.ts'
import { locale, t } from '../words/index.ts'
import { formatNumber } from '../words/time.ts'

const queryKey = ['mail', 'providers']

/** Who carries mail, in the order in which they are asked, and how they are. It moves by itself. */
export function MailProviders() {
  followMail(queryKey)
  const query = useQuery(() => ({ queryKey, queryFn: () => trpc.mail.providers.query() }))
  return (
    <Panel title={t('mailbox.providers')} flush>
      <ol class="divide-y divide-line">
        <For
          each={query.data ?? []}
          fallback={<li class="px-4 py-3 text-muted">{t('mailbox.noProviders')}</li>}
        >
          {(provider) => <ProviderRow provider={provider} />}
        </For>
      </ol>
    </Panel>
  )
}

function ProviderRow(props: { provider: MailProviderView }) {
  const isResting = () => props.provider.state === 'resting'
  const isUsed = () => props.provider.position !== null
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <span class="min-w-24 font-medium" dir="ltr">
        {props.provider.name}
      </span>
      <StateBadge tone={isUsed() ? (isResting() ? 'warning' : 'success') : undefined}>
        {isUsed() ? (isResting() ? t('mailbox.resting') : t('mailbox.healthy')) : t('mailbox.unused')}
      </StateBadge>
      <Show when={isResting() && props.provider.restUntil}>
        {(until) => (
          <span class="text-sm text-muted">
            {t('mailbox.triedAgain')} <RelativeTime at={until()} />
          </span>
        )}
      </Show>
      <Show when={props.provider.perDay}>
        {(most) => (
          <span class="text-sm text-muted tabular-nums">
            {t('mailbox.quota', { used: formatNumber(props.provider.usedToday), most: formatNumber(most()) })}
          </span>
        )}
      </Show>
      <span class="min-w-0 grow truncate text-sm text-error" dir="auto">
        {isResting() ? props.provider.lastError : null}
      </span>
      <Show when={isUsed()}>
        <Act
          label={t('mailbox.sendTest')}
          done={t('mailbox.testSent')}
          act={() =>
            trpc.mail.sendTest.mutate({
              template: 'test',
              type: 'test',
              locale: locale(),
              provider: props.provider.name,
            })
          }
        />
        <Show
          when={isResting()}
          fallback={
            <Act label={t('mailbox.rest')} act={() => trpc.mail.rest.mutate({ name: props.provider.name })} />
          }
        >
          <Act
            label={t('mailbox.resume')}
            act={() => trpc.mail.resume.mutate({ name: props.provider.name })}
          />
        </Show>
      </Show>
    </li>
  )
}

function Act(props: { label: string; done?: string; act: () => Promise<unknown> }) {
  const [busy, setBusy] = createSignal(false)
  async function run() {
    setBusy(true)
    try {
      await props.act()
      if (props.done) toast({ tone: 'success', title: props.done })
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="sm" busy={busy()} onClick={() => void run()}>
      {props.label}
    </Button>
  )
}
