import { type JSX, type ParentProps, Show, createUniqueId } from 'solid-js'
import { t } from '../words/index.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface FormDialogProps extends ParentProps {
  title: string
  description?: JSX.Element
  /** What the button says that sends the form. */
  deed: string
  busy: boolean
  /** Why it cannot be sent yet. */
  disabledReason?: string | null
  /** What was said against all of it; what concerns one field stands there. */
  error?: string | null
  wide?: boolean
  onSubmit: () => void
  onClose: () => void
}

/** A dialog around a form, which Enter sends too. It stays open, with what was written, until it is closed. */
export function FormDialog(props: FormDialogProps) {
  const formId = createUniqueId()
  return (
    <Dialog
      open
      wide={props.wide ?? false}
      onOpenChange={(stays) => stays || props.onClose()}
      title={props.title}
      description={props.description}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{t('ui.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={props.busy}
            disabledReason={props.disabledReason ?? null}
          >
            {props.deed}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        class="flex flex-col gap-4"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!props.busy) props.onSubmit()
        }}
      >
        <Show when={props.error}>{(text) => <Banner tone="error">{text()}</Banner>}</Show>
        {props.children}
      </form>
    </Dialog>
  )
}
