import type { Notification } from '@belfry/shared/wire'
import { Show, createSignal } from 'solid-js'
import type { LiveInbox } from '../live/inbox.ts'
import type { NotificationsSearch } from '../pages/notifications.search.ts'
import { type Line, createInboxActions } from './actions.ts'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { WhyDialog } from './why.tsx'

export interface DeedsOptions {
  /** Narrows the list down; missing where there is no page to show it on. */
  onOnly?: (search: Partial<NotificationsSearch>) => void
}

/** What can be done with the rows of a list, and the dialogs that some of it opens. */
export function createDeeds(inbox: LiveInbox, options: DeedsOptions = {}) {
  const actions = createInboxActions(inbox)
  const [snoozing, setSnoozing] = createSignal<(until: string) => void>()
  const [asked, setAsked] = createSignal<Notification>()

  return {
    ...actions,
    only: options.onOnly,
    /** Asks until when, and then does it. */
    askUntil: (then: (until: string) => void) => setSnoozing(() => then),
    snooze: (lines: readonly Line[]) =>
      setSnoozing(() => (until: string) => void actions.markLines(lines, { as: 'snoozed', until })),
    why: (item: Notification) => setAsked(item),
    Asking: () => (
      <>
        <Show when={snoozing()}>
          {(run) => <SnoozeDialog onClose={() => setSnoozing()} onPick={(until) => run()(until)} />}
        </Show>
        <Show when={asked()} keyed>
          {(item) => <WhyDialog item={item} onClose={() => setAsked()} />}
        </Show>
      </>
    ),
  }
}
export type Deeds = ReturnType<typeof createDeeds>
