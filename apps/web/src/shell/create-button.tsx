import { useRouter } from '@tanstack/solid-router'
import Plus from 'lucide-solid/icons/plus'
import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { t } from '../words/index.ts'
import { type Destinations, kindsOf } from './destinations.ts'
import { setNewOpen } from './new-open.ts'

/** Files a new case: at once where there is one kind of them, else after a choice. */
export function CreateButton(props: { destinations: Destinations; onFollow?: () => void }) {
  const router = useRouter()
  const kinds = () => kindsOf(props.destinations)
  const one = () => (kinds().length === 1 ? kinds()[0] : undefined)
  function press() {
    props.onFollow?.()
    const only = one()
    if (only) router.history.push(only.path)
    else setNewOpen(true)
  }
  return (
    <Show when={kinds().length > 0}>
      <Button variant="primary" aria-haspopup={one() ? undefined : 'dialog'} onClick={press}>
        <Plus class="size-4" aria-hidden="true" />
        {one()?.label ?? t('shell.newCase')}
      </Button>
    </Show>
  )
}
