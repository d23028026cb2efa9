import type { SaveViewInput, SavedView, ViewSettings } from '@belfry/shared/wire'
import { queryOptions } from '@tanstack/solid-query'
import type { QueueSearch } from '../pages/queue.search.ts'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

export const viewsQuery = (workflow: string) =>
  queryOptions({
    queryKey: ['queues', 'views', workflow],
    queryFn: () => trpc.queues.views.query({ workflow }),
    staleTime: 60_000,
  })

/** What a view keeps of the address. The tab is a part of the search there. */
export function settingsOf(search: QueueSearch): ViewSettings {
  const { q, sort, columns, state, show } = search
  const tab = state && !/(^|\s)(state|closed):/.test(q ?? '') ? `state:${state}` : undefined
  const text = [tab, q].filter(Boolean).join(' ')
  return {
    ...(text && { q: text }),
    ...(sort && { sort }),
    ...(columns && { columns }),
    ...(show === 'calendar' && { show }),
  }
}

export const searchOf = (view: SavedView): QueueSearch => ({ ...view.settings, view: view.id })

export const isSame = (a: ViewSettings, b: ViewSettings): boolean =>
  a.q === b.q &&
  a.sort === b.sort &&
  (a.show ?? 'list') === (b.show ?? 'list') &&
  (a.columns?.toSorted().join() ?? '') === (b.columns?.toSorted().join() ?? '')

/** Resolves to the view as it was saved, or to nothing where it could not be; the person is told either way. */
export const saveView = (input: SaveViewInput): Promise<SavedView | undefined> =>
  told(input.workflow, () => trpc.queues.saveView.mutate(input), t('queue.viewSaved', { name: input.name }))

export const removeView = async (view: SavedView): Promise<boolean> => {
  const gone = async () => {
    await trpc.queues.removeView.mutate({ id: view.id })
    return true
  }
  return (await told(view.workflow, gone, t('queue.viewRemoved', { name: view.name }))) ?? false
}

async function told<T>(workflow: string, work: () => Promise<T>, done: string): Promise<T | undefined> {
  try {
    const result = await work()
    toast({ tone: 'success', title: done })
    return result
  } catch (error) {
    toast({ tone: 'error', title: messageOf(error) })
    return undefined
  } finally {
    void queryClient.invalidateQueries({ queryKey: viewsQuery(workflow).queryKey })
  }
}
