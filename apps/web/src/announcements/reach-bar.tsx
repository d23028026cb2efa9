import type { AnnouncementReach } from '@belfry/shared/wire'
import { t } from '../words/index.ts'

/** How many have it and how many have read it, as parts of all to whom it goes. */
export function ReachBar(props: { reach: AnnouncementReach }) {
  const share = (count: number) => `${Math.min(100, (100 * count) / Math.max(1, props.reach.recipients))}%`
  return (
    <div class="flex min-w-28 flex-col gap-1">
      <div class="relative h-1.5 overflow-hidden rounded-full bg-hover" aria-hidden="true">
        <span
          class="absolute inset-y-0 start-0 rounded-full bg-accent/35 transition-[width] duration-500"
          style={{ width: share(props.reach.delivered) }}
        />
        <span
          class="absolute inset-y-0 start-0 rounded-full bg-accent transition-[width] duration-500"
          style={{ width: share(props.reach.read) }}
        />
      </div>
      <p class="text-xs text-muted tabular-nums">
        {t('announcements.delivered', { count: props.reach.delivered, of: props.reach.recipients })} ·{' '}
        {t('announcements.read', { count: props.reach.read })}
      </p>
    </div>
  )
}
