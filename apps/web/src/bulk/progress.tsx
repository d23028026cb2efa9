import type { BulkRun } from '@belfry/shared/wire'
import { t } from '../words/index.ts'
import { doneOf } from './run-words.ts'

/** How far a run has come. */
export const Progress = (props: { run: BulkRun }) => (
  <div class="flex flex-col gap-1">
    <div
      role="progressbar"
      aria-label={t('bulk.show')}
      aria-valuemin={0}
      aria-valuemax={props.run.total}
      aria-valuenow={doneOf(props.run)}
      class="h-2 overflow-hidden rounded-full bg-hover"
    >
      <div
        class="h-full rounded-full bg-accent transition-[width]"
        style={{ width: `${(100 * doneOf(props.run)) / Math.max(1, props.run.total)}%` }}
      />
    </div>
    <p class="text-sm text-muted tabular-nums">
      {t('bulk.progress', { done: doneOf(props.run), total: props.run.total })}
    </p>
  </div>
)
