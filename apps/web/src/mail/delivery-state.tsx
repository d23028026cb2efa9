import type { Tone } from '@belfry/shared/machine'
import type { DeliveryState } from '@belfry/shared/wire'
import { StateBadge } from '../ui/badge.tsx'
import { type WordKey, t } from '../words/index.ts'

const states: Record<DeliveryState, { word: WordKey; tone?: Tone }> = {
  queued: { word: 'mailbox.queued' },
  held: { word: 'mailbox.held' },
  // Its channel is switched off.
  paused: { word: 'mailbox.paused' },
  sending: { word: 'mailbox.sending', tone: 'info' },
  sent: { word: 'mailbox.done', tone: 'success' },
  failed: { word: 'mailbox.failed', tone: 'error' },
  withdrawn: { word: 'mailbox.withdrawn' },
  deferred: { word: 'mailbox.deferred', tone: 'warning' },
  delivered: { word: 'mailbox.delivered', tone: 'success' },
  bounced: { word: 'mailbox.bounced', tone: 'error' },
  complained: { word: 'mailbox.complained', tone: 'error' },
  suppressed: { word: 'mailbox.suppressed', tone: 'warning' },
  unclear: { word: 'mailbox.unclear', tone: 'warning' },
}

export const stateWord = (state: DeliveryState): string => t(states[state].word)

export const DeliveryBadge = (props: { state: DeliveryState }) => (
  <StateBadge tone={states[props.state].tone}>{stateWord(props.state)}</StateBadge>
)
