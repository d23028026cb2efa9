import type { WhyChannel } from '@belfry/shared/wire'
import Bell from 'lucide-solid/icons/bell'
import Globe from 'lucide-solid/icons/globe'
import Mail from 'lucide-solid/icons/mail'
import Smartphone from 'lucide-solid/icons/smartphone'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'

/** The same outcomes, said to the one who was told or about him. */
type OutcomeWords = 'inbox.outcomes' | 'explain.outcomes'

/** What was decided for each channel, and what became of it. */
export const WhyChannels = (props: { channels: readonly WhyChannel[]; outcomes: OutcomeWords }) => (
  <ul class="mt-1 divide-y divide-line rounded-lg border border-line">
    <For each={props.channels}>{(channel) => <ChannelRow channel={channel} outcomes={props.outcomes} />}</For>
  </ul>
)

const icons = { app: Bell, mail: Mail, push: Smartphone, webhook: Globe }

const ChannelRow = (props: { channel: WhyChannel; outcomes: OutcomeWords }) => (
  <li class="flex gap-3 px-3 py-2">
    <Dynamic
      component={icons[props.channel.channel]}
      class="mt-0.5 size-4 shrink-0 text-muted"
      aria-hidden="true"
    />
    <div class="min-w-0 grow">
      <p class="flex flex-wrap justify-between gap-x-4">
        <span class="font-medium">{t('inbox.channels', { channel: props.channel.channel })}</span>
        <span class="text-muted">{t(props.outcomes, { outcome: props.channel.outcome })}</span>
      </p>
      <Show when={props.channel.delivery}>
        {(delivery) => (
          <>
            <p class="text-sm text-muted">
              {t('inbox.deliveryStates', { state: delivery().state })}
              <Show when={delivery().sentAt ?? delivery().dueAt}>
                {(at) => (
                  <>
                    {' · '}
                    {delivery().sentAt
                      ? formatTime(at(), 'short')
                      : t('inbox.deliveryDue', { time: formatTime(at(), 'brief') })}
                  </>
                )}
              </Show>
            </p>
            <ol class="text-sm text-muted empty:hidden">
              <For each={delivery().attempts}>
                {(attempt) => (
                  <li>
                    {formatTime(attempt.at, 'precise')} · {t('inbox.attempt', { provider: attempt.provider })}
                    : {t('inbox.attemptStates', { outcome: attempt.outcome ?? 'none' })}
                    <Show when={attempt.error}>
                      <span dir="auto" class="block text-error">
                        {attempt.error}
                      </span>
                    </Show>
                  </li>
                )}
              </For>
            </ol>
          </>
        )}
      </Show>
    </div>
  </li>
)
