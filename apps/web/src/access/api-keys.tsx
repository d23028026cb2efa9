import type { ApiKeyView, CreatedApiKey } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import KeyRound from 'lucide-solid/icons/key-round'
import Plus from 'lucide-solid/icons/plus'
import { For, Match, Show, Switch, createSignal } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { NewKeyDialog } from './new-key.tsx'
import { SecretDialog } from './secret.tsx'
import { Sure } from './sure.tsx'

/** The API keys of one person: one's own where none is named. */
export function ApiKeys(props: { personId?: string; closed?: boolean }) {
  const queryKey = () => ['access', 'apiKeys', props.personId ?? 'own']
  const query = useQuery(() => ({
    queryKey: queryKey(),
    queryFn: () => trpc.access.apiKeys.query(props.personId ? { personId: props.personId } : {}),
  }))
  const [making, setMaking] = createSignal(false)
  const [made, setMade] = createSignal<CreatedApiKey | null>(null)
  const [revoking, setRevoking] = createSignal<ApiKeyView | null>(null)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['access'] })

  async function revoke({ id }: ApiKeyView) {
    await trpc.access.revokeApiKey.mutate({ id })
    toast({ tone: 'success', title: t('account.keyRevoked') })
    await refresh()
  }

  return (
    <Panel
      title={t('account.keys')}
      actions={
        <Show when={!props.closed}>
          <Button size="sm" onClick={() => setMaking(true)}>
            <Plus class="size-4" aria-hidden="true" />
            {t('account.newKey')}
          </Button>
        </Show>
      }
      flush
    >
      <Switch>
        <Match when={query.data?.length}>
          <ul>
            <For each={query.data}>{(key) => <KeyRow apiKey={key} onRevoke={() => setRevoking(key)} />}</For>
          </ul>
        </Match>
        <Match when={query.data}>
          <EmptyState title={t('account.noKeys')} icon={<KeyRound class="size-6" />}>
            {t('account.keysWhy')}
          </EmptyState>
        </Match>
        <Match when={query.isError}>
          <EmptyState title={t('ui.loadFailed')}>{messageOf(query.error)}</EmptyState>
        </Match>
        <Match when={true}>
          <SkeletonRows rows={2} />
        </Match>
      </Switch>
      <Show when={making()}>
        <NewKeyDialog
          personId={props.personId}
          onMade={(key) => {
            setMade(key)
            void refresh()
          }}
          onDone={() => setMaking(false)}
        />
      </Show>
      <Show when={made()} keyed>
        {({ key, secret }) => (
          <SecretDialog
            title={t('account.keyMade', { name: key.name })}
            why={t('account.keyOnce')}
            label={t('account.key')}
            secret={secret ?? ''}
            onDone={() => setMade(null)}
          />
        )}
      </Show>
      <Show when={revoking()} keyed>
        {(key) => (
          <Sure
            title={t('account.revokeKeySure', { name: key.name })}
            why={t('account.revokeKeyWhy')}
            deed={t('account.revokeKey')}
            run={() => revoke(key)}
            onDone={() => setRevoking(null)}
          />
        )}
      </Show>
    </Panel>
  )
}

function KeyRow(props: { apiKey: ApiKeyView; onRevoke: () => void }) {
  const until = () => props.apiKey.expiresAt
  return (
    <li
      data-row={props.apiKey.id}
      class="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0"
    >
      <div class="min-w-0 grow">
        <p class="font-medium">
          <bdi>{props.apiKey.name}</bdi>
        </p>
        <p class="text-sm text-muted">
          <code class="font-mono text-xs" dir="ltr">
            {props.apiKey.start}…
          </code>{' '}
          · {t('account.keyCreated', { at: new Date(props.apiKey.createdAt) })}
          <Show when={until()}>{(at) => <> · {t('account.keyUntil', { at: new Date(at()) })}</>}</Show> ·{' '}
          <Show when={props.apiKey.lastUsedAt} fallback={t('account.keyUnused')}>
            {(at) => (
              <>
                {t('account.keyUsed')} <RelativeTime at={at()} />
              </>
            )}
          </Show>
        </p>
      </div>
      <Button
        size="sm"
        variant="quiet"
        aria-label={t('account.revokeKeyOf', { name: props.apiKey.name })}
        onClick={() => props.onRevoke()}
      >
        {t('account.revokeKey')}
      </Button>
    </li>
  )
}
