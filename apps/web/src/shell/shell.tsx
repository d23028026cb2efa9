import { Outlet } from '@tanstack/solid-router'
import { Show } from 'solid-js'
import { createBadge } from '../inbox/badge.ts'
import { InboxProvider, useInbox } from '../inbox/context.tsx'
import { createLiveCounts } from '../live/counts.ts'
import { offline } from '../live/socket.ts'
import { followPush } from '../push/follow.ts'
import { t } from '../words/index.ts'
import { BottomBar } from './bottom-bar.tsx'
import { Brand } from './brand.tsx'
import { followConnection } from './connection.ts'
import { useDestinations } from './destinations.ts'
import { Navigation } from './navigation.tsx'
import { NewDialog } from './new-dialog.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { Topbar } from './topbar.tsx'

/** The frame around every page behind the sign-in. */
export const Shell = () => (
  <InboxProvider>
    <Frame />
  </InboxProvider>
)

function Frame() {
  const { inbox } = useInbox()
  const destinations = useDestinations(createLiveCounts())
  createBadge(inbox.unread)
  followConnection()
  followPush()
  return (
    <div class="min-h-dvh md:grid md:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#content"
        class="fixed inset-s-2 -top-12 z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:top-2"
      >
        {t('shell.skip')}
      </a>
      <aside class="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-e border-line bg-sunken px-3 py-3 md:flex">
        <Brand />
        <Navigation destinations={destinations} />
      </aside>
      <div class="flex min-w-0 flex-col">
        <Topbar destinations={destinations} />
        <Show when={offline()}>
          <OfflineBanner />
        </Show>
        <main id="content" tabIndex={-1} class="grow pb-20 outline-none md:pb-8">
          <Outlet />
        </main>
      </div>
      <BottomBar destinations={destinations} />
      <Shortcuts destinations={destinations} />
      <NewDialog destinations={destinations} />
    </div>
  )
}
