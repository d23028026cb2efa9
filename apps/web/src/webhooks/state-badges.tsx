import type { Tone } from '@belfry/shared/machine'
import type { WebhookDeliveryState, WebhookEndpoint } from '@belfry/shared/wire'
import { StateBadge } from '../ui/badge.tsx'
import { t } from '../words/index.ts'

export const EndpointBadge = (props: { endpoint: WebhookEndpoint }) => {
  const look = (): { tone: Tone; word: string } =>
    props.endpoint.state === 'disabled'
      ? { tone: 'error', word: t('webhooks.disabled') }
      : props.endpoint.failingSince
        ? { tone: 'warning', word: t('webhooks.failing') }
        : { tone: 'success', word: t('webhooks.active') }
  return <StateBadge tone={look().tone}>{look().word}</StateBadge>
}

const tones: Partial<Record<WebhookDeliveryState, Tone>> = {
  sending: 'info',
  waiting: 'warning',
  sent: 'success',
  failed: 'error',
}

export const DeliveryBadge = (props: { state: WebhookDeliveryState }) => (
  <StateBadge tone={tones[props.state]}>{t('webhooks.deliveryState', { state: props.state })}</StateBadge>
)
