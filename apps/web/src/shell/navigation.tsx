import { Link } from '@tanstack/solid-router'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { For, Show, createSignal, createUniqueId, untrack } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Count } from '../ui/count.tsx'
import { cx } from '../ui/cx.ts'
import { t } from '../words/index.ts'
import type { Destination, Destinations } from './destinations.ts'
import { isFolded, setFolded } from './folded.ts'

/** So many queues stand under one heading; more of them under that of their system. */
const TOGETHER = 5

/** The list of places, in the sidebar and in a phone's drawer. */
export function Navigation(props: { destinations: Destinations; onFollow?: () => void }) {
  const queues = () => props.destinations.queues()
  const all = () => queues().flatMap(({ entries }) => entries)
  return (
    <nav aria-label={t('shell.mainNavigation')} class="flex flex-col gap-5">
      <Places places={props.destinations.own()} onFollow={props.onFollow} />
      <Show
        when={queues().length > 1 && all().length > TOGETHER}
        fallback={<Places title={t('shell.queues')} places={all()} onFollow={props.onFollow} />}
      >
        <div role="group" aria-label={t('shell.queues')} class="flex flex-col gap-2">
          <For each={queues().map(({ group }) => group)}>
            {(group) => (
              <Show when={queues().find((one) => one.group === group)}>
                {(found) => (
                  <Folding
                    id={group}
                    title={found().name}
                    places={found().entries}
                    onFollow={props.onFollow}
                  />
                )}
              </Show>
            )}
          </For>
        </div>
      </Show>
      <Places
        title={t('shell.administration')}
        places={props.destinations.administration()}
        onFollow={props.onFollow}
      />
    </nav>
  )
}

interface PlacesProps {
  title?: string
  places: Destination[]
  onFollow?: (() => void) | undefined
}

function Places(props: PlacesProps) {
  const id = createUniqueId()
  return (
    <Show when={props.places.length > 0}>
      <div>
        <Show when={props.title}>
          <h2 id={id} class="px-2 pb-1 text-xs font-medium text-muted">
            {props.title}
          </h2>
        </Show>
        <List labelledBy={props.title && id} places={props.places} onFollow={props.onFollow} />
      </div>
    </Show>
  )
}

/** The queues of one system; folded, its heading says how much waits in them. */
function Folding(props: PlacesProps & { id: string; title: string }) {
  const id = createUniqueId()
  const [open, setOpen] = createSignal(untrack(() => !isFolded(props.id)))
  const total = (of: (place: Destination) => number) =>
    props.places.reduce((sum, place) => sum + of(place), 0)
  return (
    <div>
      <h2>
        <button
          type="button"
          id={id}
          aria-expanded={open()}
          class="flex min-h-7 w-full items-center gap-1 rounded-md px-2 text-xs font-medium text-muted hover:bg-hover hover:text-text pointer-coarse:min-h-10"
          onClick={() => setFolded(props.id, !setOpen(!open()))}
        >
          <ChevronDown
            class={cx('-ms-0.5 size-3.5 shrink-0 transition-[rotate]', !open() && '-rotate-90 rtl:rotate-90')}
            aria-hidden="true"
          />
          {props.title}
          <Show when={!open() && total(({ count }) => count) > 0}>
            <span class="sr-only">{t('shell.openCount', { open: total(({ count }) => count) })}</span>
            <Count
              value={total(({ count }) => count)}
              quiet={total(({ urgent }) => urgent) === 0}
              class="ms-auto"
            />
          </Show>
        </button>
      </h2>
      <Show when={open()}>
        <List labelledBy={id} places={props.places} onFollow={props.onFollow} />
      </Show>
    </div>
  )
}

const List = (props: {
  labelledBy: string | undefined
  places: Destination[]
  onFollow?: (() => void) | undefined
}) => (
  <ul aria-labelledby={props.labelledBy} class="flex flex-col gap-px">
    <For each={props.places}>
      {(place) => (
        <li>
          <PlaceLink place={place} onFollow={() => props.onFollow?.()} />
        </li>
      )}
    </For>
  </ul>
)

const PlaceLink = (props: { place: Destination; onFollow: () => void }) => (
  <Link
    to={props.place.path}
    class="flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors pointer-coarse:h-11"
    activeProps={{ class: 'bg-pressed font-medium text-text' }}
    inactiveProps={{ class: 'text-muted hover:bg-hover hover:text-text' }}
    activeOptions={{ includeSearch: false, exact: props.place.path === '/cases' }}
    onClick={() => props.onFollow()}
  >
    <Dynamic component={props.place.icon} class="size-4 shrink-0" aria-hidden="true" />
    <span class="truncate">{props.place.label}</span>
    <Show when={props.place.count > 0}>
      <span class="sr-only">{t('shell.openCount', { open: props.place.count })}</span>
      <Count value={props.place.count} quiet={props.place.urgent === 0} class="ms-auto" />
    </Show>
  </Link>
)
