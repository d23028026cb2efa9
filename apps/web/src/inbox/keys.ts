import type { Notification } from '@belfry/shared/wire'
import type { Line } from './actions.ts'
import type { Deeds } from './deeds.tsx'
import { type Deed, archive, read, remove, restore, snooze, unread } from './row-deeds.ts'

export interface KeysOptions {
  deeds: Deeds
  /** What a key is meant for: the rows that are selected, or the one that has the focus. */
  lines: (id: string) => readonly Line[]
  /** Does something with them; all that match may be selected, and not only these. */
  run: (deed: Deed, lines: readonly Line[]) => void
}

/** What keys do with notifications, the moving about excepted. */
export function inboxKeys({ deeds, lines, run }: KeysOptions): Record<string, (id: string) => void> {
  const on = (deed: Deed) => (id: string) => run(deed, lines(id))
  const withFirst = (then: (item: Notification) => void) => (id: string) => {
    const [first] = lines(id)
    if (first) then(first.item)
  }
  return {
    e: (id) => {
      const some = lines(id)
      const back = some.length > 0 && some.every(({ item }) => item.state === 'archived')
      run(back ? restore : archive, some)
    },
    s: on(snooze),
    m: (id) => {
      const some = lines(id)
      run(some.some(({ item }) => item.state === 'unread') ? read : unread, some)
    },
    'Shift+u': on(unread),
    Delete: on(remove),
    p: (id) => {
      const items = lines(id).map(({ item }) => item)
      if (items.length > 0) void deeds.pin(items, !items.every(({ pinned }) => pinned))
    },
    'Shift+m': withFirst(({ caseId }) => caseId && void deeds.mute(caseId, true)),
    w: withFirst((item) => deeds.why(item)),
  }
}
