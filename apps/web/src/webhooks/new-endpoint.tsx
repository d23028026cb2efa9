import type { CreatedWebhook, WebhookEndpoint } from '@belfry/shared/wire'
import { Match, Switch, createSignal } from 'solid-js'
import { SecretDialog } from '../access/secret.tsx'
import { queryClient } from '../query.ts'
import { t } from '../words/index.ts'
import { EndpointDialog } from './endpoint-dialog.tsx'

/** Makes an endpoint, and then shows its secret, where it has one, this once. */
export function NewEndpoint(props: {
  mine?: boolean
  onMade: (endpoint: WebhookEndpoint) => void
  onClose: () => void
}) {
  const [made, setMade] = createSignal<CreatedWebhook | null>(null)
  function end(endpoint: WebhookEndpoint) {
    props.onClose()
    props.onMade(endpoint)
  }
  function saved(created: CreatedWebhook) {
    void queryClient.invalidateQueries({ queryKey: ['webhooks'] })
    if (created.secret) setMade(created)
    else end(created.endpoint)
  }
  return (
    <Switch
      fallback={
        <EndpointDialog
          mine={props.mine}
          onSaved={saved}
          onClose={() => {
            if (!made()) props.onClose()
          }}
        />
      }
    >
      <Match when={made()} keyed>
        {({ endpoint, secret }) => (
          <SecretDialog
            title={t('webhooks.made', { name: endpoint.name })}
            why={t('webhooks.secretOnce')}
            label={t('webhooks.secret')}
            secret={secret ?? ''}
            onDone={() => end(endpoint)}
          />
        )}
      </Match>
    </Switch>
  )
}
