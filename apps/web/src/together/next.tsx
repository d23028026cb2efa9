import { awaitedBy } from '@belfry/shared/machine'
import { findWorkflow } from '@belfry/shared/workflows'
import { useNavigate } from '@tanstack/solid-router'
import SkipForward from 'lucide-solid/icons/skip-forward'
import { Show, createMemo, createSignal } from 'solid-js'
import { messageOf, useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { createKeys } from '../ui/list-keys.ts'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

/** Cases that were looked at and left undecided, by queue: they are not offered again until all the others were. */
const skipped = new Map<string, string[]>()
const MOST_SKIPPED = 100

/** Takes and opens the next best case of a queue; the key t does it, too. For those for whom cases of it can wait. */
export function NextButton(props: {
  workflow: string
  /** The case on the screen, which is left by this. */
  from?: string | undefined
  primary?: boolean
}) {
  const me = useMe()
  const navigate = useNavigate()
  const [busy, setBusy] = createSignal(false)

  async function next() {
    if (busy()) return
    const { workflow, from } = props
    const skip = [...(skipped.get(workflow) ?? []), ...(from ? [from] : [])].slice(-MOST_SKIPPED)
    setBusy(true)
    try {
      const item = await trpc.queues.next.mutate({ workflow, skip })
      if (item) {
        skipped.set(workflow, skip)
        await navigate({ to: '/cases/$caseId', params: { caseId: item.id } })
      } else {
        skipped.delete(workflow)
        toast({ title: t('together.nothingNext'), body: t('together.nothingNextWhy') })
      }
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  const awaits = createMemo(() => {
    const workflow = findWorkflow(props.workflow)
    return workflow !== undefined && awaitedBy(workflow, me()).length > 0
  })
  createKeys({ t: () => awaits() && void next() })

  return (
    <Show when={awaits()}>
      <Button
        variant={props.primary ? 'primary' : 'plain'}
        busy={busy()}
        hint={t('together.nextHint')}
        aria-keyshortcuts="t"
        onClick={() => void next()}
      >
        <SkipForward class="size-4 rtl:-scale-x-100" aria-hidden="true" />
        {t('together.next')}
      </Button>
    </Show>
  )
}
