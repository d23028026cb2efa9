import { useRouter } from '@tanstack/solid-router'
import { onCleanup } from 'solid-js'
import { useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { insidePath } from '../ui/path-link.tsx'
import { createLooking } from './looking.ts'
import { renewPush } from './subscription.ts'

/** What the shell does about messages that come while Belfry is closed. */
export function followPush(): void {
  const me = useMe()
  const router = useRouter()
  renewPush(me().id).catch(() => {}) // the next start tries again
  createLooking((looks) => trpc.push.look.mutate({ looks }))
  if (!('serviceWorker' in navigator)) return
  // Somebody clicked on a message, and this window was there.
  const open = ({ data }: MessageEvent<{ kind?: string; link?: string } | null>) => {
    if (data?.kind === 'open' && data.link) router.history.push(insidePath(data.link))
  }
  navigator.serviceWorker.addEventListener('message', open)
  onCleanup(() => navigator.serviceWorker.removeEventListener('message', open))
}
