import type { Instant } from '@belfry/shared/wire'
import { formatDistance, formatTime } from '../words/time.ts'
import { now } from './clock.ts'

/** "5 min. ago", which moves by itself; the whole date is in its title. */
export function RelativeTime(props: { at: Instant; class?: string }) {
  return (
    <time datetime={props.at} title={formatTime(props.at, 'full')} class={props.class}>
      {formatDistance(props.at, now())}
    </time>
  )
}
