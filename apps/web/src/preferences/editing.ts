import { QuietHours } from '@belfry/shared/delivery'
import type { Preferences, SetPreferencesInput } from '@belfry/shared/wire'
import { queryOptions, useQuery } from '@tanstack/solid-query'
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { queryClient } from '../query.ts'
import { meQuery, messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import {
  type Leaf,
  type Settings,
  changeFrom,
  changedLeaves,
  rebase,
  settingsOf,
  withLeaves,
} from './settings.ts'

export const preferencesQuery = queryOptions({
  queryKey: ['preferences', 'settings'],
  queryFn: () => trpc.preferences.get.query(),
})

/**
 * The settings while they are changed. Nothing is in force before it is saved: one can try what it would mean, and quiet hours
 * that are taken away for a moment let nothing go that they hold. Other windows are heard; what they changed stands here at once,
 * and where both changed the same, the person decides.
 */
export function createEditing() {
  const query = useQuery(() => preferencesQuery)
  const [known, setKnown] = createSignal<Settings>()
  const [mine, setMine] = createSignal<Settings>()
  const [clashes, setClashes] = createSignal<Leaf[]>([])
  const [saving, setSaving] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)

  /** Takes over what the server has now. Returns whether something else was chosen here. */
  function follow(now: Settings): boolean {
    const [before, draft] = [known(), mine()]
    setKnown(now)
    if (!before || !draft) {
      setMine(now)
      return false
    }
    const { merged, clashes: found } = rebase(before, draft, now)
    setMine(merged)
    const open = changedLeaves(now, merged)
    setClashes((shown) => [...new Set([...shown, ...found])].filter((leaf) => open.includes(leaf)))
    return found.length > 0
  }
  createEffect(
    on(
      () => query.data,
      (data) => data && follow(settingsOf(data)),
    ),
  )
  const others = tellOthers(() => void queryClient.invalidateQueries({ queryKey: ['preferences'] }))

  const changes = createMemo(() => {
    const [before, draft] = [known(), mine()]
    return before && draft ? changedLeaves(before, draft) : []
  })

  function put(input: SetPreferencesInput): Promise<Preferences> {
    return trpc.preferences.set.mutate(input)
  }
  function accept(saved: Preferences) {
    follow(settingsOf(saved))
    queryClient.setQueryData(preferencesQuery.queryKey, saved)
    const { timeZone } = saved
    queryClient.setQueryData(meQuery.queryKey, (me) => me && { ...me, timeZone })
    // Mutes, and whether it is quiet now.
    void queryClient.invalidateQueries({
      queryKey: ['preferences'],
      predicate: ({ queryKey }) => queryKey[1] !== 'settings',
    })
    others.tell()
  }

  /** Saves what was changed here; false where it could not, or where another window changed the same meanwhile. */
  async function save(): Promise<boolean> {
    if (saving()) return false
    setSaving(true)
    setError(null)
    try {
      if (follow(settingsOf(await trpc.preferences.get.query()))) return false
      const [before, sent] = [known()!, mine()!]
      const saved = await put(changeFrom(before, sent))
      setClashes([])
      // What is changed while the answer is on its way is a change of what was sent.
      setKnown(sent)
      accept(saved)
      const run = () => void undo(changeFrom(sent, before))
      toast({ tone: 'success', title: t('preferences.saved'), action: { label: t('ui.undo'), run } })
      return true
    } catch (reason) {
      setError(messageOf(reason))
      return false
    } finally {
      setSaving(false)
    }
  }

  async function undo(back: SetPreferencesInput) {
    try {
      accept(await put(back))
      toast({ tone: 'success', title: t('preferences.undone') })
    } catch (reason) {
      toast({ tone: 'error', title: t('preferences.saveFailed'), body: messageOf(reason) })
    }
  }

  return {
    query,
    /** What is in force. */
    known,
    /** What is chosen on the page. */
    mine,
    changes,
    clashes,
    saving,
    error,
    save,
    change(next: Partial<Settings>) {
      setError(null)
      setMine((draft) => draft && { ...draft, ...next })
    },
    discard() {
      setMine(known())
      setClashes([])
      setError(null)
    },
    settle(whose: 'mine' | 'theirs') {
      const [now, draft] = [known(), mine()]
      if (whose === 'theirs' && now && draft) setMine(withLeaves(draft, now, clashes()))
      setClashes([])
    },
    /** Why it cannot be saved as it is. */
    problem: () =>
      mine() && !QuietHours.safeParse(mine()!.quiet).success ? t('preferences.quietWrong') : null,
  }
}
export type Editing = ReturnType<typeof createEditing>

/** The other windows of this browser that show the settings. */
function tellOthers(onTold: () => void) {
  if (!('BroadcastChannel' in window)) return { tell() {} }
  const channel = new BroadcastChannel('belfry.preferences.1')
  channel.addEventListener('message', onTold)
  onCleanup(() => channel.close())
  return { tell: () => channel.postMessage('changed') }
}
