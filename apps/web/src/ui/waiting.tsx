import ArrowUp from 'lucide-solid/icons/arrow-up'
import { Show } from 'solid-js'

/** What came into a list while somebody's hand was on its rows. `label` says how many, and shows them when it is pressed. */
export const Waiting = (props: { count: number; label: string; onShow: () => void }) => (
  <Show when={props.count > 0}>
    <div class="pointer-events-none sticky top-14 z-20 flex h-0 justify-center">
      <button
        type="button"
        class="pointer-events-auto mt-2 flex h-8 animate-rise items-center gap-1.5 rounded-full bg-accent px-3.5 font-medium text-on-accent shadow-md pointer-coarse:h-10"
        onClick={() => props.onShow()}
      >
        <ArrowUp class="size-4" aria-hidden="true" />
        {props.label}
      </button>
    </div>
  </Show>
)
