import { type JSX, Show, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { t } from '../words/index.ts'

/** Asks once more before something that cannot simply be taken back. A refusal stays in the dialog. */
export function Sure(props: {
  title: string
  why: JSX.Element
  deed: string
  tone?: 'danger' | 'primary'
  run: () => Promise<unknown>
  onDone: () => void
}) {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  async function run() {
    setBusy(true)
    setError(null)
    try {
      await props.run()
      props.onDone()
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(stays) => stays || props.onDone()}
      title={props.title}
      actions={
        <>
          <Button onClick={() => props.onDone()}>{t('ui.cancel')}</Button>
          <Button variant={props.tone ?? 'danger'} busy={busy()} onClick={() => void run()}>
            {props.deed}
          </Button>
        </>
      }
    >
      <div class="flex flex-col gap-3 text-muted">
        <p>{props.why}</p>
        <Show when={error()}>{(text) => <Banner tone="error">{text()}</Banner>}</Show>
      </div>
    </Dialog>
  )
}
