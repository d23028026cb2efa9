import { Link, type ErrorComponentProps } from '@tanstack/solid-router'
import CloudOff from 'lucide-solid/icons/cloud-off'
import Compass from 'lucide-solid/icons/compass'
import { onMount } from 'solid-js'
import { messageOf } from '../session.ts'
import { buttonClass } from '../ui/button-look.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { t } from '../words/index.ts'

/** In place of a page that could not be shown. */
export function Failed(props: ErrorComponentProps) {
  onMount(() => console.error(props.error)) // whoever looks into it finds the whole of it in the browser's console
  return (
    <EmptyState
      alone
      title={t('shell.broken')}
      icon={<CloudOff class="size-6" />}
      actions={<Button onClick={() => props.reset()}>{t('ui.retry')}</Button>}
    >
      {messageOf(props.error)}
    </EmptyState>
  )
}

/** The same where there is no frame around it. */
export const FailedAlone = (props: ErrorComponentProps) => (
  <main>
    <Failed {...props} />
  </main>
)

export const NotFound = () => (
  <main>
    <EmptyState
      alone
      title={t('shell.notFound')}
      icon={<Compass class="size-6" />}
      actions={
        <Link to="/" class={buttonClass({})}>
          {t('shell.goHome')}
        </Link>
      }
    />
  </main>
)
