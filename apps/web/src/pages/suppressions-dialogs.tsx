import type { Suppression } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'

const REASON_LIMIT = 500

/** Runs what a dialog is for, and says what became of it. */
function createDeed(run: () => Promise<unknown>, done: () => string, onDone: () => void) {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  async function submit() {
    setBusy(true)
    setError(null)
    try {
      await run()
      toast({ tone: 'success', title: done() })
      onDone()
      await queryClient.invalidateQueries({ queryKey: ['mail', 'suppressions'] })
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, submit }
}

/** Puts an address on the list. */
export function SuppressDialog(props: { onDone: () => void }) {
  const [address, setAddress] = createSignal('')
  const [reason, setReason] = createSignal('')
  const deed = createDeed(
    () => trpc.mail.suppress.mutate({ address: address(), reason: reason() }),
    () => t('suppressions.added', { address: address().trim() }),
    () => props.onDone(),
  )
  return (
    <FormDialog
      title={t('suppressions.addTitle')}
      description={t('suppressions.addWhy')}
      deed={t('suppressions.add')}
      busy={deed.busy()}
      error={deed.error()}
      disabledReason={
        !/^[^\s@]+@[^\s@]+$/.test(address().trim())
          ? t('suppressions.needAddress')
          : !reason().trim()
            ? t('suppressions.needReason')
            : null
      }
      onSubmit={() => void deed.submit()}
      onClose={() => props.onDone()}
    >
      <TextField
        label={t('suppressions.address')}
        type="email"
        required
        maxLength={320}
        autocomplete="off"
        value={address()}
        onInput={setAddress}
      />
      <Reason value={reason()} onInput={setReason} />
    </FormDialog>
  )
}

/** Takes one off it. */
export function LiftDialog(props: { suppression: Suppression; onDone: () => void }) {
  const [reason, setReason] = createSignal('')
  const deed = createDeed(
    () => trpc.mail.unsuppress.mutate({ address: props.suppression.address, reason: reason() }),
    () => t('suppressions.lifted', { address: props.suppression.address }),
    () => props.onDone(),
  )
  return (
    <FormDialog
      title={t('suppressions.liftTitle', { address: props.suppression.address })}
      description={t('suppressions.liftWhy', { reason: props.suppression.reason })}
      deed={t('suppressions.lift')}
      busy={deed.busy()}
      error={deed.error()}
      disabledReason={reason().trim() ? null : t('suppressions.needReason')}
      onSubmit={() => void deed.submit()}
      onClose={() => props.onDone()}
    >
      <Reason value={reason()} onInput={setReason} />
    </FormDialog>
  )
}

const Reason = (props: { value: string; onInput: (text: string) => void }) => (
  <TextField
    label={t('suppressions.why')}
    required
    maxLength={REASON_LIMIT}
    autocomplete="off"
    value={props.value}
    onInput={(text) => props.onInput(text)}
  />
)
