import { Link } from '@tanstack/solid-router'
import BellIcon from 'lucide-solid/icons/bell'
import CheckCheck from 'lucide-solid/icons/check-check'
import Settings from 'lucide-solid/icons/settings'
import { Show, createSignal, onCleanup, untrack } from 'solid-js'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { Count } from '../ui/count.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { createKeys, createListKeys } from '../ui/list-keys.ts'
import { Popover } from '../ui/popover.tsx'
import { t } from '../words/index.ts'
import { useInbox } from './context.tsx'
import { type Deeds, createDeeds } from './deeds.tsx'
import { askForDesktop, mayAskForDesktop, notNow } from './desktop.ts'
import { inboxKeys } from './keys.ts'
import { NotificationRow } from './row.tsx'
import { InboxRows } from './rows.tsx'

export function Bell() {
  const { inbox } = useInbox()
  const [open, setOpen] = createSignal(false)
  // Its dialogs outlive the panel, which closes when something else takes the focus.
  const deeds = createDeeds(inbox)
  createKeys({ b: () => setOpen((shown) => !shown) })
  return (
    <>
      <Popover
        open={open()}
        onOpenChange={setOpen}
        title={t('shell.notifications')}
        triggerLabel={t('inbox.bell', { unread: inbox.unread() })}
        triggerClass={buttonClass({ variant: 'quiet', square: true })}
        trigger={
          <span class="relative">
            <BellIcon class="size-4.5" aria-hidden="true" />
            <Show when={inbox.unread() > 0}>
              <Count value={inbox.unread()} class="absolute inset-s-2.5 -top-2 ring-2 ring-canvas" />
            </Show>
          </span>
        }
        class="flex max-h-[min(36rem,calc(100dvh-5rem))] w-104 flex-col overflow-hidden"
      >
        <BellPanel deeds={deeds} onClose={() => setOpen(false)} />
      </Popover>
      <deeds.Asking />
    </>
  )
}

function BellPanel(props: { deeds: Deeds; onClose: () => void }) {
  const { inbox, pinned, recent, setReading } = useInbox()
  const deeds = untrack(() => props.deeds)
  setReading(true)
  onCleanup(() => setReading(false))
  let rows: HTMLElement | undefined
  const lineOf = (id: string) => {
    const item = inbox.get(id)
    return item ? [{ item, groupIn: (recent.count(id)?.size ?? 1) > 1 ? recent : null }] : []
  }
  const keys = inboxKeys({ deeds, lines: lineOf, run: (deed, lines) => deed.run(deeds, lines) })
  createListKeys(() => rows, keys)
  createKeys({ u: () => void deeds.undoLast() }, () => rows)
  return (
    <>
      <div class="flex items-center justify-between gap-2 border-b border-line px-4 py-2">
        <h2 class="font-semibold">{t('shell.notifications')}</h2>
        <Button
          variant="quiet"
          size="sm"
          disabledReason={inbox.unread() === 0 ? t('inbox.nothingUnread') : null}
          onClick={() => void deeds.markAllRead({}, [recent])}
        >
          <CheckCheck class="size-4" aria-hidden="true" />
          {t('inbox.markAll')}
        </Button>
      </div>
      <Show when={mayAskForDesktop()}>
        <div class="flex flex-wrap items-center justify-end gap-x-3 gap-y-1 border-b border-line bg-sunken px-4 py-2 text-sm text-muted">
          <span class="min-w-40 grow">{t('inbox.desktopAsk')}</span>
          <span class="flex gap-1">
            <Button variant="quiet" size="sm" onClick={notNow}>
              {t('inbox.desktopLater')}
            </Button>
            <Button size="sm" onClick={() => void askForDesktop()}>
              {t('inbox.desktopAllow')}
            </Button>
          </span>
        </div>
      </Show>
      <div class="grow overflow-y-auto">
        <InboxRows
          ref={(element) => (rows = element)}
          pinned={pinned}
          rest={recent}
          empty={
            <EmptyState title={t('inbox.emptyAll')} icon={<BellIcon class="size-5" />}>
              {t('inbox.emptyAllHint')}
            </EmptyState>
          }
          row={(item, list) => (
            <NotificationRow item={item} list={list} deeds={deeds} onFollow={() => props.onClose()} />
          )}
        />
      </div>
      <div class="flex gap-1 border-t border-line p-1.5">
        <Link
          to="/notifications"
          class={`${buttonClass({ variant: 'quiet', size: 'sm' })} grow`}
          onClick={() => props.onClose()}
        >
          {t('inbox.seeAll')}
        </Link>
        <Link
          to="/account/notifications"
          class={buttonClass({ variant: 'quiet', size: 'sm', square: true })}
          aria-label={t('preferences.open')}
          title={t('preferences.open')}
          onClick={() => props.onClose()}
        >
          <Settings class="size-4" aria-hidden="true" />
        </Link>
      </div>
    </>
  )
}
