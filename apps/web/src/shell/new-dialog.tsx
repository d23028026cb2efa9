import { useRouter } from '@tanstack/solid-router'
import Plus from 'lucide-solid/icons/plus'
import { For, Show, createMemo, createSignal } from 'solid-js'
import { Dialog } from '../ui/dialog.tsx'
import { PathLink } from '../ui/path-link.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from '../words/index.ts'
import { type Destinations, kindsOf } from './destinations.ts'
import { newOpen, setNewOpen } from './new-open.ts'

/** More kinds than these are searched rather than looked through. */
const AT_A_GLANCE = 6

/** What can be filed, by system; typing narrows it down. */
export function NewDialog(props: { destinations: Destinations }) {
  const router = useRouter()
  const [search, setSearch] = createSignal('')
  let list: HTMLElement | undefined
  const close = () => {
    setNewOpen(false)
    setSearch('')
  }
  const groups = createMemo(() => {
    const wanted = plain(search())
    return props.destinations
      .create()
      .map((group) => ({
        ...group,
        entries: group.entries.filter((kind) =>
          plain(`${kind.label} ${kind.name} ${group.name}`).includes(wanted),
        ),
      }))
      .filter(({ entries }) => entries.length > 0)
  })
  const links = () => [...(list?.querySelectorAll<HTMLElement>('a') ?? [])]

  function move(event: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const all = links()
    const at = all.indexOf(document.activeElement as HTMLElement)
    all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus()
  }

  return (
    <Dialog open={newOpen()} onOpenChange={(stays) => stays || close()} title={t('shell.whatIsNew')}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the arrows are a shorter way than Tab, not the only one */}
      <div class="flex flex-col gap-4" onKeyDown={move}>
        <Show when={kindsOf(props.destinations).length > AT_A_GLANCE}>
          <TextField
            type="search"
            label={t('shell.searchNew')}
            labelHidden
            placeholder={t('shell.searchNew')}
            autocomplete="off"
            value={search()}
            onInput={setSearch}
            onKeyDown={(event) => {
              const first = groups()[0]?.entries[0]
              if (event.key !== 'Enter' || !first) return
              close()
              router.history.push(first.path)
            }}
          />
        </Show>
        <div ref={(element) => (list = element)} class="flex flex-col gap-4">
          <For each={groups()} fallback={<p class="text-muted">{t('ui.nothingFound')}</p>}>
            {(group) => (
              <section>
                <h3 class="pb-1 text-sm font-medium text-muted">{group.name}</h3>
                <ul class="flex flex-col gap-px">
                  <For each={group.entries}>
                    {(kind) => (
                      <li>
                        <PathLink
                          path={kind.path}
                          onFollow={close}
                          class="-mx-2 flex min-h-9 items-center gap-2.5 rounded-md px-2 hover:bg-hover focus-visible:bg-hover pointer-coarse:min-h-11"
                        >
                          <Plus class="size-4 shrink-0 text-muted" aria-hidden="true" />
                          {kind.label}
                        </PathLink>
                      </li>
                    )}
                  </For>
                </ul>
              </section>
            )}
          </For>
        </div>
      </div>
    </Dialog>
  )
}

/** Without case and accents: who types "evaluation" finds "Évaluation". */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
