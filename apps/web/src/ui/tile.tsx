import { type ParentProps, Show } from 'solid-js'

/** One figure with its name, in a `dl`. */
export const Tile = (props: ParentProps<{ name: string; hint?: string }>) => (
  <div class="flex min-w-0 flex-col rounded-lg border border-line bg-surface p-4">
    <dt class="text-sm text-muted">{props.name}</dt>
    <dd class="text-2xl font-semibold tabular-nums">{props.children}</dd>
    <Show when={props.hint}>
      <dd class="text-xs text-faint">{props.hint}</dd>
    </Show>
  </div>
)
