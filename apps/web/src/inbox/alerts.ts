import type { Notification } from '@belfry/shared/wire'
import { onCleanup } from 'solid-js'
import type { Arrivals } from '../live/inbox.ts'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { showOnDesktop } from './desktop.ts'
import { directionOf } from './direction.ts'
import { ring } from './sound.ts'

const SETTLE_MS = 500
const MOST_TOASTS = 3 // of one batch; more are told as a number

export interface AlertOptions {
  /** The person wants to hear them. */
  sound: () => boolean
  /** It is one of the person's quiet hours: only what is critical makes a noise. */
  isQuiet?: () => Promise<boolean>
  /** Takes the person to what a notification is about. */
  open: (item: Notification) => void
  showAll: () => void
}

/** Tells the person of what has just come: toast, sound, and the desktop while the window is in the background. */
export function createAlerts({ sound, isQuiet, open, showAll }: AlertOptions): (arrivals: Arrivals) => void {
  const missed = collect((items) => tell(items, 'inbox.missed', 1))
  onCleanup(missed.drop)

  function tell(items: Notification[], summary: 'inbox.missed' | 'inbox.manyNew', mostToasts: number) {
    const critical = items.filter(({ priority }) => priority === 'critical')
    const others = items.filter(({ priority }) => priority !== 'critical')
    if (others.length > mostToasts) {
      toast({
        title: t(summary, { count: others.length }),
        action: { label: t('inbox.show'), run: showAll },
      })
    } else for (const item of others) show(item)
    // An alarm stays until somebody has seen it.
    for (const item of critical) show(item, Infinity)
    void sayAloud(items)
  }

  async function sayAloud(items: Notification[]) {
    const quiet = await isQuiet?.()
    const heard = quiet ? items.filter(({ priority }) => priority === 'critical') : items
    if (heard.length > 0 && sound()) void ring()
    for (const item of heard.slice(-MOST_TOASTS)) showOnDesktop(item, () => open(item))
  }

  function show(item: Notification, lasts?: number) {
    const { tone, title, body } = item
    const action = { label: t('inbox.open'), run: () => open(item) }
    toast({ tone, title, body, dir: directionOf(item), action, ...(lasts && { lasts }) })
  }

  return (arrivals) => {
    if (arrivals.missed) missed.add(arrivals.items)
    else tell(arrivals.items, 'inbox.manyNew', MOST_TOASTS)
  }
}

/** What was missed comes in several pieces and is told as one. */
function collect(done: (items: Notification[]) => void) {
  let items: Notification[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(more: Notification[]) {
      items.push(...more)
      clearTimeout(timer)
      timer = setTimeout(() => {
        done(items)
        items = []
      }, SETTLE_MS)
    },
    drop: () => clearTimeout(timer),
  }
}
