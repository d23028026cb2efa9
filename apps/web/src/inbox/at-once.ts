import type { Case, Notification } from '@belfry/shared/wire'
import { findWorkflow } from '@belfry/shared/workflows'
import { createSignal } from 'solid-js'
import { askedBy, createActing } from '../pages/case-acting.ts'
import { queryClient } from '../query.ts'
import { isTaken } from '../together/claiming.ts'
import { trpc } from '../trpc.ts'
import { locale, t } from '../words/index.ts'

const STALE_MS = 5_000 // while the pointer goes to and fro over the rows

const caseQuery = (caseId: string) => ({
  queryKey: ['cases', 'atOnce', caseId],
  queryFn: () => trpc.cases.get.query({ caseId }),
  staleTime: STALE_MS,
})

/** What the reader of a message may do with its case there and then: whatever asks for nothing more. */
export function createAtOnce(item: () => Notification, onDone: () => void) {
  const [found, setFound] = createSignal<Case>()
  const [done, setDone] = createSignal<string>()

  const acting = createActing({
    item: () => found()!,
    send: (input) => trpc.cases.act.mutate(input),
    onDone: (next) => {
      queryClient.setQueryData(caseQuery(next.id).queryKey, next)
      setFound(next)
    },
  })
  const label = (name: string) => findWorkflow(found()?.workflow ?? '')?.words[locale()].actions[name]?.label

  return {
    /** Asks what is possible; called when somebody comes to the row. */
    async look() {
      const { caseId, state } = item()
      if (!caseId || (state !== 'unread' && state !== 'read')) return
      // A case that he may not see any more offers nothing.
      setFound(await queryClient.fetchQuery(caseQuery(caseId)).catch(() => undefined))
    },
    offers() {
      const it = found()
      if (!it || isTaken(it)) return []
      const actions = findWorkflow(it.workflow)?.actions
      return it.actions
        .filter((view) => view.allowed && askedBy(actions?.[view.name], view) === 'nothing')
        .map(({ name }) => ({ name, label: label(name) ?? name, tone: actions?.[name]?.tone ?? 'info' }))
    },
    busy: acting.busy,
    done,
    /** Why not, in the server's words. */
    refusal: () => acting.conflict()?.message ?? acting.failure(),
    async act(name: string) {
      setDone(undefined)
      const word = label(name) ?? name
      if ((await acting.act(name)) !== 'done') return
      setDone(t('inbox.done', { action: word }))
      onDone()
    },
  }
}
export type AtOnce = ReturnType<typeof createAtOnce>
