import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { t } from '../words/index.ts'
import type { Selection } from './selection.ts'

/** How many rows are selected; it hovers over the lower edge while there are some. */
export const SelectionBar = (props: { selection: Selection }) => (
  <Show when={props.selection.ids().size > 0}>
    <div class="sticky bottom-20 z-20 mx-auto flex w-max max-w-full animate-rise items-center gap-3 rounded-xl bg-raised px-4 py-2 shadow-lg md:bottom-4">
      <output class="tabular-nums">{t('queue.selected', { count: props.selection.ids().size })}</output>
      <Button size="sm" onClick={props.selection.clear}>
        {t('queue.clearSelection')}
      </Button>
    </div>
  </Show>
)
