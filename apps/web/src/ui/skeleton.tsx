import { For } from 'solid-js'
import { t } from '../words/index.ts'
import { cx } from './cx.ts'

export const Skeleton = (props: { class?: string }) => (
  <span
    class={cx('block animate-pulse rounded-md bg-hover', props.class ?? 'h-4 w-full')}
    aria-hidden="true"
  />
)

/** Lines in place of a list that is on its way. */
export function SkeletonRows(props: { rows?: number }) {
  return (
    <div role="status" class="flex flex-col gap-3 p-4">
      <span class="sr-only">{t('ui.loading')}</span>
      <For each={Array.from({ length: props.rows ?? 6 }, (_, row) => row)}>
        {(row) => (
          <Skeleton class={cx('h-4', row % 3 === 0 ? 'w-3/4' : row % 3 === 1 ? 'w-full' : 'w-5/6')} />
        )}
      </For>
    </div>
  )
}
