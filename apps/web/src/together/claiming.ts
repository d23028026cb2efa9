import type { Case } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { queryClient } from '../query.ts'
import { meQuery, messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { toast } from '../ui/toast.ts'

/** Somebody else works on it. Whoever is signed in does not change while the page is there. */
export const isTaken = (item: Pick<Case, 'claimedBy'>): boolean =>
  item.claimedBy !== null && item.claimedBy.id !== queryClient.getQueryData(meQuery.queryKey)?.id

/** Takes cases and lets go of them, one at a time; `onDone` gets the case as it is then. */
export function createClaiming(onDone: (item: Case) => void) {
  const [busy, setBusy] = createSignal(false)
  const run = async (call: () => Promise<Case>) => {
    if (busy()) return
    setBusy(true)
    try {
      onDone(await call())
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    take: (caseId: string, anyway = false) => run(() => trpc.cases.claim.mutate({ caseId, anyway })),
    letGo: (caseId: string) => run(() => trpc.cases.release.mutate({ caseId })),
  }
}
