import type { Role } from '@belfry/shared'
import type { PersonView } from '@belfry/shared/wire'
import { useQuery } from '@tanstack/solid-query'
import { Show, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { grantWord, roleWord } from './role-chips.tsx'
import { rolesQuery } from './roles-query.ts'

/** Gives a role to somebody; asks for the place where the role is held for one. */
export function GrantForm(props: { person: PersonView; onGranted: () => Promise<unknown> }) {
  const roles = useQuery(() => rolesQuery)
  const [role, setRole] = createSignal<Role | ''>('')
  const [scope, setScope] = createSignal('')
  const [error, setError] = createSignal<string | null>(null)
  const [busy, setBusy] = createSignal(false)
  const chosen = () => roles.data?.find((one) => one.role === role())

  async function grant() {
    const picked = chosen()
    if (!picked) return void setError(t('access.needRole'))
    const place = picked.scopes.find(({ id }) => id === scope())
    const held = { role: picked.role, scope: place?.id ?? null, scopeName: place?.name ?? null }
    setBusy(true)
    setError(null)
    try {
      await trpc.access.grant.mutate({ personId: props.person.id, role: held.role, scope: held.scope })
      toast({
        tone: 'success',
        title: t('access.granted', { role: grantWord(held), name: props.person.name }),
      })
      setRole('')
      setScope('')
      await props.onGranted()
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form
      class="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void grant()
      }}
    >
      <Select<Role>
        label={t('access.role')}
        placeholder={t('access.pickRole')}
        value={role()}
        error={error()}
        options={(roles.data ?? []).map((one) => ({ value: one.role, label: roleWord(one.role) }))}
        onChange={(picked) => {
          setRole(picked)
          setScope('')
          setError(null)
        }}
      />
      <Show when={chosen()?.scoped} fallback={<span class="max-sm:hidden" />}>
        <Select
          label={t('access.place')}
          placeholder={t('access.anyPlace')}
          value={scope()}
          options={(chosen()?.scopes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setScope}
        />
      </Show>
      <Button type="submit" variant="primary" busy={busy()} class="sm:mt-6">
        {t('access.grant')}
      </Button>
    </form>
  )
}
