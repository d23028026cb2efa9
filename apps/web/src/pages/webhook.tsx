import { isSigned } from '@belfry/shared/webhooks'
import type { WebhookEndpoint } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Link, getRouteApi } from '@tanstack/solid-router'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import Webhook from 'lucide-solid/icons/webhook'
import { Show, createSignal } from 'solid-js'
import { SecretDialog } from '../access/secret.tsx'
import { Sure } from '../access/sure.tsx'
import { queryClient } from '../query.ts'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { toast } from '../ui/toast.ts'
import { Deliveries } from '../webhooks/deliveries.tsx'
import { DeliveryDialog } from '../webhooks/delivery-dialog.tsx'
import { EndpointDialog } from '../webhooks/endpoint-dialog.tsx'
import { EndpointBadge } from '../webhooks/state-badges.tsx'
import { topicsWord } from '../webhooks/topic-words.ts'
import { t } from '../words/index.ts'
import { OneThing } from './one-thing.tsx'

const route = getRouteApi('/shell/webhooks/$id')
const FRESH_MS = 3_000

/** One webhook: of the organisation, or one's own, which needs no permission. */
export default function WebhookPage() {
  const params = route.useParams()
  const me = useMe()
  const mayManage = () => me().permissions.includes('webhooks.manage')
  const query = useQuery(() => ({
    queryKey: ['webhooks', 'one', params().id],
    queryFn: () => trpc.webhooks.get.query({ id: params().id }),
    refetchInterval: FRESH_MS,
  }))
  return (
    <OneThing
      query={query}
      title={t('webhooks.title')}
      notThere={t('webhooks.notThere')}
      icon={<Webhook class="size-6" />}
      back={<ToAll mine={!mayManage()} />}
    >
      {(endpoint) => <Sheet endpoint={endpoint()} />}
    </OneThing>
  )
}

const ToAll = (props: { mine: boolean }) => (
  <Link
    to={props.mine ? '/account/notifications' : '/webhooks'}
    class={buttonClass({ variant: 'quiet', size: 'sm' })}
  >
    <ArrowLeft class="size-4 rtl:-scale-x-100" aria-hidden="true" />
    {t(props.mine ? 'preferences.title' : 'webhooks.all')}
  </Link>
)

const refresh = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] })

