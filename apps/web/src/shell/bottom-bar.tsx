import { Link } from '@tanstack/solid-router'
import Menu from 'lucide-solid/icons/menu'
import Plus from 'lucide-solid/icons/plus'
import { For, Show, createSignal } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Count } from '../ui/count.tsx'
import { cx } from '../ui/cx.ts'
import { Dialog } from '../ui/dialog.tsx'
import { t } from '../words/index.ts'
import { CreateButton } from './create-button.tsx'
import { type Destination, type Destinations, firstQueue, kindsOf } from './destinations.ts'
import { Navigation } from './navigation.tsx'
import { setNewOpen } from './new-open.ts'

const itemClass =
  'relative flex min-w-0 grow basis-0 flex-col items-center justify-center gap-0.5 px-1 text-[0.6875rem]'

/** A phone's navigation: the two or three places one goes to most, and a drawer with all of them. */
export function BottomBar(props: { destinations: Destinations }) {
  const [open, setOpen] = createSignal(false)
  const kinds = () => kindsOf(props.destinations)
  // The bell is in sight already, above.
  const places = (): Destination[] =>
    [
      firstQueue(props.destinations) ?? [],
      props.destinations.own().filter((place) => place.key === 'c'),
    ].flat()
  return (
    <nav
      aria-label={t('shell.mainNavigation')}
      class="fixed inset-x-0 bottom-0 z-20 flex h-[calc(3.5rem+env(safe-area-inset-bottom))] border-t border-line bg-canvas/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-md md:hidden"
    >
      <For each={places()}>
        {(place) => (
          <Link
            to={place.path}
            class={itemClass}
            activeOptions={{ includeSearch: false, exact: place.path === '/cases' }}
            activeProps={{ class: 'text-accent-text font-medium' }}
            inactiveProps={{ class: 'text-muted' }}
          >
            <span class="relative">
              <Dynamic component={place.icon} class="size-5" aria-hidden="true" />
              <Show when={place.count > 0}>
                <Count value={place.count} quiet={place.urgent === 0} class="absolute inset-s-3 -top-1.5" />
              </Show>
            </span>
            <span class="max-w-full truncate">{place.label}</span>
          </Link>
        )}
      </For>
      <Show when={kinds().length > 1}>
        <button
          type="button"
          class={cx(itemClass, 'text-muted')}
          aria-haspopup="dialog"
          onClick={() => setNewOpen(true)}
        >
          <Plus class="size-5" aria-hidden="true" />
          {t('shell.newCase')}
        </button>
      </Show>
      <Show when={kinds().length === 1 && kinds()[0]}>
        {(kind) => (
          <Link to={kind().path} class={cx(itemClass, 'text-muted')}>
            <Plus class="size-5" aria-hidden="true" />
            <span class="max-w-full truncate">{kind().label}</span>
          </Link>
        )}
      </Show>
      <button
        type="button"
        class={cx(itemClass, 'text-muted')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Menu class="size-5" aria-hidden="true" />
        {t('shell.more')}
      </button>
      <Dialog open={open()} onOpenChange={setOpen} title={t('shell.menu')}>
        <div class="flex flex-col gap-5 pb-2">
          <Navigation destinations={props.destinations} onFollow={() => setOpen(false)} />
          <span class="flex">
            <CreateButton destinations={props.destinations} onFollow={() => setOpen(false)} />
          </span>
        </div>
      </Dialog>
    </nav>
  )
}
