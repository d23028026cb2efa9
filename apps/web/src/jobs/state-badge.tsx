import type { Tone } from '@belfry/shared/machine'
import type { JobState, RunOutcome } from '@belfry/shared/wire'
import { StateBadge } from '../ui/badge.tsx'
import { t } from '../words/index.ts'

const tones: Partial<Record<JobState | RunOutcome, Tone>> = {
  running: 'info',
  retrying: 'warning',
  failed: 'error',
  crashed: 'error',
  ok: 'success',
}

export const JobBadge = (props: { state: JobState }) => (
  <StateBadge tone={tones[props.state]}>{t('jobs.states', { state: props.state })}</StateBadge>
)

export const OutcomeBadge = (props: { outcome: RunOutcome }) => (
  <StateBadge tone={tones[props.outcome]}>{t('jobs.outcomes', { outcome: props.outcome })}</StateBadge>
)
