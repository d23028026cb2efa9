import type { SavedView } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import Bookmark from 'lucide-solid/icons/bookmark'
import Check from 'lucide-solid/icons/check'
import { For, Show, createSignal } from 'solid-js'
import type { QueueSearch } from '../pages/queue.search.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { t } from '../words/index.ts'
import { SaveViewDialog } from './save-view.tsx'
import { isSame, removeView, saveView, searchOf, settingsOf, viewsQuery } from './views.ts'

export interface ViewsMenuProps {
  workflow: string
  search: QueueSearch
  /** The whole address, for another view. */
  onShow: (search: QueueSearch) => void
}

/** The views that are kept of this queue, and keeping what is on the page as one. */
export function ViewsMenu(props: ViewsMenuProps) {
  const [naming, setNaming] = createSignal(false)
  const views = useQuery(() => viewsQuery(props.workflow))
  const current = () => views.data?.find(({ id }) => id === props.search.view)
  const changed = () => {
    const view = current()
    return view !== undefined && !isSame(view.settings, settingsOf(props.search))
  }
  const update = ({ id, workflow, name, role }: SavedView) =>
    void saveView({ id, workflow, name, role, settings: settingsOf(props.search) })
  const remove = async (view: SavedView) => {
    if (await removeView(view)) props.onShow({ ...props.search, view: undefined })
  }
  return (
    <>
      <Menu
        triggerClass={buttonClass({})}
        triggerLabel={`${t('queue.views')}${current() ? `: ${current()!.name}` : ''}`}
        trigger={
          <>
            <Bookmark class="size-4" aria-hidden="true" />
            <span class="max-w-40 truncate max-sm:sr-only" dir="auto">
              {current()?.name ?? t('queue.views')}
              <Show when={changed()}>*</Show>
            </span>
          </>
        }
      >
        <For
          each={views.data ?? []}
          fallback={<p class="max-w-60 px-2 py-1.5 text-sm text-muted">{t('queue.noViews')}</p>}
        >
          {(view) => (
            <MenuItem onSelect={() => props.onShow(searchOf(view))}>
              <span class="flex items-center justify-between gap-3">
                <span class="truncate" dir="auto">
                  {view.name}
                </span>
                <Show when={view.id === props.search.view}>
                  <Check class="size-4 shrink-0 text-accent-text" aria-hidden="true" />
                </Show>
              </span>
              <Show when={view.role !== null}>
                <span class="block text-xs text-muted">{t('queue.sharedBy', { name: view.owner.name })}</span>
              </Show>
            </MenuItem>
          )}
        </For>
        <MenuLine />
        <Show when={changed() && current()?.mine}>
          <MenuItem onSelect={() => update(current()!)}>
            {t('queue.updateView', { name: current()!.name })}
          </MenuItem>
        </Show>
        <MenuItem onSelect={() => setNaming(true)}>{t('queue.saveView')}</MenuItem>
        <Show when={current()?.mine}>
          <MenuItem tone="error" onSelect={() => void remove(current()!)}>
            {t('queue.removeView', { name: current()!.name })}
          </MenuItem>
        </Show>
      </Menu>
      <Show when={naming()}>
        <SaveViewDialog
          workflow={props.workflow}
          settings={settingsOf(props.search)}
          onSaved={(view) => props.onShow(searchOf(view))}
          onClose={() => setNaming(false)}
        />
      </Show>
    </>
  )
}
