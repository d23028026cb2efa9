import { useBlocker } from '@tanstack/solid-router'
import { Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { t } from '../words/index.ts'
import type { Editing } from './editing.ts'

/** Asks before the page is left with something that is not saved. */
export function Leaving(props: { editing: Editing }) {
  const count = () => props.editing.changes().length
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => count() > 0 && current.pathname !== next.pathname,
    enableBeforeUnload: () => count() > 0,
    withResolver: true,
  })
  async function saveAndLeave() {
    const go = leaving().proceed
    if (await props.editing.save()) go?.()
    else leaving().reset?.()
  }
  return (
    <Show when={leaving().status === 'blocked'}>
      <Dialog
        open
        onOpenChange={(stays) => stays || leaving().reset?.()}
        title={t('preferences.leave')}
        actions={
          <>
            <Button onClick={() => leaving().reset?.()}>{t('preferences.stay')}</Button>
            <Button variant="danger" onClick={() => leaving().proceed?.()}>
              {t('preferences.leaveNow')}
            </Button>
            <Button
              variant="primary"
              busy={props.editing.saving()}
              disabledReason={props.editing.problem()}
              onClick={() => void saveAndLeave()}
            >
              {t('preferences.saveAndLeave')}
            </Button>
          </>
        }
      >
        <p class="text-muted">{t('preferences.leaveWhy', { count: count() })}</p>
      </Dialog>
    </Show>
  )
}
