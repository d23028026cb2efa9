import type { Tone } from '@belfry/shared/machine'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { t } from '../words/index.ts'
import type { AtOnce } from './at-once.ts'
import { deedsFor } from './row-deeds.ts'
import { RowMenu, type RowMenuProps } from './row-menu.tsx'

export interface RowButtonsProps extends RowMenuProps {
  /** The pointer or the focus has been on the row. */
  visited: boolean
}

/** With a mouse: buttons in place of the time, as long as it is over the row. With a finger: the menu alone, always. */
export const RowButtons = (props: RowButtonsProps) => (
  <div class="absolute inset-e-9 top-1 flex items-center gap-0.5 rounded-md pointer-fine:bg-raised pointer-fine:opacity-0 pointer-fine:shadow-sm pointer-fine:group-focus-within:opacity-100 pointer-fine:group-hover:opacity-100 pointer-fine:has-data-expanded:opacity-100 pointer-coarse:inset-e-1 pointer-coarse:top-0">
    <Show when={props.visited}>
      <span class="contents pointer-coarse:hidden">
        <For each={props.atOnce.offers()}>
          {(offer) => (
            <Button
              size="sm"
              variant={looks[offer.tone]}
              busy={props.atOnce.busy() === offer.name}
              onClick={() => void props.atOnce.act(offer.name)}
            >
              {offer.label}
            </Button>
          )}
        </For>
        <For each={deedsFor[props.unread ? 'unread' : props.line.item.state]}>
          {(deed) => (
            <IconButton size="sm" label={t(deed.word)} onClick={() => deed.run(props.deeds, [props.line])}>
              <Dynamic component={deed.icon} class="size-4" aria-hidden="true" />
            </IconButton>
          )}
        </For>
      </span>
    </Show>
    <RowMenu {...props} />
  </div>
)

/** What went wrong with a decision, or that it is done: said where it was asked for. */
export const Said = (props: { atOnce: AtOnce }) => (
  <>
    <Show when={props.atOnce.refusal()}>
      <p role="alert" class="relative text-sm text-error">
        {props.atOnce.refusal()}
      </p>
    </Show>
    <Show when={!props.atOnce.refusal() && props.atOnce.done()}>
      <p role="status" class="text-sm text-success">
        {props.atOnce.done()}
      </p>
    </Show>
  </>
)

const looks = {
  success: 'success',
  info: 'plain',
  warning: 'plain',
  error: 'plain',
} as const satisfies Record<Tone, string>
