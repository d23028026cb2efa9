import type { CreatedApiKey } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from '../words/index.ts'

const LIFETIMES = [30, 90, 365]

/** Asks for the name of a program and how long its key is to count. */
export function NewKeyDialog(props: {
  personId: string | undefined
  onMade: (made: CreatedApiKey) => void
  onDone: () => void
}) {
  const [name, setName] = createSignal('')
  const [days, setDays] = createSignal('90')
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)

  async function create() {
    if (!name().trim()) return void setError(t('account.needKeyName'))
    setBusy(true)
    setError(null)
    try {
      const expiresInDays = days() === 'never' ? null : Number(days())
      const owner = props.personId ? { personId: props.personId } : {}
      const made = await trpc.access.createApiKey.mutate({ name: name(), expiresInDays, ...owner })
      props.onDone()
      props.onMade(made)
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }

  return (
    <FormDialog
      title={t('account.newKey')}
      description={t('account.keysWhy')}
      deed={t('account.createKey')}
      busy={busy()}
      onSubmit={() => void create()}
      onClose={() => props.onDone()}
    >
      <TextField
        label={t('account.keyName')}
        hint={t('account.keyNameHint')}
        required
        maxLength={60}
        autocomplete="off"
        value={name()}
        onInput={setName}
        error={error()}
      />
      <Select
        label={t('account.keyEnds')}
        value={days()}
        onChange={setDays}
        options={[
          ...LIFETIMES.map((value) => ({
            value: String(value),
            label: t('account.days', { days: value }),
          })),
          { value: 'never', label: t('account.never') },
        ]}
      />
    </FormDialog>
  )
}