function Sheet(props: { endpoint: WebhookEndpoint }) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page
      title={props.endpoint.name}
      beside={<EndpointBadge endpoint={props.endpoint} />}
      under={
        <>
          <p class="wrap-anywhere">
            {t('webhooks.kinds', { kind: props.endpoint.kind })} · <bdi dir="ltr">{props.endpoint.url}</bdi>
          </p>
          <p>{props.endpoint.mine ? t('webhooks.whatYouHear') : topicsWord(props.endpoint.topics)}</p>
          <p class="text-sm">
            <Show when={!props.endpoint.mine}>
              {t('webhooks.createdBy', { name: props.endpoint.createdBy.name })} ·{' '}
            </Show>
            {t('webhooks.lastDay')}:{' '}
            {t('webhooks.figures', { sent: props.endpoint.sent, failed: props.endpoint.failed })}
            <Show when={props.endpoint.waiting}>
              {(count) => <> · {t('webhooks.waitingCount', { count: count() })}</>}
            </Show>
          </p>
        </>
      }
      actions={<Actions endpoint={props.endpoint} />}
    >
      <div class="-mt-2 flex">
        <ToAll mine={props.endpoint.mine} />
      </div>
      <Show when={props.endpoint.state === 'disabled'}>
        <Banner tone={props.endpoint.why === 'by_hand' ? 'info' : 'error'}>
          {t('webhooks.disabledWhy', { why: props.endpoint.why })}
        </Banner>
      </Show>
      <Show when={props.endpoint.state === 'active' && props.endpoint.failingSince}>
        {(at) => <Banner tone="warning">{t('webhooks.failingSince', { at: new Date(at()) })}</Banner>}
      </Show>
      <Show when={props.endpoint.previousUntil && Date.parse(props.endpoint.previousUntil) > Date.now()}>
        <Banner>{t('webhooks.rotating', { at: new Date(props.endpoint.previousUntil ?? 0) })}</Banner>
      </Show>
      <Deliveries endpoint={props.endpoint} show={search().show ?? 'all'} />
      <Show when={search().delivery} keyed>
        {(id) => (
          <DeliveryDialog
            id={id}
            disabled={props.endpoint.state === 'disabled'}
            onClose={() =>
              void navigate({
                search: (before) => ({ ...before, delivery: undefined }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        )}
      </Show>
    </Page>
  )
}

type Asking = 'edit' | 'rotate' | 'remove' | null

function Actions(props: { endpoint: WebhookEndpoint }) {
  const navigate = route.useNavigate()
  const [asking, setAsking] = createSignal<Asking>(null)
  const [secret, setSecret] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal<string | null>(null)
  const id = () => props.endpoint.id
  const isOn = () => props.endpoint.state === 'active'

  async function test() {
    setBusy('test')
    try {
      await trpc.webhooks.sendTest.mutate({ id: id() })
      toast({ tone: 'success', title: t('webhooks.tested') })
      await refresh()
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(null)
    }
  }
  async function turn() {
    const { name } = props.endpoint
    const said = t(isOn() ? 'webhooks.isDisabled' : 'webhooks.enabled', { name })
    setBusy('turn')
    try {
      await trpc.webhooks.update.mutate({ id: id(), enabled: !isOn() })
      toast({ tone: 'success', title: said })
      await refresh()
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(null)
    }
  }
  async function rotate() {
    const rotated = await trpc.webhooks.rotateSecret.mutate({ id: id() })
    setSecret(rotated.secret)
    await refresh()
  }
  async function remove() {
    await trpc.webhooks.remove.mutate({ id: id() })
    toast({ tone: 'success', title: t('webhooks.removed', { name: props.endpoint.name }) })
    await navigate({ to: props.endpoint.mine ? '/account/notifications' : '/webhooks' })
    await queryClient.invalidateQueries({ queryKey: ['webhooks', 'list'] })
  }

  return (
    <>
      <Button
        variant="primary"
        busy={busy() === 'test'}
        disabledReason={isOn() ? null : t('webhooks.offWhy')}
        onClick={() => void test()}
      >
        {t('webhooks.test')}
      </Button>
      <Button onClick={() => setAsking('edit')}>{t('webhooks.edit')}</Button>
      <Show when={isSigned(props.endpoint.kind)}>
        <Button onClick={() => setAsking('rotate')}>{t('webhooks.rotate')}</Button>
      </Show>
      <Button busy={busy() === 'turn'} onClick={() => void turn()}>
        {isOn() ? t('webhooks.disable') : t('webhooks.enable')}
      </Button>
      <Button variant="quiet" onClick={() => setAsking('remove')}>
        {t('webhooks.remove')}
      </Button>
      <Show when={asking() === 'edit'}>
        <EndpointDialog
          endpoint={props.endpoint}
          onSaved={() => {
            toast({ tone: 'success', title: t('webhooks.saved') })
            void refresh()
          }}
          onClose={() => setAsking(null)}
        />
      </Show>
      <Show when={asking() === 'rotate'}>
        <Sure
          title={t('webhooks.rotateSure')}
          why={t('webhooks.rotateWhy')}
          deed={t('webhooks.rotate')}
          tone="primary"
          run={rotate}
          onDone={() => setAsking(null)}
        />
      </Show>
      <Show when={asking() === 'remove'}>
        <Sure
          title={t('webhooks.removeSure', { name: props.endpoint.name })}
          why={t('webhooks.removeWhy')}
          deed={t('webhooks.remove')}
          run={remove}
          onDone={() => setAsking(null)}
        />
      </Show>
      <Show when={secret()}>
        {(shown) => (
          <SecretDialog
            title={t('webhooks.rotate')}
            why={t('webhooks.secretOnce')}
            label={t('webhooks.secret')}
            secret={shown()}
            onDone={() => setSecret(null)}
          />
        )}
      </Show>
    </>
  )
}
