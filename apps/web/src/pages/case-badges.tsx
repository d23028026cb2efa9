import type { Case } from '@belfry/shared/wire'
import { Show } from 'solid-js'
import { Badge, StateBadge } from '../ui/badge.tsx'
import { now } from '../ui/clock.ts'
import { t } from '../words/index.ts'
import { isUrgent, stateWord, toneOf } from './case-words.ts'

export const CaseState = (props: { workflow: string; state: string }) => (
  <StateBadge tone={toneOf(props.workflow, props.state)}>{stateWord(props.workflow, props.state)}</StateBadge>
)

export const UrgentBadge = (props: { item: Pick<Case, 'urgentAt' | 'closedAt'> }) => (
  <Show when={isUrgent(props.item, now())}>
    <Badge tone="warning">{t('cases.urgent')}</Badge>
  </Show>
)

/** All that its stage needs is there: somebody can take it on. */
export const ReadyBadge = (props: { item: Pick<Case, 'readyAt' | 'closedAt'> }) => (
  <Show when={props.item.readyAt !== null && props.item.closedAt === null}>
    <Badge tone="success">{t('cases.ready')}</Badge>
  </Show>
)
