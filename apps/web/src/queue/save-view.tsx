import { roles } from '@belfry/shared'
import type { SavedView, ViewSettings } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { roleWord } from '../access/role-chips.tsx'
import { useMe } from '../session.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from '../words/index.ts'
import { saveView } from './views.ts'

const ONLY_ME = 'me'

/** Asks for the name of a view, and for whom it is. */
export function SaveViewDialog(props: {
  workflow: string
  settings: ViewSettings
  onSaved: (view: SavedView) => void
  onClose: () => void
}) {
  const me = useMe()
  const [name, setName] = createSignal('')
  const [role, setRole] = createSignal<string>(ONLY_ME)
  const [busy, setBusy] = createSignal(false)
  // With whom one may share: those who hold a role of one's own; administrators with everybody.
  const held = () => new Set(me().grants.map((grant) => grant.role))
  const shareable = () => (held().has('admin') ? [...roles] : roles.filter((one) => held().has(one)))

  async function save() {
    if (!name().trim()) return
    setBusy(true)
    const view = await saveView({
      workflow: props.workflow,
      name: name().trim(),
      settings: props.settings,
      role: role() === ONLY_ME ? null : role(),
    })
    setBusy(false)
    if (!view) return
    props.onClose()
    props.onSaved(view)
  }

  return (
    <FormDialog
      title={t('queue.saveView').replace(/\s*…$/, '')}
      deed={t('queue.save')}
      busy={busy()}
      disabledReason={name().trim() ? null : t('queue.viewName')}
      onSubmit={() => void save()}
      onClose={() => props.onClose()}
    >
      <TextField label={t('queue.viewName')} maxLength={120} value={name()} onInput={setName} />
      <Select
        label={t('queue.shareWith')}
        value={role()}
        options={[
          { value: ONLY_ME, label: t('queue.onlyMe') },
          ...shareable().map((one) => ({ value: one as string, label: roleWord(one) })),
        ]}
        onChange={setRole}
      />
    </FormDialog>
  )
}
