import type { PersonView } from '@belfry/shared/wire'
import { Show, createSignal } from 'solid-js'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/button.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { Panel } from '../ui/panel.tsx'
import type { Option } from '../ui/select.tsx'
import { toast } from '../ui/toast.ts'
import { t } from '../words/index.ts'
import { findPeople } from './find-people.ts'

/** Who supervises somebody: saved as soon as it is picked. */
export function Supervisor(props: { person: PersonView; onChange: () => Promise<unknown> }) {
  const [error, setError] = createSignal<string | null>(null)
  const current = (): Option | null => {
    const { supervisor } = props.person
    return supervisor && { value: supervisor.id, label: supervisor.name }
  }

  async function set(supervisorId: string | null) {
    if (supervisorId === (props.person.supervisor?.id ?? null)) return
    setError(null)
    try {
      await trpc.access.setSupervisor.mutate({ personId: props.person.id, supervisorId })
      toast({ tone: 'success', title: t('access.supervisorSaved') })
    } catch (reason) {
      setError(messageOf(reason))
    }
    await props.onChange()
  }

  return (
    <Panel title={t('access.supervisor')}>
      <div class="flex items-start gap-2">
        <Combobox
          class="grow"
          label={t('access.supervisor')}
          labelHidden
          hint={t('access.supervisorWhy', { name: props.person.name })}
          placeholder={t('access.noSupervisorYet')}
          error={error()}
          value={current()}
          onChange={(picked) => void set(picked?.value ?? null)}
          load={(search) => others(props.person.id, search)}
        />
        <Show when={props.person.supervisor}>
          <Button onClick={() => void set(null)}>{t('access.remove')}</Button>
        </Show>
      </div>
    </Panel>
  )
}

const others = async (personId: string, search: string): Promise<Option[]> =>
  (await findPeople(search)).filter(({ value }) => value !== personId)
