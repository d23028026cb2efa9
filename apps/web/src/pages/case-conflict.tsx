import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { now } from '../ui/clock.ts'
import { t } from '../words/index.ts'
import { formatDistance, formatTime } from '../words/time.ts'
import type { Conflict } from './case-acting.ts'

/** Says whose decision came first, and when. The case below already shows it. */
export function ConflictNotice(props: { conflict: Conflict | null; onDismiss: () => void }) {
  return (
    <div role="alert" class="empty:sr-only">
      <Show when={props.conflict}>
        {(conflict) => (
          <div class="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border border-warning/30 bg-warning-soft px-4 py-3">
            <TriangleAlert class="mt-0.5 size-4.5 shrink-0 text-warning" aria-hidden="true" />
            <div class="min-w-0 flex-1 basis-60">
              <p class="font-medium">{conflict().message}</p>
              <Show when={conflict().at}>
                {(at) => (
                  <p class="text-sm text-muted">
                    {t('cases.conflictAt', { when: formatDistance(at(), now()), time: formatTime(at()) })}
                  </p>
                )}
              </Show>
            </div>
            <Button size="sm" onClick={() => props.onDismiss()}>
              {t('cases.dismiss')}
            </Button>
          </div>
        )}
      </Show>
    </div>
  )
}
