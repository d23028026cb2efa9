import type { BulkRun } from '@belfry/shared/wire'
import Download from 'lucide-solid/icons/download'
import { Show, createEffect, createSignal, onCleanup } from 'solid-js'
import { Sure } from '../access/sure.tsx'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

/** What can be done about a run: end it, take it back, try again what did not work, and keep its results. */
export function RunActions(props: { run: BulkRun; onChange: (run: BulkRun) => void }) {
  const [busy, setBusy] = createSignal<string | null>(null)
  const [asking, setAsking] = createSignal(false)
  const secondsLeft = createCountdown(() => props.run.tellsAt)
  async function go(what: 'undo' | 'cancel' | 'retryFailed') {
    setBusy(what)
    try {
      props.onChange(await trpc.bulk[what].mutate({ runId: props.run.id }))
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(null)
    }
  }
  const undo = async () => props.onChange(await trpc.bulk.undo.mutate({ runId: props.run.id }))

  async function download() {
    setBusy('csv')
    try {
      const { name, text } = await trpc.bulk.results.query({ runId: props.run.id })
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/csv' }))
      link.download = name
      link.click()
      URL.revokeObjectURL(link.href)
    } catch (error) {
      toast({ tone: 'error', title: messageOf(error) })
    } finally {
      setBusy(null)
    }
  }

  return (
    <>
      <Show when={props.run.mayUndo}>
        <Button
          variant={secondsLeft() > 0 ? 'primary' : 'plain'}
          busy={busy() === 'undo'}
          // While nobody has heard of it there is nothing to think about.
          onClick={() => (secondsLeft() > 0 ? void go('undo') : setAsking(true))}
        >
          {secondsLeft() > 0 ? t('bulk.undoIn', { seconds: secondsLeft() }) : t('bulk.undo')}
        </Button>
      </Show>
      <Show when={props.run.mayCancel}>
        <Button variant="danger" busy={busy() === 'cancel'} onClick={() => void go('cancel')}>
          {t('bulk.cancel')}
        </Button>
      </Show>
      <Show when={props.run.mayRetry}>
        <Button busy={busy() === 'retryFailed'} onClick={() => void go('retryFailed')}>
          {t('bulk.retry')}
        </Button>
      </Show>
      <Button busy={busy() === 'csv'} onClick={() => void download()}>
        <Download class="size-4" aria-hidden="true" />
        {t('bulk.csv')}
      </Button>
      <Show when={asking()}>
        <Sure
          title={t('bulk.undoSure')}
          why={t('bulk.undoWhy')}
          deed={t('bulk.undo')}
          run={undo}
          onDone={() => setAsking(false)}
        />
      </Show>
    </>
  )
}

/** Whole seconds until a moment; 0 once it is over, or where there is none. */
function createCountdown(until: () => string | null): () => number {
  const [now, setNow] = createSignal(Date.now())
  createEffect(() => {
    if (!until()) return
    const timer = setInterval(() => setNow(Date.now()), 250)
    onCleanup(() => clearInterval(timer))
  })
  return () => Math.max(0, Math.ceil((Date.parse(until() ?? '') - now()) / 1000) || 0)
}
