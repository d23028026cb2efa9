import type { WebhookEndpoint } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link } from '@tanstack/solid-router'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Plus from 'lucide-solid/icons/plus'
import { For, Show, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { toast } from '../ui/toast.ts'
import { NewEndpoint } from '../webhooks/new-endpoint.tsx'
import { EndpointBadge } from '../webhooks/state-badges.tsx'
import { t } from '../words/index.ts'

export const useOwnWebhooks = () =>
  useQuery(() => ({
    queryKey: ['webhooks', 'own'],
    queryFn: () => trpc.webhooks.list.query({ mine: true }),
  }))

/** Where else one's notifications go: a channel of one's own in Slack or Teams, or a program. */
export function OwnWebhooks(props: { query: ReturnType<typeof useOwnWebhooks> }) {
  const [making, setMaking] = createSignal(false)
  return (
    <Panel
      title={t('preferences.webhooks')}
      actions={
        <Button size="sm" onClick={() => setMaking(true)}>
          <Plus class="size-4" aria-hidden="true" />
          {t('preferences.addWebhook')}
        </Button>
      }
    >
      <div class="flex flex-col gap-3">
        <p class="text-sm text-muted">{t('preferences.webhooksWhy')}</p>
        <Show when={props.query.isError}>
          <Banner tone="error">{messageOf(props.query.error)}</Banner>
        </Show>
        <Show when={props.query.data?.length}>
          <ul class="divide-y divide-line rounded-md border border-line">
            <For each={props.query.data}>{(endpoint) => <Row endpoint={endpoint} />}</For>
          </ul>
        </Show>
      </div>
      <Show when={making()}>
        <NewEndpoint
          mine
          onMade={({ name }) => toast({ tone: 'success', title: t('webhooks.made', { name }) })}
          onClose={() => setMaking(false)}
        />
      </Show>
    </Panel>
  )
}

const Row = (props: { endpoint: WebhookEndpoint }) => (
  <li class="relative flex items-center gap-3 px-3 py-2.5 hover:bg-hover">
    <div class="min-w-0 flex-1">
      <Link
        to="/webhooks/$id"
        params={{ id: props.endpoint.id }}
        dir="auto"
        class="font-medium outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-focus"
      >
        {props.endpoint.name}
      </Link>
      <p class="text-sm wrap-anywhere text-muted">
        {t('webhooks.kinds', { kind: props.endpoint.kind })} ·{' '}
        <bdi dir="ltr">{new URL(props.endpoint.url).host}</bdi>
        <Show when={props.endpoint.lastSentAt}>
          {(at) => (
            <>
              {' '}
              · {t('webhooks.lastSent')}: <RelativeTime at={at()} />
            </>
          )}
        </Show>
      </p>
    </div>
    <EndpointBadge endpoint={props.endpoint} />
    <ChevronRight class="size-4 shrink-0 text-faint rtl:-scale-x-100" aria-hidden="true" />
  </li>
)
