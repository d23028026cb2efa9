import { Show } from 'solid-js'
import { t } from '../words/index.ts'
import { Button } from './button.tsx'

/** The end of a list that goes on. */
export function LoadMore(props: { more: boolean; busy: boolean; onClick: () => void }) {
  return (
    <Show when={props.more}>
      <div class="flex justify-center p-3">
        <Button variant="quiet" busy={props.busy} onClick={() => props.onClick()}>
          {t('ui.loadMore')}
        </Button>
      </div>
    </Show>
  )
}
