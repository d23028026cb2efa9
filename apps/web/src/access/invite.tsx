import { type Locale, locales } from '@belfry/shared'
import type { PasswordLink } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { locale, t } from '../words/index.ts'
import { languageNames } from '../words/languages.ts'

export interface Invited {
  name: string
  link: PasswordLink
}

/** Makes an account for somebody new. */
export function InviteDialog(props: { onInvited: (invited: Invited) => void; onDone: () => void }) {
  const [name, setName] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [language, setLanguage] = createSignal<Locale>(locale())
  const [tried, setTried] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)

  async function invite() {
    setTried(true)
    if (!name().trim() || !email().trim()) return
    setBusy(true)
    setError(null)
    try {
      const link = await trpc.access.invite.mutate({ name: name(), email: email(), locale: language() })
      props.onDone()
      props.onInvited({ name: name().trim(), link })
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }

  return (
    <FormDialog
      title={t('access.inviteTitle')}
      description={t('access.inviteWhy')}
      deed={t('access.invite')}
      busy={busy()}
      error={error()}
      onSubmit={() => void invite()}
      onClose={() => props.onDone()}
    >
      <TextField
        label={t('access.name')}
        required
        maxLength={120}
        autocomplete="off"
        value={name()}
        onInput={setName}
        error={tried() && !name().trim() ? t('access.needName') : null}
      />
      <TextField
        label={t('access.email')}
        type="email"
        required
        maxLength={254}
        autocomplete="off"
        value={email()}
        onInput={setEmail}
        error={tried() && !email().trim() ? t('access.needEmail') : null}
      />
      <Select<Locale>
        label={t('access.language')}
        value={language()}
        options={locales.map((value) => ({ value, label: languageNames[value] }))}
        onChange={setLanguage}
      />
    </FormDialog>
  )
}
