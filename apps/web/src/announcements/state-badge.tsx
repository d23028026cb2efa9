import type { Tone } from '@belfry/shared/machine'
import type { AnnouncementState } from '@belfry/shared/wire'
import { Badge } from '../ui/badge.tsx'
import { t } from '../words/index.ts'

const tones: Record<AnnouncementState, Tone | 'neutral'> = {
  draft: 'neutral',
  scheduled: 'info',
  sending: 'warning',
  sent: 'success',
  cancelled: 'error',
}

export const AnnouncementStateBadge = (props: { state: AnnouncementState }) => (
  <Badge tone={tones[props.state]} dot>
    {t('announcements.states', { state: props.state })}
  </Badge>
)
